"""What answers a pain from another board: linked from either end, seen at both, and on the profiles' board that shows the pain."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from kehittamo_core.database import models as m
from kehittamo_core.loading import load_plugins
from kehittamo_core.picture import board_from_document
from kehittamo_core.workshop.boards import build_board
from kehittamo_empathy_map import rules
from kehittamo_empathy_map.chapter import write_chapter
from kehittamo_empathy_map.insights import find_insights, unanswered
from kehittamo_empathy_map.reading import across

PLUGINS = load_plugins()


def five_boards() -> dict[str, Any]:
    """Profiles on one board, two pains about them and one about nobody on a map, services, a path and a chain."""

    def board(id_: str, method: str, *items: tuple[str, str, str], **more: Any) -> dict[str, Any]:
        made = [{"id": key, "kind": kind, "values": {"text": text}} for key, kind, text in items]
        return {"id": id_, "method": method, "title": id_.title(), "items": made, **more}

    maps: dict[str, Any] = {"version": 2}
    return {
        "format": "kehittamo", "version": 1, "programme": {"id": "ohjelma", "title": "Ohjelma", "languages": ["fi"]},
        "boards": [
            board("profiilit", "empathy_map", ("alfa", "profile", "Alfa"), settings={"shows": "profiles"}, **maps),
            board(
                "kartta", "empathy_map", ("jono", "pain", "Jono on pitkä"), ("lomake", "pain", "Lomake on vaikea"), ("muu", "pain", "Muu huoli"),
                settings={"shows": "map"}, **maps,
            ),
            board("palvelut", "empathy_map", ("chat", "service", "Iltachat"), settings={"shows": "profiles"}, **maps),
            board("polku", "service_path", ("soitto", "meeting", "Takaisinsoitto")),
            board("ketju", "impact_chain", ("yksi-luukku", "solution", "Yksi luukku")),
        ],
        "links": [
            {"id": f"{pain}-alfa", "method": "empathy_map", "kind": "about", "source": pain, "target": "alfa"}
            for pain in ("jono", "lomake")
        ],
    }  # fmt: skip


@pytest.fixture
def boards(empty_database: Path, tmp_path: Path) -> Iterator[Any]:
    """The five boards behind their forms."""
    from plugins.empathy_map.tests.conftest import opened

    with opened(empty_database, tmp_path, five_boards()) as screens:
        yield screens


def words(html: str) -> str:
    """A page's text."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def link(screens: Any, board: str, element: str, choice: str, end: str) -> None:
    """Link as the panel's form does: the end must be among those that it offers."""
    path = f"/b/{screens.boards[board]}/items/{key(screens, element)}/links"
    form = screens.ask("expert", "GET", f"{path}/new?choice={choice}").text
    assert f'value="{key(screens, end)}"' in form, words(form)
    answer = screens.ask("expert", "POST", path, data={"choice": choice, "end": key(screens, end)})
    assert answer.status_code == 200, answer.text


def key(screens: Any, name: str) -> str:
    """An element's id by its id in the file."""
    return str(screens.database.now(lambda session: session.query(m.Element.id).filter(m.Element.key == name).scalar()))


def seen(screens: Any, board: str, role: str = "expert") -> dict[str, list[str]]:
    """The pains that somebody sees across the profiles of a board, each with the words of its answers."""
    found = screens.database.now(lambda session: build_board(session, PLUGINS, screens.boards[board], role))
    return {one.item.text: [answer.text for answer in one.answers] for one in across(found, "pain")}


def told(screens: Any, board: str) -> int:
    """How many changes elsewhere those who look at a board have been told of."""
    room = f"board:{screens.boards[board]}"
    return int(screens.database.now(lambda session: session.query(m.Event).filter_by(room=room, kind="echo").count()))


def test_an_answer_is_linked_from_either_end_and_seen_at_both(boards: Any) -> None:
    """A meeting eases a pain from its own panel; a solution and a service answer from the pain's: each board tells all of it."""
    assert seen(boards, "profiilit") == {"Jono on pitkä": [], "Lomake on vaikea": []}
    before = {board: told(boards, board) for board in ("profiilit", "kartta", "polku")}
    link(boards, "polku", "soitto", "service_path:eases:out", "jono")
    for board, count in before.items():
        assert told(boards, board) > count, f"who looks at {board} is told"
    link(boards, "kartta", "jono", "empathy_map:answers:in", "chat")
    link(boards, "kartta", "muu", "impact_chain:answers:in", "yksi-luukku")
    link(boards, "ketju", "yksi-luukku", "empathy_map:answers:out", "jono")
    answers = ["Iltachat", "Takaisinsoitto", "Yksi luukku"]
    for board, more in (("profiilit", {}), ("kartta", {"Muu huoli": ["Yksi luukku"]})):
        shown = {pain: sorted(found) for pain, found in seen(boards, board).items()}
        assert shown == {"Jono on pitkä": answers, "Lomake on vaikea": [], **more}
    for board, element, other in (
        ("kartta", "jono", "Takaisinsoitto"), ("polku", "soitto", "Jono on pitkä"), ("palvelut", "chat", "Jono on pitkä"),
        ("ketju", "yksi-luukku", "Muu huoli"),
    ):  # fmt: skip
        panel = boards.ask("expert", "GET", f"/b/{boards.boards[board]}/items/{key(boards, element)}").text
        assert other in words(panel.split(f'id="sl-{key(boards, element)}"')[1].split("</section>")[0])
    drawn = words(boards.ask("expert", "GET", f"/b/{boards.boards['profiilit']}/drawing/across.svg").text)
    codes = [item["code"] for board in boards.archive()["boards"] for item in board["items"] if item["id"] in ("soitto", "chat", "yksi-luukku")]  # fmt: skip
    assert len(codes) == 3
    assert all(code in drawn for code in codes)

    archive = boards.archive()
    for name in ("profiilit", "kartta"):
        board = board_from_document(archive, PLUGINS.methods, name)
        printed = repr(write_chapter(board, tuple(find_insights(board))))
        assert all(answer in printed for answer in answers), "the report says what the screen says"
        said = [one.finding for one in unanswered(board)]
        assert said[0].startswith(
            f"Kipupisteistä {'1/2' if name == 'profiilit' else '2/3'} on saanut vastauksen. Mikään ei vielä"
        )
        assert "Lomake on vaikea" in said[0]
        assert "Jono" not in said[0]
    named = [
        problem.message
        for problem in rules.pain_without_answer(board_from_document(archive, PLUGINS.methods, "kartta"))
    ]
    assert [("Lomake" in one) for one in named] == [True]

    # renamed, deleted, hidden: the profiles' board follows
    before["profiilit"] = told(boards, "profiilit")
    row = next(one for one in archive["links"] if one["kind"] == "eases")
    answer = boards.ask("expert", "POST", f"/b/{boards.boards['polku']}/items/{key(boards, row['id'])}/remove")
    assert answer.status_code in (200, 303), answer.text
    assert told(boards, "profiilit") > before["profiilit"]
    assert sorted(seen(boards, "profiilit")["Jono on pitkä"]) == ["Iltachat", "Yksi luukku"]
    hidden = boards.ask("facilitator", "POST", f"/b/{boards.boards['ketju']}/shown", data={"restricted": "1"})
    assert hidden.status_code == 200
    assert seen(boards, "profiilit")["Jono on pitkä"] == ["Iltachat"]
    assert "Yksi luukku" in seen(boards, "profiilit", "facilitator")["Jono on pitkä"]


def test_a_wrong_answer_is_refused_with_a_reason(boards: Any) -> None:
    """A profile answers nothing; the sentence says what does."""
    path = f"/b/{boards.boards['kartta']}/items/{key(boards, 'jono')}/links"
    answer = boards.ask("expert", "POST", path, data={"choice": "empathy_map:answers:in", "end": key(boards, "alfa")})
    assert answer.status_code >= 400
    assert "Ratkaisu, vaihe tai palvelu vastaa kipupisteeseen" in words(answer.text)
