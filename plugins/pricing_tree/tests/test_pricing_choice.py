"""Choosing in a decision tree: dominance against brute force, weights by hand, conditions, decisions as acts, services."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehittamo_core.api import (
    Area,
    Board,
    Box,
    Change,
    Connector,
    Invalid,
    Item,
    Link,
    Scene,
    Spread,
    Stroke,
    Table,
    Words,
)
from kehittamo_core.picture import labels_of
from kehittamo_core.testing import random_board
from kehittamo_pricing_tree import (
    PRICING_TREE,
    actions,
    chapter,
    drawing,
    exchange,
    insights,
    rules,
    services,
    tree,
    weights,
)


def item(id_: str, kind: str, text: str = "", **values: Any) -> Item:
    """An item whose short id is its id in capitals."""
    return Item(id=id_, kind=kind, code=id_.upper(), values={"text": text, **values})


def link(kind: str, source: str, target: str, **values: Any) -> Link:
    """A link between two items."""
    return Link(id=f"{kind}-{source}-{target}", kind=kind, source=source, target=target, values=values)


def board(items: tuple[Item, ...], links: tuple[Link, ...] = (), **given: Any) -> Board:
    """A Finnish board of the method."""
    return Board(
        id="t", title="Hinta", method="pricing_tree", items=items, links=links, labels=labels_of(PRICING_TREE, "fi"),
        package="kehittamo_pricing_tree", language="fi", settings=given,
    )  # fmt: skip


def rated(signs: dict[str, str], **given: Any) -> Board:
    """Alternatives rated on criteria k1, k2, ... with the signs of a word such as "+0-"; the first is chosen."""
    count = len(next(iter(signs.values())))
    points = given.pop("points", (None,) * count)
    criteria = tuple(
        item(f"k{number}", "criterion", f"Kriteeri {number}", **({} if swing is None else {"swing": swing}))
        for number, swing in enumerate(points, 1)
    )
    alternatives = tuple(
        item(name, "alternative", name, decision="chosen" if number == 0 else "open")
        for number, name in enumerate(signs)
    )
    links = tuple(
        link("rated", name, f"k{number}", sign={"+": "+", "0": "+/-", "-": "-"}[sign])
        for name, word in signs.items()
        for number, sign in enumerate(word, 1)
    )
    return board((*criteria, *alternatives), links, **given)


WEIGHED = {"weights": True, "value_plus": 1, "value_even": 0.5, "value_minus": 0}


def test_weights_by_hand() -> None:
    """a is + on the first criterion and − on the second, b the other way round: a wins where the first weighs at least a half.

    Points 100 and 50 make the weights 2/3 and 1/3; a is worth 2/3, b 1/3. With two criteria the grid has 21 points in steps of 5 %;
    the first criterion weighs 50-100 % on 11 of them, and on one of these the two are equal, so b is as good as any on 11 too.
    """
    found = weights.weighing(rated({"a": "+-", "b": "-+"}, points=(100, 50), **WEIGHED))
    assert found is not None
    assert found.weights == (Fraction(2, 3), Fraction(1, 3))
    assert [(one.id, total) for one, total in found.order] == [("a", Fraction(2, 3)), ("b", Fraction(1, 3))]
    assert (found.steps, found.points) == (20, 21)
    assert dict(found.wins) == {"a": 11, "b": 11}
    assert found.range_of(found.alternatives[0], 0) == (Fraction(1, 2), Fraction(1))
    assert found.range_of(found.alternatives[1], 0) == (Fraction(0), Fraction(1, 2))


@pytest.mark.parametrize(
    "given",
    [
        {"weights": False},
        {"value_plus": None},
        {"value_even": 1},
        {"points": (100, None)},
        {"points": (0, 0)},
    ],
)
def test_weights_are_never_guessed(given: dict[str, Any]) -> None:
    """Off, without stated values of the signs in their order, or without a weight for each criterion: nothing is computed."""
    tried = rated({"a": "+-", "b": "-+"}, **{"points": (100, 50), **WEIGHED, **given})
    assert weights.weighing(tried) is None
    assert list(insights.what_weights_tell(tried)) == []
    texts = [block.caption for block in chapter.write_chapter(tried, ()).blocks if isinstance(block, Table)]
    assert "Kriteerien painot" not in texts
    assert bool(list(rules.weights_without_values(tried))) == (given.get("weights", True))


def test_the_grid_is_printed_with_what_it_says() -> None:
    """The chapter prints points, values of the signs, the number of combinations and the share of each alternative."""
    tried = rated({"a": "+-", "b": "-+"}, points=(100, 50), **WEIGHED)
    blocks = chapter.write_chapter(tried, tuple(insights.find_insights(tried))).blocks
    words = " ".join(str(block) for block in blocks)
    assert "+ = 1; +/− = 0,5; − = 0" in words
    assert "21 yhdistelmää, kriteerejä 2" in words
    assert "50 % – 100 %" in words
    assert "52,4 %" in words
    [told] = insights.what_weights_tell(tried)
    assert "A a on vähintään yhtä hyvä kuin muut 11 painojen yhdistelmällä 21:sta" in told.finding


SIGNS = st.sampled_from(("+", "0", "-"))


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(1, 4), st.integers(2, 6))
def test_dominance_equals_brute_force(data: st.DataObject, criteria: int, count: int) -> None:
    """An alternative dominates another exactly where no criterion speaks against it and one speaks for it."""
    rank = {"-": 0, "0": 1, "+": 2}
    signs = {f"a{number}": "".join(data.draw(SIGNS) for _ in range(criteria)) for number in range(count)}
    tried = rated(signs)
    for one, other in product(tried.of("alternative"), repeat=2):
        pairs = [(rank[a], rank[b]) for a, b in zip(signs[one.id], signs[other.id], strict=True)]
        wanted = min(a - b for a, b in pairs) >= 0 and max(a - b for a, b in pairs) > 0
        assert tree.dominates(tried, one, other) == wanted
    beaten = {worse.id for _, worse in tree.dominated(tried, tree.remaining(tried))}
    assert beaten == {
        worse.id
        for worse in tried.of("alternative")
        if any(tree.dominates(tried, better, worse) for better in tried.of("alternative"))
    }


@settings(max_examples=40, deadline=None)
@given(st.data(), st.integers(1, 4), st.integers(2, 5))
def test_every_point_of_the_grid_has_a_winner(data: st.DataObject, criteria: int, count: int) -> None:
    """On each combination somebody is best; whoever is dominated never wins alone; equals win together."""
    signs = {f"a{number}": "".join(data.draw(SIGNS) for _ in range(criteria)) for number in range(count)}
    found = weights.weighing(rated(signs, points=(10,) * criteria, **WEIGHED))
    assert found is not None
    assert sum(found.wins.values()) >= found.points
    assert max(found.wins.values()) <= found.points
    for one, other in product(signs, repeat=2):
        if signs[one] == signs[other]:
            assert found.wins[one] == found.wins[other]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 10_000), st.sampled_from((6, 20, 60)))
def test_columns_align_and_every_alternative_has_one_path(seed: int, size: int) -> None:
    """Both views stand on the same columns; each alternative is drawn once and takes at most one answer to a question."""
    tried = random_board(PRICING_TREE, seed, size)
    columns = []
    for view in (drawing.effects_view, drawing.choice_view):
        scene = view(tried)
        heads = [shape for shape in scene.shapes if isinstance(shape, Words) and shape.y == 0.0]
        columns.append([*((round(head.x, 3), head.text) for head in heads[:-1]), (round(heads[-1].x, 3), "")])
        answers = [
            shape for shape in scene.shapes if isinstance(shape, Box) and shape.item and shape.item.kind == "answer"
        ]
        offsets = {round(head.x, 3) for head in heads}
        used = {answer.id for branch in tree.branches(tried) for answer in branch.answers if answer is not None}
        assert all(round(box.x, 3) in offsets for box in answers if box.item and box.item.id in used)
        _each_card_has_one_way(scene)
    assert columns[0] == columns[1]
    branches = tree.branches(tried)
    assert sorted(branch.alternative.id for branch in branches) == sorted(one.id for one in tried.of("alternative"))


def _each_card_has_one_way(scene: Scene) -> None:
    """Followed backwards along the lines every card has one way: no box and no card is entered by two."""
    into: dict[Any, list[Any]] = {}
    for line in scene.shapes:
        if isinstance(line, Connector):
            into.setdefault(line.points[-1], []).append(line.points[0])
    assert [came for came in into.values() if len(came) > 1] == []
    out_of = {box.port("right"): box.port("left") for box in scene.boxes}
    root = {box.port("right") for box in scene.boxes if box.item and box.item.kind == "root"}
    for card in (shape for shape in scene.shapes if isinstance(shape, Area) and shape.item):
        at, seen = (card.x, card.y + card.height / 2), 0
        while at in into:
            (start,), seen = into[at], seen + 1
            at = out_of[start]
            assert seen < 99
            if not root or start in root:
                break
        assert not root or (seen and start in root)


class Rank:
    """A rank that can be compared and nothing else: adding, averaging or counting with it fails."""

    def __init__(self, place: int) -> None:
        self._place = place

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rank) and self._place == other._place

    def __ge__(self, other: "Rank") -> bool:
        return self._place >= other._place

    def __hash__(self) -> int:
        return hash(self._place)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 10_000))
def test_no_sign_is_ever_summed(seed: int) -> None:
    """With ranks that only compare, everything is told just as before; and what is told is never more than the signs' order."""
    tried = random_board(PRICING_TREE, seed, 40)
    tried = replace(tried, settings={**tried.settings, "weights": False})

    def told() -> list[str]:
        found = tuple(insights.find_insights(tried))
        return [
            *(one.finding for one in found),
            repr(chapter.write_chapter(tried, found)),
            repr(drawing.choice_view(tried).alt),
        ]

    usual = told()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "RANK", {sign: Rank(place) for sign, place in tree.RANK.items()})
        assert told() == usual


def test_a_broken_condition_rules_out_with_itself_as_the_reason() -> None:
    """Nobody wrote a reason; the condition is the reason, in the drawing and the chapter, and the rule asks for no other."""
    items = (
        item("a", "alternative", "A"), item("b", "alternative", "B"), item("o", "condition", "Hyväksytty tuottaja"),
    )  # fmt: skip
    tried = board(items, (link("meets", "a", "o", met="no"), link("meets", "b", "o", met="yes")))
    assert [tree.decision(tried, one) for one in tried.of("alternative")] == ["excluded", "open"]
    assert tree.reason(tried, tried.of("alternative")[0]) == "Ei täytä ehtoa: Hyväksytty tuottaja."
    assert list(rules.decision_without_reason(tried)) == []
    assert [one.id for one in tree.remaining(tried)] == ["b"]
    drawn = " ".join(shape.text for shape in drawing.choice_view(tried).shapes if isinstance(shape, Words))
    assert "Ei täytä ehtoa: Hyväksytty tuottaja." in drawn
    assert "Ei täytä ehtoa: Hyväksytty tuottaja." in " ".join(
        str(part) for part in chapter.write_chapter(tried, ()).blocks
    )


def test_a_decision_is_an_act_and_the_earlier_one_is_kept() -> None:
    """Choosing B opens A again; what was decided of A stays with who, when and why."""
    first = item(
        "a", "alternative", "A", decision="chosen", reason="Selkein", decided="2018-03-01", decided_by="Ryhmä 2"
    )
    tried = board((first, item("b", "alternative", "B")))
    made = actions.decide(
        tried, {"alternative": "b", "decision": "chosen", "reason": "Halvin", "decided": "2018-03-28"}
    )
    assert made.changes == (
        Change(
            id="b",
            values={"decision": "chosen", "reason": "Halvin", "decided": "2018-03-28", "decided_by": None, "earlier": []},
        ),
        Change(
            id="a",
            values={
                "decision": "open", "reason": "", "decided": None, "decided_by": None,
                "earlier": ["valittu (1.3.2018, Ryhmä 2): Selkein"],
            },
        ),
    )  # fmt: skip
    for wrong, told in (
        ({"alternative": "C", "decision": "chosen"}, "A A, B B"),
        ({"alternative": "a", "decision": "x"}, ""),
    ):
        with pytest.raises(Invalid) as refused:
            actions.decide(tried, wrong)
        assert told in str(refused.value.values)


def test_how_people_rated_alone_stands_beside_what_they_agreed_on() -> None:
    """Figures and a bar of their shares in the drawing, words in the chapter, and where they went both ways; no average."""
    told = rated({"a": "+", "b": "-"})
    told = replace(told, spreads=(
        Spread(kind="rated", source="a", target="k1", field="sign", counts=(("-", 3), ("+", 1))),
        Spread(kind="rated", source="b", target="k1", field="sign", counts=(("-", 2),)),
    ))  # fmt: skip
    scene = drawing.choice_view(told)
    drawn = [shape.text for shape in scene.shapes if isinstance(shape, Words) and shape.text.startswith("Yksin")]
    assert drawn == ["Yksin: + 1, +/− 0, − 3", "Yksin: + 0, +/− 0, − 2"]
    bars = [
        (shape.role, shape.points[1][0] - shape.points[0][0]) for shape in scene.shapes if isinstance(shape, Stroke)
    ]
    assert [role for role, _ in bars] == ["spruce", "rust", "rust"]
    assert [length / bars[2][1] for _, length in bars] == pytest.approx([0.25, 0.75, 1])
    written = repr(chapter.write_chapter(told, ()).blocks)
    assert "+ paranee: 1, +/− ei selvää muutosta: 0, − heikkenee: 3" in written
    [found] = insights.people_differ(told)
    assert "1 arviossa: A a, Kriteeri 1 (+ paranee: 1, − heikkenee: 3)" in found.finding
    assert tree.ratings(told, told.of("alternative")[0]) == {"k1": "+"}
    assert list(insights.people_differ(replace(told, spreads=told.spreads[1:]))) == []


def test_a_difference_of_sign_and_rating_is_told_until_a_note_keeps_both() -> None:
    """The rule asks; with a note it is quiet, and the drawing and the chapter go on telling both signs and the note."""
    items = (
        item("a", "alternative", "A"),
        item("k", "criterion", "Kustannukset"),
        item("e", "effect", "Kallistuu", sign="-"),
    )
    for note in ("", "Vaikutus puhuu ensimmäisestä vuodesta"):
        links = (
            link("effect_of", "e", "a"),
            link("concerns", "e", "k"),
            link("rated", "a", "k", sign="+", differs=note),
        )
        tried = board(items, links)
        asked = [problem.message for problem in rules.views_disagree(tried)]
        assert asked == ([] if note else ["A, Kustannukset: vaikutuksen merkki on −, mutta arvio on +. Kumpi pitää?"])
        drawn = " ".join(shape.text for shape in drawing.choice_view(tried).shapes if isinstance(shape, Words))
        assert "Vaikutuksissa toisin: E −" in drawn
        written = repr(chapter.write_chapter(tried, ()).blocks)
        assert all(word in written for word in ("E −", "Kustannukset +", note or "Syytä ei ole sanottu"))


def test_where_the_chosen_one_leads_is_printed() -> None:
    """A step of the path and the trial that links across boards tie to it, by their short ids."""
    elsewhere = {"method": "service_path", "board": "polku"}
    linked = (
        Item(id="s", kind="step", code="V-3", values={"text": "Budjetin raamit"}, **elsewhere),
        Item(id="t", kind="trial", code="KO-1", values={"text": "Kokeilu"}, **elsewhere),
    )
    tried = replace(
        board((item("a", "alternative", "A", decision="chosen", reason="Selkein"),)), linked=linked,
        links=(Link(id="x", kind="realises", method="service_path", source="a", target="t"), Link(id="y", kind="thread", method="core", source="s", target="a")),
    )  # fmt: skip
    assert "KO-1 Kokeilu; V-3 Budjetin raamit" in repr(chapter.write_chapter(tried, ()).blocks)


def test_services_are_compared_only_for_the_same_thing() -> None:
    """Cheaper and at least as good beats; another unit is not compared; a missing price is asked for."""
    offered = (
        item("s1", "service", "Käynti A", price=80, unit="Käynti", quality=70),
        item("s2", "service", "Käynti B", price=95, unit=" käynti ", quality=60),
        item("s3", "service", "Kuukausi", price=20, unit="kuukausi", quality=90),
        item("s4", "service", "Hinta puuttuu", unit="käynti", quality=90),
        item("f1", "feedback", "Jono lyhyt", when="2018-01-10", grade=60, number=12),
        item("f2", "feedback", "Parempi", when="2018-06-10", grade=75, number=9),
        item("f3", "feedback", "Ei päivää", grade=10),
    )
    tried = board(offered, tuple(link("feedback_on", one, "s1") for one in ("f1", "f2", "f3")), services=True)
    assert [(better.id, worse.id) for better, worse in services.beaten(tried)] == [("s1", "s2")]
    assert [problem.items[0].id for problem in rules.service_without_price_or_quality(tried)] == ["s4"]
    [changed] = insights.feedback_changes(tried)
    assert changed.finding == "Tyytyväisyys palveluun S1 Käynti A muuttui arvosta 60 arvoon 75 (10.1.2018 – 10.6.2018)."
    assert "Viimeksi vastanneita: 9." in str(changed.limit)
    words = " ".join(str(block) for block in chapter.write_chapter(tried, ()).blocks)
    for word in ("Ei päivää", "Kuukausi", "Hinta puuttuu", "kuukausi"):
        assert word in words


def test_the_market_dialogue_prints_its_participants_as_an_annex() -> None:
    """The banner's sentence, what was said and by whom, and the list that goes with the tender documents."""
    tried = board(
        (item("m", "said", "Kotikäynnit onnistuvat", about="Kotikäynti"), item("p", "participant", "Aino", organisation="Yritys Oy", met="2018-02-01")),
        (link("told_by", "m", "p"),),
        market_dialogue=True,
    )  # fmt: skip
    words = " ".join(str(block) for block in chapter.write_chapter(tried, ()).blocks)
    assert "Liite: markkinavuoropuhelun osallistujat" in words
    for word in ("Kotikäynnit onnistuvat", "Yritys Oy", "1.2.2018", "liikesalaisuuksia"):
        assert word in words
    priced = replace(tried, items=(*tried.items, item("a", "alternative", "Salainen vaihtoehto")))
    annex = exchange.write_annex(priced).decode("utf-8-sig")
    assert "Osallistuja;Aino;Yritys Oy;;1.2.2018;;" in annex
    assert "Mitä sanottiin;Kotikäynnit onnistuvat;;;;Kotikäynti;Aino" in annex
    assert "Salainen" not in annex
    empty = replace(tried, items=tried.items[:1], links=())
    assert "Osallistujaluettelossa ei ole vielä ketään" in " ".join(
        str(part) for part in chapter.write_chapter(empty, ()).blocks
    )
