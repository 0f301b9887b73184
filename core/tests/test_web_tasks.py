"""Tasks over HTTP: prepared with a form, opened, shown on the boards of the tables, and moved on at the bell."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.tests import web_kit
from core.tests.web_kit import World, words
from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.workshop import hall_commands as h
from kehittamo_core.workshop import hidden_commands as hc
from kehittamo_core.workshop import joining
from kehittamo_core.workshop.carrying import execute

PAGE = "/p/{programme}/activities"


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path) as world:
        seat(world, "Aino", "r1")
        seat(world, "Eero", "r2")
        yield world


def seat(world: World, name: str, group: str) -> None:
    def move(session: object) -> None:
        for row in session.query(m.Participant).filter_by(name=name):  # type: ignore[attr-defined]
            if row.programme_id == world.ids["programme"]:
                row.group_id = world.ids[f"group_{group}"]

    world.database.now(move)


def prepared(world: World, **more: object) -> str:
    form = {"title": "Palvelupolun vaiheet", "number": "3", "start": "sampler/", "instruction": "Mitä asiakas tekee itse?",
            "plain": "Mitä sinä teet?", "stage": "v1", "minutes": "45", **more}  # fmt: skip
    answer = world.post("facilitator", PAGE, form)
    assert answer.status_code == 303, words(answer.text)
    return str(answer.headers["location"].rpartition("-")[2])


def control(world: World, command: type, **parts: object) -> None:
    def carry(session: object) -> None:
        who = joining.account_named(session, "Mikko", "facilitator")  # type: ignore[arg-type]
        execute(session, world.app.state.plugins, who, command(command_id=new_id(), programme=world.ids["programme"], **parts))  # type: ignore[arg-type]  # fmt: skip

    world.database.now(carry)


def board_for(world: World, role: str) -> str:
    answer = world.get(role, "/p/{programme}/now")
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_a_task_is_prepared_changed_moved_and_removed_by_its_form(world: World) -> None:
    page = world.get("facilitator", PAGE + "?new=v1&preset=1-2-all").text
    assert 'value="pairs" selected' in page
    assert all(word in words(page) for word in ("Selkokielinen ohje", "ryhmän nimissä", "jokaisella pöydällä oma"))
    one = prepared(
        world, **{"round.0.kind": "alone", "round.0.minutes": "2,5", "round.1.kind": "pairs", "groups": ["r1"]}
    )
    two = prepared(
        world, title="Ryhmät esittelevät", number="4", start="", hidden="1", signing="anonymous", boards="b-yhteinen"
    )
    listed = words(world.get("facilitator", PAGE).text)
    assert "3. Palvelupolun vaiheet ei vielä avattu 45 min · yksin 2,5 min → pareittain · ryhmän nimissä" in listed
    assert "ensin yksin, paljastetaan myöhemmin · nimettömänä" in listed

    wrong = world.post(
        "facilitator", f"{PAGE}/{one}", {"title": " ", "minutes": "monta", "start": "sampler/", "plain": "Säily"}
    )
    assert wrong.status_code == 422
    beside = dict(re.findall(r'id="err-(\w+)" role="alert">.*?</svg> (.*?)</span>', wrong.text))
    assert beside == {
        "title": "Kirjoita ensin nimi.",
        "minutes": "monta ei käy tähän (Minuutit): anna luku, enintään 720.",
    }
    assert 'value="monta"' in wrong.text
    assert ">Säily</textarea>" in wrong.text

    assert world.post("facilitator", f"{PAGE}/{two}", {"step": "up"}).status_code == 303
    listed = words(world.get("facilitator", PAGE).text)
    assert listed.index("3. Ryhmät esittelevät") < listed.index("4. Palvelupolun vaiheet")
    assert world.post("facilitator", f"{PAGE}/{two}/remove").status_code == 303
    assert "Ryhmät esittelevät" not in words(world.get("facilitator", PAGE).text)
    assert "Palvelupolun vaiheet" not in world.get("expert", "/p/{programme}/now").text


def test_people_come_to_their_tables_board_and_are_told_the_task_before_they_write(world: World) -> None:
    one = prepared(world, start="copy:b-oma", **{"round.0.kind": "alone", "round.1.kind": "group"})
    assert "Mikään tehtävä ei ole nyt auki" in words(world.get("expert", "/p/{programme}/now").text)
    control(world, h.MoveActivity, activity=one, state="open")
    aino, eero = board_for(world, "expert"), board_for(world, "secretary")
    assert aino != eero
    shown = world.get("expert", aino).text
    head = words(shown[shown.index('class="task"') : shown.index("</section>")])
    for part in ("Tehtävä 3 avoin", "yksin", "Palvelupolun vaiheet", "Mitä asiakas tekee itse?", "Mitä sinä teet?"):
        assert part in head
    assert "Kirjoitat ryhmän" in head
    assert "is-plain" in world.get("expert", aino, cookie="plain=1").text
    # The model's note came along without its author or votes, and each table has its own copy.
    assert words(shown).count("Oma") >= 1
    assert world.one("select count(*) from element where board_id = ? and author_id is null", aino[3:35]) == 1
    assert world.post("expert", f"{aino}/items", {"zone": "left", "text": "Kartoitus"}).status_code == 303
    assert "Kartoitus" not in world.get("secretary", eero).text

    control(world, h.MoveActivity, activity=one, state="locked")
    shut = world.post("expert", f"{aino}/items", {"zone": "left", "text": "Myöhässä"})
    assert shut.status_code == 409
    assert "lukittu" in words(shut.text)
    assert "Lukittu" in words(world.get("expert", "/p/{programme}/now?stay=1").text)


def test_tables_move_on_and_write_where_they_are(world: World) -> None:
    one = prepared(world, rotates="1")
    control(world, h.MoveActivity, activity=one, state="open")
    home = {role: board_for(world, role) for role in ("expert", "secretary")}
    assert (
        world.post("expert", f"{home['secretary']}/items", {"zone": "left", "text": "Liian aikaisin"}).status_code
        == 403
    )
    control(world, h.NextRound, activity=one)
    assert board_for(world, "expert") == home["secretary"]
    assert board_for(world, "secretary") == home["expert"]
    assert world.post("expert", f"{home['secretary']}/items", {"zone": "left", "text": "Vieraissa"}).status_code == 303
    away = words(world.get("expert", home["expert"]).text)
    assert "työskentelee nyt toisella työpohjalla" in away
    assert "data-quick-add" in world.get("expert", home["secretary"]).text
    control(world, h.NextRound, activity=one)
    assert board_for(world, "expert") == home["expert"]
    assert (
        world.post("expert", f"{home['secretary']}/items", {"zone": "left", "text": "Liian myöhään"}).status_code == 403
    )


def test_notes_of_all_tables_are_gathered_and_taken_back(world: World) -> None:
    one = prepared(world)
    control(world, h.MoveActivity, activity=one, state="open")
    aino, eero = board_for(world, "expert"), board_for(world, "secretary")
    for role, board, texts in (
        ("expert", aino, ("Asiakas varaa ajan itse verkossa", "Täysin muuta")),
        ("secretary", eero, ("Asiakkaat varaavat aikoja verkosta", "Kartoitus tehdään kotona")),
    ):
        for text in texts:
            assert world.post(role, f"{board}/items", {"zone": "left", "text": text}).status_code == 303
    ends = [world.one("SELECT owner_id FROM text WHERE plain = ?", text) for text in ("Asiakkaat varaavat aikoja verkosta", "Kartoitus tehdään kotona")]  # fmt: skip
    link = {"choice": "sampler:near:out", "end": ends[1]}
    assert world.post("secretary", f"{eero}/items/{ends[0]}/links", link).status_code == 303
    page = world.get("facilitator", "/p/{programme}/harvest").text
    many = page[page.index('class="cluster is-many"') :]
    many = many[: many.index("</fieldset>")]
    assert "Asiakas varaa ajan itse verkossa" in many
    assert "Asiakkaat varaavat aikoja verkosta" in many
    assert "Kartoitus" not in many
    picks = re.findall(r'name="pick" value="((\d+):\w+)"', page)
    alike = re.search(r'name="merge\.(\d+)"', many)
    assert alike
    chosen = [value for value, cluster in picks if cluster == alike[1]]
    chosen.append(next(value for value, _ in picks if "Kartoitus" in page[page.index(value) : page.index(value) + 200]))
    before = [world.get("facilitator", board).text for board in (aino, eero)]
    form = {
        "board": "new",
        "title": "Kooste",
        "pick": chosen,
        f"merge.{alike[1]}": "1",
        f"text.{alike[1]}": "Ajanvaraus verkossa",
    }
    answer = world.post("facilitator", "/p/{programme}/harvest", form)
    assert answer.status_code == 303, words(answer.text)
    common = answer.headers["location"]
    board = words(world.get("facilitator", common).text)
    assert "2 lappua koottiin tähän" in board
    assert all(text in board for text in ("Ajanvaraus verkossa", "Kartoitus tehdään kotona"))
    where = common[3:35]
    kept = json.loads(
        world.one("select origins from element where board_id = ? and not is_link order by order_ limit 1", where)
    )
    assert [(part["table"], part["text"]) for part in kept] == [
        ("Ryhmä 1", "Asiakas varaa ajan itse verkossa"), ("Ryhmä 2", "Asiakkaat varaavat aikoja verkosta"),
    ]  # fmt: skip
    linked = (
        "SELECT group_concat(t.plain, ' – ') FROM element l JOIN text t ON t.owner_id IN (l.source_id, l.target_id)"
        " WHERE l.is_link AND l.kind = 'near' AND l.deleted_at IS NULL AND l.board_id = ?"
    )
    assert {*world.one(linked, where).split(" – ")} == {"Ajanvaraus verkossa", "Kartoitus tehdään kotona"}
    assert "koottu jo" in words(world.get("facilitator", f"/p/{{programme}}/harvest?board={where}").text)
    notes = re.compile(r'<li id="e-.*?</li>', re.DOTALL)
    after = [world.get("facilitator", board).text for board in (aino, eero)]
    assert [notes.findall(text) for text in after] == [notes.findall(text) for text in before]
    assert world.post("facilitator", f"/b/{where}/undo").status_code == 303
    assert "Kartoitus" not in words(world.get("facilitator", f"/b/{where}").text)
    assert world.one(linked, where) is None
    assert world.post("facilitator", "/p/{programme}/harvest", {"board": where}).status_code == 422


def test_a_secretary_enters_quickly_and_a_canvas_is_printed(world: World) -> None:
    one = prepared(world)
    control(world, h.MoveActivity, activity=one, state="open")
    board = board_for(world, "secretary")
    quick = world.get("secretary", f"{board}/quick").text
    assert re.search(r'<option value="left:note">1 ', quick)
    aino = world.one("select id from participant where name = 'Aino' and programme_id = ?", world.ids["programme"])
    form = {"zone": "left:note", "text": ["Ensimmäinen rivi", "Toinen rivi"], "behalf": aino}
    answer = world.post("secretary", f"{board}/quick", form)
    assert answer.status_code == 303
    again = world.get("secretary", answer.headers["location"]).text
    assert 'value="left:note" selected' in again
    assert f'value="{aino}" selected' in again
    assert "Toinen rivi" in words(again)
    assert world.get("expert", f"{board}/quick").status_code == 403
    # Votes on paper are counted note by note on the same page, as long as a vote is open.
    assert 'value="vote"' not in again
    control(world, hc.OpenBallot, activity=one, points=3, cap=1)
    assert 'value="vote"' in world.get("secretary", f"{board}/quick").text
    world.post("facilitator", "/p/{programme}/joining", {"joining": "1"})
    code = world.one("select join_code from programme where id = ?", world.ids["programme"])
    paper = world.get("expert", f"{board}/paper").text
    shown = words(paper)
    short = world.one("select code from element where board_id = ? order by order_ desc limit 1", board[3:35])
    assert all(
        part in shown for part in ("Palvelupolun vaiheet", "Mitä asiakas tekee itse?", f"{short} Toinen rivi", code)
    )
    assert paper.count('class="a3"') == 1
    assert "<svg" in paper
    assert world.get("facilitator", f"{board}/paper?all=1").text.count('class="a3"') == 2
