"""Who comes in, how, and what each role may do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.tests import process_observed, samples
from kehittamo_core.database import models as m
from kehittamo_core.database.engine import Database
from kehittamo_core.errors import Invalid, KehittamoError, Locked, NotAllowed, NotFound, NotSignedIn
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import joining
from kehittamo_core.workshop.access import board_for, check_text, element_for, programme_for
from kehittamo_core.workshop.archive import import_document
from kehittamo_core.workshop.boards import board_list
from kehittamo_core.workshop.carrying import execute
from kehittamo_core.workshop.people import OPERATOR, RIGHTS, ROLES, Identity
from kehittamo_core.workshop.texts import text_key, text_place


@pytest.fixture
def inside(database: Database, plugins: Plugins) -> Callable[[Callable[[Session], Any]], Any]:
    """Runs a test's body inside one session with the sample programme."""

    def run(body: Callable[[Session], Any]) -> Any:
        def work(session: Session) -> Any:
            import_document(session, plugins, OPERATOR, samples.archive())
            return body(session)

        return database.now(work)

    return run


Inside = Callable[[Callable[[Session], Any]], Any]


def programme_of(session: Session) -> m.Programme:
    return session.scalars(select(m.Programme).where(m.Programme.key == "koe")).one()


def board_of(session: Session, key: str) -> m.Board:
    return session.scalars(select(m.Board).where(m.Board.key == key)).one()


def person(session: Session, key: str) -> Identity:
    row = session.scalars(select(m.Participant).where(m.Participant.key == key)).one()
    who = joining.identity_of(session, None, row.id)
    assert who is not None
    return who


def test_a_link_opens_a_session_and_every_login_is_new(inside: Inside) -> None:
    def body(session: Session) -> None:
        programme = programme_of(session)
        who = joining.person_named(session, programme, "Uusi  Ihminen ", "expert")
        assert who.name == "Uusi Ihminen"
        token = joining.make_link(session, who)
        assert joining.link_owner(session, token) == (who, programme.id)
        first = joining.open_link(session, token)
        second = joining.open_link(session, token)
        assert first[0] == second[0] == who
        assert first[1] != second[1] != token
        assert joining.sign_in(session, first[1]) == who
        assert joining.sign_in(session, token) is None
        assert joining.sign_in(session, "") is None
        assert joining.sign_in(session, None) is None
        joining.sign_out(session, first[1])
        assert joining.sign_in(session, first[1]) is None
        assert joining.sign_in(session, second[1]) == who

    inside(body)


def test_only_hashes_are_stored(inside: Inside) -> None:
    def body(session: Session) -> None:
        token = joining.make_link(session, joining.account_named(session, "Maija", "coordinator"))
        _, opened = joining.open_link(session, token)
        stored = [
            *session.scalars(select(m.AccessLink.token_hash)),
            *session.scalars(select(m.SessionToken.token_hash)),
        ]
        assert len(stored) == 2
        assert not {token, opened} & set(stored)
        assert all(len(value) == 64 for value in stored)

    inside(body)


def test_a_revoked_link_and_a_closed_person_open_nothing(inside: Inside) -> None:
    def body(session: Session) -> None:
        who = joining.person_named(session, programme_of(session), "Aino", "expert")
        token = joining.make_link(session, who)
        _, opened = joining.open_link(session, token)
        assert joining.revoke_links(session, who) == 1
        assert joining.sign_in(session, opened) is None
        with pytest.raises(NotFound, match="does not open anything"):
            joining.open_link(session, token)
        token = joining.make_link(session, who)
        _, opened = joining.open_link(session, token)
        session.get_one(m.Participant, who.person_id).closed_at = m.now()
        assert joining.sign_in(session, opened) is None
        with pytest.raises(NotFound):
            joining.link_owner(session, token)

    inside(body)


def test_an_old_session_ends(inside: Inside) -> None:
    def body(session: Session) -> None:
        token = joining.make_link(session, joining.account_named(session, "Maija", "facilitator"))
        _, opened = joining.open_link(session, token)
        row = session.scalars(select(m.SessionToken)).one()
        row.expires_at = m.now() - timedelta(seconds=1)
        session.flush()
        assert joining.sign_in(session, opened) is None

    inside(body)


def test_the_same_name_and_role_is_the_same_person(inside: Inside) -> None:
    def body(session: Session) -> None:
        programme = programme_of(session)
        aino = joining.person_named(session, programme, "Aino", "expert")
        assert aino.person_id == person(session, "aino").person_id
        assert joining.person_named(session, programme, "Aino", "observer").person_id != aino.person_id
        maija = joining.person_named(session, programme, "Maija", "coordinator")
        assert maija.account
        assert maija.programme_id is None
        assert joining.account_named(session, "Maija", "coordinator").person_id == maija.person_id
        assert joining.account_named(session, "Maija", "facilitator").person_id != maija.person_id
        with pytest.raises(Invalid, match="is not a role"):
            joining.person_named(session, programme, "Maija", "boss")

    inside(body)


def test_joining_needs_an_open_code_and_balances_the_groups(inside: Inside, plugins: Plugins) -> None:
    def body(session: Session) -> None:
        programme = programme_of(session)
        helper = joining.account_named(session, "Apu", "facilitator")
        with pytest.raises(NotFound, match="No programme has the code"):
            joining.join(session, "AAAAAA", "Uusi", "")
        execute(session, plugins, helper, c.SetJoining(command_id="1", programme=programme.id, joining=True))
        code = programme.join_code
        assert code is not None
        assert len(code) == 6
        assert set(code) <= set(joining.CODE_ALPHABET)
        assert not set("ILO01") & set(joining.CODE_ALPHABET)
        spoken = f" {code[:3].lower()}-{code[3:]} "
        who, opened, link = joining.join(session, spoken, " Uusi  ihminen", "Lukio")
        assert joining.sign_in(session, opened) == who
        assert joining.link_owner(session, link)[0] == who
        # Both groups have one person; in r2 there is one of the same organisation already.
        assert session.get_one(m.Group, who.group_id).key == "r1"
        places = [session.get_one(m.Group, joining.join(session, code, f"n{n}", "")[0].group_id).key for n in range(4)]
        assert sorted(places) == ["r1", "r2", "r2", "r2"] or sorted(places) == ["r1", "r1", "r2", "r2"]
        at_table = joining.join(session, code, "Pöydästä", "", group_key="r2")[0]
        assert session.get_one(m.Group, at_table.group_id).key == "r2"
        with pytest.raises(Invalid, match="Write your name"):
            joining.join(session, code, "   ", "")
        with pytest.raises(Invalid, match="too long"):
            joining.join(session, code, "x" * 201, "")
        execute(session, plugins, helper, c.SetJoining(command_id="2", programme=programme.id, joining=False))
        with pytest.raises(NotFound, match="is closed"):
            joining.join(session, code, "Myöhässä", "")

    inside(body)


def test_the_rights_of_the_roles_grow() -> None:
    assert RIGHTS["observer"] < RIGHTS["expert"] == RIGHTS["secretary"] < RIGHTS["facilitator"] < RIGHTS["coordinator"]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_at_each_door(inside: Inside, role: str) -> None:
    def body(session: Session) -> None:
        programme = programme_of(session)
        who = joining.person_named(session, programme, "Joku", role)
        board = board_of(session, "b-yhteinen")
        for right in ("see", "comment", "vote", "write", "arrange", "facilitate", "coordinate"):
            if who.may(right):  # type: ignore[arg-type]
                assert board_for(session, who, board.id, right).id == board.id  # type: ignore[arg-type]
                assert programme_for(session, who, programme.id, right).id == programme.id  # type: ignore[arg-type]
            else:
                with pytest.raises(NotAllowed):
                    board_for(session, who, board.id, right)  # type: ignore[arg-type]
                with pytest.raises(NotAllowed):
                    programme_for(session, who, programme.id, right)  # type: ignore[arg-type]

    inside(body)


def test_nobody_and_strangers_find_nothing(inside: Inside, plugins: Plugins) -> None:
    def body(session: Session) -> None:
        document = samples.archive()
        document["programme"]["id"] = "toinen"
        other = import_document(session, plugins, OPERATOR, document)
        programme = programme_of(session)
        stranger = joining.person_named(session, session.get_one(m.Programme, other), "Vieras", "expert")
        board = session.scalars(select(m.Board).where(m.Board.programme_id == programme.id)).first()
        element = session.scalars(select(m.Element).where(m.Element.programme_id == programme.id)).first()
        assert board is not None
        assert element is not None
        for who, error in ((None, NotSignedIn), (stranger, NotFound)):
            with pytest.raises(error):
                programme_for(session, who, programme.id, "see")
            with pytest.raises(error):
                board_for(session, who, board.id, "see")
            with pytest.raises(error):
                element_for(session, who, element.id, "see")
            with pytest.raises(error):
                board_list(session, programme.id, who)
            with pytest.raises(error):
                execute(session, plugins, who, c.AddItem(command_id="x", board=board.id, kind="note"))
        assert board_list(session, other, stranger)

    inside(body)


@pytest.mark.parametrize(
    "wrong", ["", "x", "\x00", "'; DROP TABLE board; --", "0" * 32, "F" * 32, "ä" * 32, "1" * 5000]
)
def test_what_is_no_id_names_nothing_on_both_engines(both: Database, plugins: Plugins, wrong: str) -> None:
    def body(session: Session) -> None:
        import_document(session, plugins, OPERATOR, samples.archive())
        helper = joining.account_named(session, "Apu", "coordinator")
        element = session.scalars(select(m.Element.id).where(m.Element.key == "lappu")).one()
        board = board_of(session, "b-yhteinen").id
        for call in (
            lambda: programme_for(session, helper, wrong, "see"),
            lambda: board_for(session, helper, wrong, "see"),
            lambda: element_for(session, helper, wrong, "see"),
            lambda: text_place(session, plugins, f"{wrong}:text:fi"),
            lambda: joining.join(session, wrong, "Joku", ""),
            lambda: joining.open_link(session, wrong),
            *(lambda make=make: execute(session, plugins, helper, make()) for make in (  # type: ignore[misc]
                lambda: c.AddItem(command_id="1", board=wrong, kind="note"),
                lambda: c.Remove(command_id="2", element=wrong),
                lambda: c.ResolveComment(command_id="3", comment=wrong),
                lambda: c.ChangeGoal(command_id="4", programme=wrong, text="x"),
                lambda: c.ChangeStage(command_id="5", stage=wrong, values={}),
                lambda: c.AssignBoard(command_id="6", board=board, stage=wrong),
                lambda: c.AssignBoard(command_id="7", board=board, group=wrong),
                lambda: c.Vote(command_id="8", element=element, points=1, group=wrong),
                lambda: c.AddItem(command_id="9", board=board, kind="note", behalf=wrong),
                lambda: c.Connect(command_id="10", kind="leads", source=element, target=wrong),
            )),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                call()
        assert joining.sign_in(session, wrong) is None

    both.now(body)


def test_a_locked_board_and_another_groups_board_are_closed(inside: Inside, plugins: Plugins) -> None:
    def body(session: Session) -> None:
        board = board_of(session, "b-ryhma")
        aino, eero = person(session, "aino"), person(session, "eero")
        helper = joining.account_named(session, "Apu", "facilitator")
        with pytest.raises(Locked, match="is locked"):
            board_for(session, aino, board.id, "write")
        with pytest.raises(Locked):
            board_for(session, helper, board.id, "write")
        assert board_for(session, aino, board.id, "comment")
        board.state = "open"
        session.flush()
        assert board_for(session, aino, board.id, "write")
        assert board_for(session, helper, board.id, "write")
        with pytest.raises(NotAllowed, match="written by the group Ryhmä 1"):
            board_for(session, eero, board.id, "write")
        assert board_for(session, eero, board.id, "vote")
        rows = {row.key: row.writable for row in board_list(session, board.programme_id, eero, plugins)}
        assert rows == {"b-yhteinen": True, "b-ryhma": False}
        board.deleted_at = m.now()
        session.flush()
        with pytest.raises(NotFound):
            board_for(session, helper, board.id, "see")

    inside(body)


def test_texts_ask_at_the_same_door(inside: Inside, plugins: Plugins) -> None:
    def body(session: Session) -> None:
        aino, olli = person(session, "aino"), person(session, "olli")
        helper = joining.account_named(session, "Apu", "facilitator")
        rows = {row.key: row for row in session.scalars(select(m.Element))}
        note = text_place(session, plugins, text_key(rows["lappu"].id, "why", "sv"))
        lane = text_place(session, plugins, text_key(rows["kaista"].id, "text", "fi"))
        goal = text_place(session, plugins, text_key(programme_of(session).id, "goal", "fi"))
        across = text_place(session, plugins, text_key(rows["y1"].id, "reason", "fi"))
        for place in (note, goal, across):
            check_text(session, aino, place)
            with pytest.raises(NotAllowed):
                check_text(session, olli, place)
        with pytest.raises(NotAllowed, match="facilitators"):
            check_text(session, aino, lane)
        check_text(session, helper, lane)
        for wrong in (
            "x",
            "a:b:c",
            text_key(rows["lappu"].id, "title", "fi"),
            text_key(rows["lappu"].id, "text", "de"),
            text_key("0" * 32, "goal", "fi"),
        ):
            with pytest.raises(NotFound):
                text_place(session, plugins, wrong)

    inside(body)


OBSERVED: list[tuple[str, Callable[[dict[str, str]], c.Command]]] = [
    ("add", lambda ids: c.AddItem(command_id="x", board=ids["board"], kind="note")),
    ("many", lambda ids: c.AddMany(command_id="x", board=ids["board"], notes=(c.Note(kind="note"),))),
    ("change", lambda ids: c.ChangeField(command_id="x", element=ids["lappu"], field="amount", value=1)),
    ("changes", lambda ids: c.ChangeFields(command_id="x", element=ids["lappu"], values={"amount": 1})),
    ("doubt", lambda ids: c.MarkUncertain(command_id="x", element=ids["lappu"], field="text", note="?")),
    ("move", lambda ids: c.Move(command_id="x", element=ids["lappu"], zone="left")),
    ("place", lambda ids: c.PlaceItem(command_id="x", element=ids["lappu"], x=1, y=1)),
    ("connect", lambda ids: c.Connect(command_id="x", kind="leads", source=ids["aukko"], target=ids["askel"])),
    (
        "across",
        lambda ids: c.Connect(command_id="x", kind="thread", method="core", source=ids["aukko"], target=ids["asia"]),
    ),
    ("remove", lambda ids: c.Remove(command_id="x", element=ids["lappu"])),
    ("restore", lambda ids: c.Restore(command_id="x", element=ids["lappu"])),
    ("vote", lambda ids: c.Vote(command_id="x", element=ids["lappu"], points=1)),
    ("resolve", lambda ids: c.ResolveComment(command_id="x", comment=ids["comment"])),
    ("uncomment", lambda ids: c.DeleteComment(command_id="x", comment=ids["comment"])),
    ("board", lambda ids: c.CreateBoard(command_id="x", programme=ids["programme"], method="sampler")),
    ("rename", lambda ids: c.RenameBoard(command_id="x", board=ids["board"], title="T")),
    ("delete", lambda ids: c.DeleteBoard(command_id="x", board=ids["board"])),
    ("undelete", lambda ids: c.RestoreBoard(command_id="x", board=ids["board"])),
    ("lock", lambda ids: c.LockBoard(command_id="x", board=ids["board"])),
    ("assign", lambda ids: c.AssignBoard(command_id="x", board=ids["board"])),
    ("setting", lambda ids: c.ChangeSetting(command_id="x", board=ids["board"], id="mode", value="two")),
    ("action", lambda ids: c.RunAction(command_id="x", board=ids["board"], action="double")),
    ("import", lambda ids: c.ImportItems(command_id="x", board=ids["board"], codec="lines", data=b"a")),
    ("snapshot", lambda ids: c.SaveSnapshot(command_id="x", programme=ids["programme"], name="S")),
    ("undo", lambda ids: c.UndoLast(command_id="x", board=ids["board"])),
    ("goal", lambda ids: c.ChangeGoal(command_id="x", programme=ids["programme"], text="T")),
    ("programme", lambda ids: c.ChangeProgramme(command_id="x", programme=ids["programme"], field="title", value="T")),
    ("stage", lambda ids: c.ChangeStage(command_id="x", stage=ids["stage"], values={"title": "T"})),
    ("joining", lambda ids: c.SetJoining(command_id="x", programme=ids["programme"], joining=True)),
    ("start", lambda _: c.CreateProgramme(command_id="x", title="T")),
    *process_observed.OBSERVED,
]


def test_every_command_but_commenting_is_in_the_observers_list() -> None:
    from kehittamo_core.workshop.carrying import HANDLERS

    tried = {
        type(make(dict.fromkeys(("board", "lappu", "aukko", "askel", "asia", "comment", "programme", "stage"), "x")))
        for _, make in OBSERVED
    }
    assert tried == {*HANDLERS, c.CreateProgramme} - {c.Comment}


@pytest.mark.parametrize(("name", "make"), OBSERVED, ids=[name for name, _ in OBSERVED])
def test_observers_only_comment(
    database: Database, plugins: Plugins, name: str, make: Callable[[dict[str, str]], c.Command]
) -> None:
    def body(session: Session) -> None:
        import_document(session, plugins, OPERATOR, samples.archive())
        ids = {row.key: row.id for row in session.scalars(select(m.Element))}
        ids["board"] = board_of(session, "b-yhteinen").id
        ids["programme"] = programme_of(session).id
        ids["stage"] = session.scalars(select(m.Stage.id)).first() or ""
        ids["comment"] = session.scalars(select(m.Comment.id).where(m.Comment.key == "k-1")).one()
        olli = person(session, "olli")
        before = session.scalar(select(m.Event.seq).order_by(m.Event.seq.desc()))
        with pytest.raises(NotAllowed) as refused:
            execute(session, plugins, olli, make(ids))
        assert refused.value.status == 403
        assert session.scalar(select(m.Event.seq).order_by(m.Event.seq.desc())) == before
        assert session.scalars(select(m.Command)).all() == []
        done = execute(session, plugins, olli, c.Comment(command_id="y", element=ids["lappu"], text="Kommentti"))
        assert done.event_seq > 0

    database.now(body)


@pytest.mark.parametrize("error", [NotSignedIn, NotAllowed, NotFound, Locked])
def test_refusals_carry_their_status(error: type[KehittamoError]) -> None:
    assert error("x").status in (401, 403, 404, 409)  # type: ignore[attr-defined]
