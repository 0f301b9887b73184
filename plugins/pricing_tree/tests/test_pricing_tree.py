"""The decision tree: its contract, its rules and insights on a case worked out by hand, and its demonstration boards."""

from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kehittamo_core.api import Area, Badge, Board, Box, Connect, Connector, Invalid, Item, Link, Words
from kehittamo_core.picture import board_from_document, labels_of
from kehittamo_core.testing import check_board, check_method, check_scene, random_board
from kehittamo_core.web.parts import pieces
from kehittamo_exports.page import paper
from kehittamo_pricing_tree import PRICING_TREE, chapter, drawing, exchange, insights, rules, tree

DEMO = Path(chapter.__file__).parent / "demo"
GOLDEN = Path(__file__).parent / "golden"
SOURCE = Path(__file__).parents[3] / "tests/data/siun_sote_hebu.yaml"


def item(id_: str, kind: str, text: str = "", **values: Any) -> Item:
    """An item whose short id is its id in capitals."""
    return Item(id=id_, kind=kind, code=id_.upper(), values={"text": text, **values})


def link(kind: str, source: str, target: str, **values: Any) -> Link:
    """A link between two items."""
    return Link(id=f"{kind}-{source}-{target}", kind=kind, source=source, target=target, values=values)


def by_hand() -> Board:
    """One question with two answers; A is chosen, B (better everywhere) was ruled out without a reason; C is loose."""
    criteria = (item("k1", "criterion", "Valinnanvapaus"), item("k2", "criterion", "Kustannukset"))
    items = (
        item("q", "question", "Kuka antaa hinnan?"),
        item("x", "answer", "Tuottaja"),
        item("y", "answer", "Järjestäjä"),
        item("a", "alternative", "A", decision="chosen", reason="Selkein"),
        item("b", "alternative", "B", decision="excluded"),
        item("c", "alternative", "C"),
        item("e", "effect", "Valinta lisääntyy", sign="+"),
        *criteria,
    )
    links = (
        link("answer_to", "x", "q"), link("answer_to", "y", "q"), link("takes", "a", "x"), link("takes", "b", "y"),
        link("effect_of", "e", "a"), link("concerns", "e", "k1"),
        link("rated", "a", "k1", sign="+/-"), link("rated", "a", "k2", sign="-"),
        link("rated", "b", "k1", sign="+"), link("rated", "b", "k2", sign="-"),
    )  # fmt: skip
    return Board(
        id="t", title="Hinta", method="pricing_tree", items=items, links=links, labels=labels_of(PRICING_TREE, "fi"),
        package="kehittamo_pricing_tree", language="fi",
    )  # fmt: skip


def said(rule: Any, board: Board) -> list[str]:
    """The sentences of a rule."""
    return [problem.message for problem in rule(board)]


def test_contract() -> None:
    """Functions run in workers, drawings hold together, every sentence is translated."""
    check_method(PRICING_TREE, languages=("fi", "sv"), boards=36)


@settings(max_examples=25, deadline=None)
@given(st.integers(100, 10_000), st.sampled_from((0, 2, 12, 40, 90)))
def test_any_board(seed: int, size: int) -> None:
    """Whatever was written, the tree is drawn, judged and put into a chapter."""
    check_board(PRICING_TREE, random_board(PRICING_TREE, seed, size))


def test_rules_by_hand() -> None:
    """Each lack of the hand-made board is named, with the element it concerns, and nothing else."""
    board = by_hand()
    assert said(rules.alternative_off_the_tree, board) == [
        "Vaihtoehtoon C C ei pääse: siihen ei johda yhtään vastausta."
    ]
    assert said(rules.unreachable_answer, board) == []
    assert said(rules.question_without_second_answer, board) == []
    assert said(rules.decision_without_reason, board) == ["B B on rajattu pois: miksi?"]
    assert said(rules.exactly_one_chosen, board) == []
    assert said(rules.views_disagree, board) == [
        "A, Valinnanvapaus: vaikutuksen merkki on +, mutta arvio on +/−. Kumpi pitää?"
    ]
    assert said(rules.unrated_criterion, board) == [
        "Kriteerin Valinnanvapaus arvio puuttuu: C.",
        "Kriteerin Kustannukset arvio puuttuu: C.",
    ]
    assert len(said(rules.alternative_without_effects, board)) == 2
    assert said(rules.two_answers_to_one_question, board) == []
    twice = replace(board, links=(*board.links, link("takes", "a", "y")))
    assert said(rules.two_answers_to_one_question, twice) == [
        "Vaihtoehtoon A A johtaa kysymyksestä Q Kuka antaa hinnan? useampi vastaus: X Tuottaja, Y Järjestäjä. Mikä niistä?"
    ]


def test_rules_see_what_is_broken() -> None:
    """A lost answer, two choices, an effect without its sign, a broken condition."""
    board = by_hand()
    two = tuple(
        replace(part, values={**part.values, "decision": "chosen", "reason": "Syy"})
        if part.kind == "alternative"
        else part
        for part in board.items
    )
    assert said(rules.exactly_one_chosen, replace(board, items=two)) == [
        "Valittuna on useita vaihtoehtoja: A A, B B, C C. Valitkaa yksi."
    ]
    unsigned = replace(board, items=(*board.items, item("f", "effect", "Ehkä")))
    assert said(rules.effect_without_sign, unsigned) == [
        "Vaikutuksella F Ehkä ei ole merkkiä: parempaan vai huonompaan?"
    ]
    condition = replace(
        board,
        items=(*board.items, item("o", "condition", "Hyväksytty")),
        links=(*board.links, link("meets", "a", "o", met="no")),
    )
    assert said(rules.broken_condition, condition) == [
        "A A on valittu, vaikka se ei täytä ehtoa O Hyväksytty. Onko ehto sellainen, jonka täytyy pitää?"
    ]


def test_dominance_by_hand() -> None:
    """B is better on one criterion and equal on the other, so it dominates A; without a rating nothing dominates."""
    board = by_hand()
    a, b, c = (board.item(id_) for id_ in "abc")
    assert a is not None
    assert b is not None
    assert c is not None
    assert tree.dominates(board, b, a)
    assert not tree.dominates(board, a, b)
    assert not tree.dominates(board, b, c)
    findings = [insight.finding for insight in insights.find_insights(board)]
    assert "B B rajattiin pois, vaikka se on arvioiden mukaan" in findings[1]
    assert any(finding == "Polku vaihtoehtoon A A: Kuka antaa hinnan? Tuottaja." for finding in findings)


def demo(programme: str, board: str) -> Board:
    """A demonstration board as the report would read it."""
    document = yaml.safe_load((DEMO / f"{programme}.yaml").read_text(encoding="utf-8"))
    document["programme"] = {"id": programme, "languages": ["fi"]}
    return board_from_document(document, {"pricing_tree": PRICING_TREE}, board)


def test_the_source_tree_is_whole() -> None:
    """Four alternatives with all twelve effects and ratings; the fourth is chosen and lacks its reason, which is said."""
    board = demo("siun-sote-hebu", "paatospuu")
    assert [tree.decision(board, branch.alternative) for branch in tree.branches(board)] == ["excluded"] * 3 + [
        "chosen"
    ]
    assert len(board.of("effect")) == 12
    assert len(board.links_of("rated")) == 12
    assert said(rules.decision_without_reason, board) == ["Vaihtoehto 4: perustelu puuttuu lähteestä."]
    assert len(said(rules.views_disagree, board)) == 2
    inferred = [answer.id for answer in board.of("answer") if "meaning" in answer.inferred]
    assert inferred == ["a2-ei", "a2-kylla", "a3-tuottaja", "a3-jarjestaja"]


def test_the_two_drawings_say_what_the_two_slides_say() -> None:
    """Beside the transcription of the slides: root and headings, every effect with its sign, every rating, every verbatim reason."""
    source = yaml.safe_load(SOURCE.read_text(encoding="utf-8"))["pricing"]["tree"]
    board = demo("siun-sote-hebu", "paatospuu")
    effects, choice = drawing.effects_view(board), drawing.choice_view(board)

    def told(scene: Any, leaf: str) -> tuple[list[str], list[str]]:
        """The words and the signs of the card of one leaf, from top to bottom."""
        card = next(
            shape
            for shape in scene.shapes
            if isinstance(shape, Area) and shape.item is not None and shape.item.id == leaf
        )
        inside = [
            shape
            for shape in scene.shapes
            if isinstance(shape, Words | Badge) and card.x <= shape.x and card.y <= shape.y <= card.y + card.height
        ]
        words = [shape.text for shape in inside if isinstance(shape, Words)]
        return words, [shape.text.replace("\u2212", "-") for shape in inside if isinstance(shape, Badge)]

    for scene in (effects, choice):
        heads = [shape.text for shape in scene.shapes if isinstance(shape, Words) and shape.y == 0.0]
        assert heads[1:] == [column["text"] for column in source["columns"]]
        assert source["root"]["text"] in [box.item.text for box in scene.boxes]
    names = {criterion["key"]: criterion["rating_label"] for criterion in source["criteria"]}
    for leaf in source["leaves"]:
        words, signs = told(effects, leaf["id"])
        assert signs == [impact["sign"] for impact in leaf["impacts"]]
        for impact in leaf["impacts"]:
            wanted = f"(muutoin) {impact['text']}" if "depends_on" in impact else impact["text"]
            assert wanted in words
        words, signs = told(choice, leaf["id"])
        assert signs == [leaf["ratings"][key] for key in names]
        assert [word for word in words if word in names.values()] == list(names.values())
        # The slide names the chosen one and gives no reason: a verdict, and the lack is said.
        assert leaf["reason"] in words
        assert ("Perustelu puuttuu lähteestä" in words) == (leaf["id"] == source["chosen"])
    # The slides give the leaves 2 and 3 another sign for the costs, which both the rule and the drawing say.
    flagged = [shape.text for shape in choice.shapes if isinstance(shape, Words) and "toisin" in shape.text]
    assert len(flagged) == len(said(rules.views_disagree, board)) == 2
    asked = said(rules.views_disagree, board)
    assert [message.split(",")[0] for message in asked] == ["Vaihtoehto 2", "Vaihtoehto 3"]
    assert all("Kustannusvaikutus" in message for message in asked)


def test_the_chapter_holds_every_word() -> None:
    """Every text of the board stands in the chapter, not only in the drawing."""
    board = demo("siun-sote-hebu", "paatospuu")
    written = repr(chapter.write_chapter(board, tuple(insights.find_insights(board))))
    for element in board.items:
        for name in ("text", "reason", "lead", "meaning"):
            value = element.get(name)
            if isinstance(value, str):
                assert value in written, f"{element.id}.{name}"


@pytest.mark.parametrize(("programme", "board"), [("siun-sote-hebu", "paatospuu"), ("harjoitus", "h-pricing")])
@pytest.mark.parametrize("drawing", ["effects", "choice"])
def test_golden_drawing(programme: str, board: str, drawing: str) -> None:
    """The drawing of a demonstration board, as lines that a person can read in review."""
    found = PRICING_TREE.drawing(drawing)
    assert found is not None
    scene = found.draw(demo(programme, board))
    lines = []
    for shape in scene.shapes:
        if isinstance(shape, Box | Words):
            lines.append(f"{type(shape).__name__:5} {shape.x:6.1f} {shape.y:6.1f}  {' / '.join(shape.lines)}")
    text = "\n".join(lines) + "\n"
    file = GOLDEN / f"{board}-{drawing}.txt"
    if not file.exists():
        file.write_text(text, encoding="utf-8")
        pytest.fail(f"{file.name} was missing and has been written: read it and commit it")
    assert text == file.read_text(encoding="utf-8")


def test_csv_there_and_back() -> None:
    """What is written is read again as the same answers and ratings; formulas are disarmed."""
    board = by_hand()
    data = exchange.write_csv(board)
    changes = exchange.read_csv(board, data)
    connected = {(change.kind, change.target) for change in changes if isinstance(change, Connect)}
    assert all(change.uncertain == {"": "Tuotu tiedostosta, tarkistamatta"} for change in changes)
    assert connected == {("takes", "x"), ("takes", "y"), ("rated", "k1"), ("rated", "k2")}
    armed = replace(board, items=(*board.items, item("d", "alternative", "=cmd()")))
    assert ";'=cmd();" in exchange.write_csv(armed).decode("utf-8-sig")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"id;alternative;K1\r\n;Uusi;++\r\n", "rivi 2, sarake K1"),
        (b"id;alternative;Q\r\n;Uusi;Kunta\r\n", "rivi 2, sarake Q"),
        (b"id;alternative;decision\r\n;Uusi;ehka\r\n", "rivi 2, sarake decision"),
    ],
)
def test_csv_faults_name_row_and_column(data: bytes, place: str) -> None:
    """A wrong cell refuses the whole file and says where it is."""
    with pytest.raises(Invalid) as caught:
        exchange.read_csv(by_hand(), data)
    assert [fault.place for fault in caught.value.faults] == [place]
    with pytest.raises(Invalid, match=r"Tuntemattomat: nimi"):
        exchange.read_csv(by_hand(), b"id;alternative;nimi\r\n")


def wide_tree() -> Board:
    """Three levels (five, four and three answers) and an alternative at the end of each of the 60 ways, with effects and ratings."""
    levels = [
        [item(f"x{level}{n}", "answer", f"Vastaus {level}.{n}: hyvinvointialue sopii hinnasta") for n in range(count)]
        for level, count in enumerate((5, 4, 3))
    ]
    columns = tuple(item(f"q{level}", "question", f"Kuka päättää {level}?") for level in range(3))
    criteria = tuple(item(f"k{n}", "criterion", f"Kriteeri {n}") for n in range(4))
    items: list[Item] = [
        item("r", "root", "Hinnoittelun lähtökohta"),
        *columns,
        *criteria,
        *levels[0],
        *levels[1],
        *levels[2],
    ]
    links = [link("answer_to", one.id, f"q{level}") for level, row in enumerate(levels) for one in row]
    for number, way in enumerate(product(*levels)):
        alternative = item(
            f"a{number:02}", "alternative", f"Vaihtoehto {number + 1}", decision="excluded" if number else "chosen",
            reason=f"Perustelu {number + 1}: ei kata kaikkia palveluja eikä ole asiakkaan kannalta selkeä",
        )  # fmt: skip
        effects = [item(f"e{number:02}{n}", "effect", f"Vaikutus {number + 1}.{n} asiakkaan arkeen", sign="+") for n in range(3)]  # fmt: skip
        items += [alternative, *effects]
        links += [link("takes", alternative.id, one.id) for one in way]
        links += [link("effect_of", effect.id, alternative.id) for effect in effects]
        links += [link("rated", alternative.id, criterion.id, sign="+/-") for criterion in criteria]
    return Board(
        id="t", title="Hinta", method="pricing_tree", items=tuple(items), links=tuple(links),
        labels=labels_of(PRICING_TREE, "fi"), package="kehittamo_pricing_tree", language="fi",
    )  # fmt: skip


@pytest.mark.parametrize("draw", [drawing.effects_view, drawing.choice_view])
def test_sixty_alternatives_stay_readable_part_by_part(draw: Any) -> None:
    """Every alternative is a part with its whole card and its way; nothing overlaps, no word is shortened or left out."""
    board = wide_tree()
    scene = draw(board)
    check_scene("wide", scene)
    assert not any(box.shortened for box in scene.boxes)
    # No page of paper and nobody who scrolls is without the headings: a cut between two trees crosses nothing.
    heads = sorted(shape.y for shape in scene.shapes if isinstance(shape, Words) and shape.text == "Kuka päättää 1?")
    assert len(heads) > 4
    cards = [shape for shape in scene.shapes if isinstance(shape, Area) and shape.item]
    for top, bottom in pairwise([*heads, scene.bounds[1] + scene.bounds[3] + 18]):
        inside = [card for card in cards if top < card.y < bottom]
        assert inside
        assert max(card.y + card.height for card in inside) - top < 266  # A3 at 8 points
        assert all(
            bottom - 14 > line_y
            for line in scene.shapes
            if isinstance(line, Connector)
            for _, line_y in line.points
            if top < line_y < bottom
        )
    # As the report cuts it: each page holds headings, and no card and no tree is cut.
    for page in paper.parts(scene, paper.READABLE / 3.0, 40.0)[1]:
        cut = (page.y, page.y + page.height)
        assert any(cut[0] <= y < cut[1] - 5 for y in heads), page
        assert not any(
            area.y < edge < area.y + area.height for area in scene.shapes if isinstance(area, Area) for edge in cut
        ), page
    words = " ".join(shape.text for shape in scene.shapes if isinstance(shape, Words))
    said = "Perustelu {}:" if draw is drawing.choice_view else "Vaikutus {}.2"
    assert all(said.format(number) in words for number in range(1, 61))
    shown = [piece for piece in pieces(scene) if piece.number]
    assert len(shown) == 60  # one alternative at a time, none cut into several pieces
    for piece, part in zip(shown, scene.parts, strict=True):
        # The big screen gives a drawing 1824 x 820 pixels: the words are at least 28 of them high.
        assert min(1824 / piece.width, 820 / piece.height) * 3.0 >= 28
        assert part.label in " ".join(shape.text for shape in scene.only(part).shapes if isinstance(shape, Words))
