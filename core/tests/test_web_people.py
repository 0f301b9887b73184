"""People over HTTP: invited by a list, reminded, seated, given links and taken them back; accounts; looking as a participant.

Long because: inviting, seating and handing links are one story, and its helpers stand beside it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.tests import web_kit
from core.tests.post_office import post_office
from core.tests.web_kit import World, words
from kehittamo_core.database import models as m
from kehittamo_core.workshop import joining

LIST = """Nimi;Organisaatio;Rooli;Sähköposti;Pöytä
Anna Aho;Kela;asiantuntija;anna@kela.example;1
"Berg; Bertta";Ry;kokemusasiantuntija;;
Cecilia;;asiakas;cecilia@k.example;Ryhmä 2
Dani;Kela;läheinen;;
Eeva;Kunta;tukihenkilö;;
Fanni;Kunta;päättäjä;;
"""
INVITE, REMIND = "/p/{programme}/people/invite", "/p/{programme}/people/remind"


@pytest.fixture
def world(sqlite_template: Path, tmp_path: Path) -> Iterator[World]:
    with web_kit.opened(sqlite_template, tmp_path) as world:
        yield world


def person(world: World, name: str) -> str:
    return str(world.one("SELECT id FROM participant WHERE name = ? AND closed_at IS NULL", name))


def links_on(html: str) -> list[str]:
    return re.findall(rf'<pre class="letter"[^>]*>[^<]*?{web_kit.BASE}(/l/[\w-]+)', html)


def cookie_of(answer: Any) -> str:
    found = re.search(r"kehittamo=([\w-]+)", answer.headers.get("set-cookie", ""))
    return f"kehittamo={found[1]}" if found else ""


# Inviting


def test_a_list_is_shown_before_anybody_is_invited_and_then_invites(world: World) -> None:
    count = world.one("SELECT count(*) FROM participant")
    seen = world.post("facilitator", INVITE, {"text": LIST})
    assert seen.status_code == 200
    assert "Kutsu 6 henkilöä" in words(seen.text)
    assert world.one("SELECT count(*) FROM participant") == count
    done = world.post("facilitator", INVITE, {"text": LIST, "invite": "1", "command_id": "once"})
    assert len(links_on(done.text)) == 6
    again = world.post("facilitator", INVITE, {"text": LIST.replace("@", "@x"), "invite": "1", "command_id": "once"})
    assert "tehtiin jo" in words(again.text)
    assert world.one("SELECT count(*) FROM participant") == count + 6
    kinds = world.one(
        "SELECT group_concat(kind) FROM (SELECT kind FROM participant WHERE invited_at IS NOT NULL ORDER BY position)"
    )
    assert kinds == "expert,experience,customer,relative,support,decider"
    assert world.one("SELECT email FROM participant WHERE name = 'Anna Aho'") == "anna@kela.example"
    tables = "SELECT g.key FROM participant p JOIN group_ g ON g.id = p.group_id WHERE p.name = ?"
    assert (world.one(tables, "Anna Aho"), world.one(tables, "Cecilia"), world.one(tables, "Dani")) == (
        "r1",
        "r2",
        None,
    )
    assert world.one("SELECT count(*) FROM participant WHERE name = 'Berg; Bertta'") == 1


def test_each_row_with_a_fault_says_what_is_wrong_and_nobody_is_invited(world: World) -> None:
    faulty = "Anna;Kela;expert;anna@k.example\n;Kela\nBo;;haamu\nCai;;;väärä\nDan;;;anna@K.example\nEmil;;;;77\nAino;Mielenpiha\n"
    count = world.one("SELECT count(*) FROM participant")
    answer = words(world.post("facilitator", INVITE, {"text": faulty, "invite": "1"}).text)
    for said in (
        "nimi puuttuu", "haamu ei ole osallistujan rooli; roolit ovat asiantuntija, asiakas, läheinen", "väärä ei ole sähköpostiosoite",
        "anna@K.example on jo rivillä 1", "77 ei ole mikään pöydistä; pöydät ovat Ryhmä 1, Ryhmä 2", "mukana on jo samanniminen",
        "5 riviä korjattava",
    ):  # fmt: skip
        assert said in answer, said
    assert world.one("SELECT count(*) FROM participant") == count
    assert world.post("facilitator", INVITE, {"text": "  \n"}).status_code == 422
    assert "enintään 500" in words(world.post("facilitator", INVITE, {"text": "Nimi\n" + "N\n" * 501}).text)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("Nimi;Organisaatio\nÄäkkö;Öljy".encode("utf-8-sig"), "Ääkkö"),
        ("Nimi;Organisaatio\nÄäkkö;Öljy".encode("cp1252"), "Ääkkö"),
        ("Organisaatio\tNimi\nÖljy\tÄäkkö".encode("utf-16"), "Ääkkö"),
        (b"Plain, Organisation", "Plain"),
        (b"<script>alert(1)</script>;x", "<script>alert(1)</script>"),
    ],
)
def test_files_of_spreadsheets_are_read_and_words_stay_words(world: World, data: bytes, name: str) -> None:
    answer = world.ask("facilitator", "POST", INVITE, files={"file": ("lista.csv", data)}, data={"text": ""})
    assert answer.status_code == 200
    assert name in words(answer.text) or "&lt;script&gt;alert(1)" in answer.text
    assert "<script>alert" not in answer.text


def test_an_invited_person_comes_by_the_link_and_only_the_late_are_reminded(world: World) -> None:
    sent = world.post("facilitator", INVITE, {"text": "Anna;Kela;;anna@k.example\nBo\nCai", "invite": "1"})
    first, second, _ = links_on(sent.text)
    shown = world.get("", first)
    assert "Jatka nimellä Anna" in words(shown.text)
    assert not cookie_of(shown)
    late = words(world.get("facilitator", "/p/{programme}/people?show=late").text)
    assert "Anna" in late
    assert "3 ihmistä" in late
    cookie = cookie_of(world.post("", first))
    assert world.get("", "/p/{programme}", cookie=cookie).status_code == 200
    reminded = world.post("facilitator", REMIND, {"send": "1", "command_id": "r1"})
    assert "Bo" in words(reminded.text)
    assert "Anna" not in words(reminded.text)
    assert len(links_on(reminded.text)) == 2
    assert "mailto:" in reminded.text
    assert world.one("SELECT count(*) FROM participant WHERE reminded_at IS NOT NULL") == 2
    one = world.post("facilitator", REMIND, {"person": person(world, "Cai")})
    assert len(links_on(one.text)) == 1
    for link in (second, links_on(one.text)[0]):
        world.post("", link)
    assert world.post("facilitator", REMIND, {}).status_code == 422


def test_mail_goes_out_where_it_is_set_and_says_whom_it_did_not_reach(world: World, unused_tcp_port: int) -> None:
    from dataclasses import replace

    world.app.state.settings = replace(
        world.app.state.settings, smtp=f"smtp://127.0.0.1:{unused_tcp_port}", mail_from="kehittamo@k.example"
    )
    with post_office(unused_tcp_port) as letters:
        answer = world.post(
            "facilitator",
            INVITE,
            {"text": "Anna;;;anna@k.example\nBo;;;bo@refused.example\nCai", "invite": "1", "send": "1"},
        )
    said = words(answer.text)
    assert "1 viesti lähetettiin" in said
    assert "sähköpostipalvelin ei ottanut sitä vastaan" in said
    assert len(links_on(answer.text)) == 2
    assert list(letters) == ["anna@k.example"]
    assert re.search(rf"{web_kit.BASE}/l/[\w-]{{20,}}", letters["anna@k.example"])
    # The mail server is gone now: nothing is lost, the letters are there to copy.
    answer = world.post("facilitator", REMIND, {"person": person(world, "Anna"), "send": "1"})
    assert len(links_on(answer.text)) == 1


# Links


def test_revoking_ends_links_and_sessions_and_a_new_link_opens(world: World) -> None:
    aino = person(world, "Aino")
    world.ids["aino"] = aino
    made = world.post("facilitator", "/p/{programme}/people/{aino}/link")
    link = re.search(rf"{web_kit.BASE}(/l/[\w-]+)", made.text)
    assert link
    cookie = cookie_of(world.post("", link[1]))
    assert world.post("facilitator", "/p/{programme}/people/{aino}/revoke").status_code == 303
    assert world.get("", "/p/{programme}", cookie=cookie).status_code == 401
    assert world.get("", link[1]).status_code == 404
    assert world.get("expert", "/p/{programme}").status_code == 401
    fresh = world.post("facilitator", "/p/{programme}/people/{aino}/link")
    again = re.search(rf"{web_kit.BASE}(/l/[\w-]+)", fresh.text)
    assert again
    assert cookie_of(world.post("", again[1]))


def test_ending_all_ones_own_sessions_leaves_one_inside_with_a_new_link(world: World) -> None:
    answer = world.post("expert", "/me/revoke")
    cookie = cookie_of(answer)
    assert world.get("expert", "/me").status_code == 401
    assert world.get("", "/me", cookie=cookie).status_code == 200
    assert re.search(rf"{web_kit.BASE}/l/[\w-]+", answer.text)


def test_a_removed_person_is_out_and_what_was_written_stays(world: World) -> None:
    world.ids["aino"] = person(world, "Aino")
    world.post("expert", "/b/{board}/items", {"zone": "left", "text": "Jää tänne"})
    assert world.post("facilitator", "/p/{programme}/people/{aino}/remove").status_code == 303
    assert world.get("expert", "/p/{programme}").status_code == 401
    assert "Jää tänne" in world.get("facilitator", "/b/{board}").text
    assert world.get("facilitator", "/p/{programme}/people/{aino}").status_code == 404


# Joining


def test_pressing_twice_makes_one_person_and_the_same_name_again_another(world: World) -> None:
    world.post("facilitator", "/p/{programme}/joining", {"joining": "1"})
    code = world.one("SELECT join_code FROM programme WHERE id = ?", world.ids["programme"])
    form = {"name": "Kaksi Kertaa", "organisation": "Kela", "command_id": "press"}
    door = re.search(r"kehittamo_door=[\w.]+", world.get("", f"/j/{code}").headers["set-cookie"])
    assert door
    first, second = (world.post("", f"/j/{code}", form, cookie=door[0]) for _ in range(2))
    assert first.status_code == second.status_code == 200
    count = "SELECT count(*) FROM participant WHERE name LIKE 'Kaksi%'"
    assert world.one(count) == 1
    assert world.get("", "/p/{programme}", cookie=cookie_of(second)).status_code == 200
    assert world.post("", f"/j/{code}", {**form, "name": "Kaksi Muuta"}, cookie=door[0]).status_code == 200
    assert world.one(count) == 2
    assert world.post("", f"/j/{code}", {**form, "command_id": "another"}, cookie=door[0]).status_code == 200
    assert world.one(count) == 3
    # The form's id, learned by somebody else, opens nobody's session.
    assert world.post("", f"/j/{code}", form).status_code == 200
    assert world.one(count) == 4


def test_wrong_codes_stop_a_device_and_not_the_hall_around_it(world: World) -> None:
    world.post("facilitator", "/p/{programme}/joining", {"joining": "1"})
    code = world.one("SELECT join_code FROM programme WHERE id = ?", world.ids["programme"])
    doors = [re.search(r"kehittamo_door=[\w.]+", world.get("", "/").headers["set-cookie"])[0] for _ in range(2)]  # type: ignore[index]
    answers = [world.get("", f"/j?code=QQQQ{n:02}", cookie=doors[0]).status_code for n in range(12)]
    assert answers == [404] * 10 + [429] * 2
    assert world.get("", f"/j/{code}", cookie=doors[0]).status_code == 429
    assert world.get("", "/l/wrong", cookie=doors[0]).status_code == 429
    assert "kymmenen minuuttia" in words(world.get("", f"/j/{code}", cookie=doors[0]).text)
    # Everybody else behind the same address comes in, also who has no cookie yet.
    assert world.get("", f"/j/{code}", cookie=doors[1]).status_code == 200
    assert world.post("", f"/j/{code}", {"name": "Hallista"}).status_code == 200
    # A name that was made up is no name.
    forged = [world.get("", f"/j?code=QQQQ{n:02}", cookie=f"kehittamo_door=f{n}.00").status_code for n in range(65)]
    assert forged.count(404) == 60
    assert forged[-1] == 429
    assert world.get("", f"/j/{code}", cookie=doors[1]).status_code == 200


# Tables


def test_tables_are_mixed_pairs_sit_together_and_everybody_sees_why(world: World) -> None:
    rows = "\n".join(f"Henkilö {n:02};Org {n % 5}" for n in range(20))
    world.post("facilitator", INVITE, {"text": rows, "invite": "1"})
    one, other = person(world, "Henkilö 00"), person(world, "Henkilö 05")
    assert (
        world.post("facilitator", "/p/{programme}/groups/together", {"person": one, "other": other}).status_code == 303
    )
    assert world.post("facilitator", "/p/{programme}/groups/arrange", {"tables": "5"}).status_code == 303
    seated = """SELECT count(*) FROM (SELECT group_id, organisation FROM participant WHERE name LIKE 'Henkilö%'
                GROUP BY group_id, organisation HAVING count(*) > 1)"""
    assert world.one(seated) == 1  # the pair, who are of one organisation
    place = "SELECT group_id FROM participant WHERE id = ?"
    assert world.one(place, one) == world.one(place, other)
    said = words(world.get("facilitator", "/p/{programme}/groups").text)
    assert "Yhdessä, kuten pyydettiin: Henkilö 05." in said
    assert "Pöydän ainoa: Org 1." in said
    # Moved by hand: stays through the next mixing, and says so.
    world.ids["one"], third = one, person(world, "Henkilö 01")
    before = world.one(place, third)
    target = world.one(
        "SELECT id FROM group_ WHERE id <> ? AND programme_id = ? LIMIT 1", before, world.ids["programme"]
    )
    assert (
        world.post(
            "facilitator", "/p/{programme}/groups/seat", {"element": third, "zone": target}, htmx=True
        ).status_code
        == 200
    )
    world.post("facilitator", "/p/{programme}/groups/arrange", {"tables": "5", "keep": "1"})
    assert world.one(place, third) == target
    assert "Paikka valittu käsin." in words(world.get("facilitator", "/p/{programme}/groups").text)
    shown = world.get("expert", "/p/{programme}/groups").text
    assert "Henkilö 07" in shown
    assert "Paikka valittu" not in words(shown)
    assert "<form" not in shown.partition("<main")[2].partition("</main>")[0]


def test_pairs_that_a_board_suggests_are_offered_with_their_reason_and_chosen_by_a_facilitator(world: World) -> None:
    world.post("facilitator", INVITE, {"text": "Anna;Kela\nKai;KELA\nBo;Kunta", "invite": "1"})
    for text in ("Kela + Kunta", "Kela + Kirkko", "Ei + Ketään"):
        world.post("facilitator", "/b/{drawn}/items", {"zone": "pieces", "text": text})
    found = None
    for _ in range(10):  # a board whose worker has to start first may take longer than the page waits
        page = world.get("facilitator", "/p/{programme}/groups").text
        found = re.search(r'<section[^>]*id="suggested".*?</section>', page, re.DOTALL)
        if found:
            break
    assert found
    said = words(found[0])
    assert "Kela – Kunta" in said
    assert "says so." in said
    assert "Mukana ei ole ketään: Kirkko." in said
    assert "Ei – Ketään" not in said
    offered = re.findall(r'name="person">(.*?)</select>', found[0], re.DOTALL)
    assert [words(one) for one in offered] == ["Anna Kai"]
    assert f'value="{person(world, "Bo")}"' in found[0]
    together = {"person": person(world, "Kai"), "other": person(world, "Bo")}
    assert world.post("facilitator", "/p/{programme}/groups/together", together).status_code == 303
    assert "Kela – Kunta" not in words(world.get("facilitator", "/p/{programme}/groups").text)
    assert 'id="suggested"' not in world.get("expert", "/p/{programme}/groups").text


def test_a_table_with_boards_of_its_own_is_not_taken_away(world: World) -> None:
    answer = world.post("facilitator", "/p/{programme}/groups/{group_r1}/remove")
    assert answer.status_code == 403
    assert "omia työpohjia" in words(answer.text)
    assert world.post("facilitator", "/p/{programme}/groups/{group_r2}/remove").status_code in (303, 403)
    for wrong in ("0", "41", "-1", "kaksi", ""):
        assert world.post("facilitator", "/p/{programme}/groups/arrange", {"tables": wrong}).status_code == 422


def test_a_task_and_a_name_are_on_the_page_and_on_the_card(world: World) -> None:
    world.post("facilitator", "/p/{programme}/joining", {"joining": "1"})
    form = {"name": "Arki", "task": "Kuvatkaa arki.\nSitten juhla."}
    assert world.post("facilitator", "/p/{programme}/groups/{group_r1}", form).status_code == 303
    assert "Kuvatkaa arki." in world.get("expert", "/p/{programme}/groups").text
    paper = world.get("facilitator", "/p/{programme}/groups/print")
    assert "1 Arki" in words(paper.text)
    assert "Kuvatkaa arki." in paper.text
    assert paper.text.count('class="qr"') == 2
    wrong = world.post("facilitator", "/p/{programme}/groups/{group_r1}", {"profile": "olematon"})
    assert wrong.status_code == 404


# Accounts, and looking as a participant


def test_an_account_signs_in_with_a_password_and_a_wrong_one_says_nothing(world: World) -> None:
    assert world.post("facilitator", "/me/password", {"password": "pitkä salasana tähän"}).status_code == 422
    world.post("facilitator", "/me/mail", {"email": "mikko@k.example"})
    assert world.post("facilitator", "/me/password", {"password": "lyhyt"}).status_code == 422
    assert "asetettu" in words(world.post("facilitator", "/me/password", {"password": "pitkä salasana tähän"}).text)
    assert world.post("expert", "/me/password", {"password": "pitkä salasana tähän"}).status_code == 403
    stored = world.one("SELECT password FROM account WHERE email = 'mikko@k.example'")
    assert stored.startswith("$argon2id$")
    right = world.post(
        "", "/in", {"email": "Mikko@k.example", "password": "pitkä salasana tähän", "to": "//evil.example"}
    )
    assert right.status_code == 303
    assert right.headers["location"] == "/"
    assert world.get("", "/p/{programme}/people", cookie=cookie_of(right)).status_code == 200
    # Two sessions of one account live side by side.
    assert world.get("facilitator", "/p/{programme}/people").status_code == 200
    said = {
        words(world.post("", "/in", form).text).replace(form["email"], "")
        for form in (
            {"email": "mikko@k.example", "password": "väärä"},
            {"email": "nobody@k.example", "password": "väärä"},
        )
    }
    assert len(said) == 1
    answers = [world.post("", "/in", {"email": "mikko@k.example", "password": f"n{n}"}).status_code for n in range(10)]
    assert answers == [422] * 9 + [429]


def test_a_second_facilitator_takes_over_and_nobody_is_signed_out(world: World) -> None:
    made = world.post("coordinator", "/accounts", {"name": "Toinen Fasilitaattori", "role": "facilitator"})
    link = re.search(rf"{web_kit.BASE}(/l/[\w-]+)", made.text)
    assert link
    cookie = cookie_of(world.post("", link[1]))
    for n, asking in enumerate(({"cookie": cookie}, {})):
        role = "" if asking else "facilitator"
        assert world.post(role, "/p/{programme}/joining", {"joining": str(n)}, **asking).status_code == 303
    account = world.one("SELECT id FROM account WHERE name = 'Toinen Fasilitaattori'")
    assert world.post("coordinator", f"/accounts/{account}/close").status_code == 200
    assert world.get("", "/p/{programme}/people", cookie=cookie).status_code == 401
    own = world.one("SELECT id FROM account WHERE name = 'Kaisa'")
    assert world.post("coordinator", f"/accounts/{own}/close").status_code == 403


def test_looking_as_a_participant_shows_their_page_and_changes_nothing(world: World) -> None:
    answer = world.post("facilitator", "/look", {"programme": "{programme}", "group": "{group_r1}"})
    look = re.search(r"kehittamo_look=[\w.]+", answer.headers["set-cookie"])
    assert look
    events = "SELECT count(*) FROM event"
    before = world.one(events)
    page = world.get("facilitator", "/b/{own}", cookie=look[0])
    assert page.status_code == 200
    assert 'class="add"' in page.text  # as the table's own people see it
    assert "Palaa fasilitaattoriksi" in page.text
    assert 'data-role="expert"' in page.text
    assert world.get("facilitator", "/p/{programme}/people", cookie=look[0]).status_code == 403
    for path, form in (
        ("/b/{own}/items", {"zone": "left", "text": "Ei"}), ("/p/{programme}/goal", {"text": "Ei"}), ("/me/link", {}),
        ("/b/{board}/items/{lappu}/comments", {"text": "Ei"}), ("/look", {"programme": "{programme}"}),
    ):  # fmt: skip
        refused = world.post("facilitator", path, form, cookie=look[0])
        assert refused.status_code == 403, path
        assert "Katselet osallistujana" in words(refused.text), path
    assert world.one(events) == before
    # Nobody gains anything by the cookie, and it ends where it began.
    assert (
        world.get("expert", "/b/{other_board}", cookie=f"kehittamo_look={world.ids['other_programme']}").status_code
        == 404
    )
    assert world.get("facilitator", "/b/{other_board}", cookie=look[0]).status_code == 404
    ended = world.post("facilitator", "/look/end", {"to": "/p/{programme}"}, cookie=look[0])
    assert ended.status_code == 303
    assert world.post("facilitator", "/p/{programme}/goal", {"text": "Taas"}).status_code == 303


def test_tokens_are_stored_as_hashes_only(world: World) -> None:
    sent = world.post("facilitator", INVITE, {"text": "Anna", "invite": "1"})
    token = links_on(sent.text)[0].removeprefix("/l/")
    cookie = cookie_of(world.post("", f"/l/{token}")).removeprefix("kehittamo=")
    stored = world.database.path.read_bytes()
    for file in world.database.path.parent.glob("*-wal"):
        stored += file.read_bytes()
    assert joining.token_hash(token).encode() in stored
    assert joining.token_hash(cookie).encode() in stored
    assert token.encode() not in stored
    assert cookie.encode() not in stored
    assert m.AccessLink.__tablename__ == "access_link"
