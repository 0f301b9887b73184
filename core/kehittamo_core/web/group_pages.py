"""The tables of a programme: mixing organisations, named pairs, moving by hand, a task for each table, and printing."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from kehittamo_core.errors import Invalid
from kehittamo_core.web import language
from kehittamo_core.web.desk import AtDesk, Flash
from kehittamo_core.web.forms import whole
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.live import Live, now_ms
from kehittamo_core.web.parts_of_people import group_names, kind_words, reasons, role_words, table_name
from kehittamo_core.web.programme import qr_code
from kehittamo_core.web.suggested_pairs import suggested
from kehittamo_core.workshop import group_commands as c
from kehittamo_core.workshop import roll
from kehittamo_core.workshop.events import programme_room
from kehittamo_core.workshop.seating import MOST_TABLES


def _pairs(found: roll.Roll) -> list[dict[str, str]]:
    """The named pairs, each once."""
    by_key = {one.key: one for one in found.people}
    made: dict[frozenset[str], dict[str, str]] = {}
    for one in found.people:
        for key in one.together:
            if other := by_key.get(key):
                made.setdefault(
                    frozenset({one.id, other.id}),
                    {"person": one.id, "other": other.id, "one": one.name, "two": other.name},
                )
    return list(made.values())


class GroupPages(Controller):
    """`/p/PROGRAMME/groups/...`."""

    path = "/p/{programme:str}/groups"

    @get("/")
    async def tables(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Who sits where; for facilitators why, and how to change it."""
        at = now_ms()
        found = await desk.read(roll.roll, desk.who, known_id(programme))
        live = Live(desk.who, ((programme_room(found.programme.id), found.room),), at)
        profiles = dict(found.profiles)
        parts = [
            {
                "id": one.id, "key": one.key, "name": table_name(one.number, one.name), "own_name": one.name, "task": one.task,
                "profile": one.profile, "profile_name": profiles.get(one.profile, ""), "people": found.at(one.id),
                "number": one.number or 1,
            }
            for one in found.tables
        ]  # fmt: skip
        everybody = [one for one in found.people if one.role != "observer"]
        tables_wanted = len(found.tables) or max(1, min(MOST_TABLES, round(len(everybody) / 6)))
        flash = Flash(language.say("Done.")) if desk.query("done") else None
        to_meet = await suggested(desk, found) if found.facilitates else []
        return desk.page(
            "core/groups.html", to_meet=to_meet, programme=found.programme, nav="people", roll=found, tables=parts, loose=found.at(None),
            reasons=reasons(found) if found.facilitates else {}, pairs=_pairs(found), everybody=everybody, suggested=tables_wanted,
            kinds=dict(kind_words()), roles=dict(role_words()), names=group_names(found), most=MOST_TABLES, flash=flash,
            live=live,
        )  # fmt: skip

    @get("/print")
    async def paper(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """The list of who sits where, and a card for each table with its QR code, to print."""
        found = await desk.read(roll.roll, desk.who, known_id(programme), "facilitate")
        profiles = dict(found.profiles)
        code = found.programme.join_code or ""
        cards = [
            {
                "name": table_name(one.number, one.name), "number": one.number, "own_name": one.name, "task": one.task,
                "profile": profiles.get(one.profile, ""), "people": found.at(one.id),
                "qr": qr_code(f"{desk.base_url}/j/{code}?table={one.key}") if code else "",
            }
            for one in found.tables
        ]  # fmt: skip
        what = desk.query("what") if desk.query("what") in ("list", "cards") else "both"
        return desk.page(
            "core/groups_print.html", programme=found.programme, nav="people", cards=cards, loose=found.at(None), code=code,
            host=desk.base_url.partition("://")[2], what=what, open=found.programme.joining,
        )  # fmt: skip

    @post("/arrange", status_code=303)
    async def arrange(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Have so many tables, and mix everybody over them."""
        form = await desk.form()
        tables = whole(form.get("tables"), 9999)
        if tables is None:
            raise Invalid("{value} is not a number of tables.", value=form.get("tables")[:40] or "-")
        await desk.do(
            c.ArrangeTables(
                command_id=desk.command_id(form),
                programme=known_id(programme),
                tables=tables,
                keep=form.get("keep") == "1",
            )
        )
        return desk.back_to(f"/p/{programme}/groups?done=1#tables")

    @post("/seat", status_code=200)
    async def seat(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Move somebody to a table by hand; an empty one is none."""
        form = await desk.form()
        done = await desk.do(
            c.SeatPerson(
                command_id=desk.command_id(form), programme=known_id(programme),
                person=known_id(form.get("element") or form.get("person")),
                group=known_id(form.get("zone")) if form.get("zone") else None,
            )
        )  # fmt: skip
        return desk.told(done, f"/p/{programme}/groups#person-{done.ref}")

    @post("/together", status_code=303)
    async def together(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Name two people who are to sit at one table, or take that back."""
        form = await desk.form()
        await desk.do(
            c.SeatTogether(
                command_id=desk.command_id(form), programme=known_id(programme), person=known_id(form.get("person")),
                other=known_id(form.get("other")), together=form.get("together") != "0",
            )
        )  # fmt: skip
        return desk.back_to(f"/p/{programme}/groups#pairs")

    @post("/add", status_code=303)
    async def add(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Add a table."""
        form = await desk.form()
        done = await desk.do(c.AddTable(command_id=desk.command_id(form), programme=known_id(programme)))
        return desk.back_to(f"/p/{programme}/groups#table-{done.ref}")

    @post("/{group:str}", status_code=303)
    async def change(self, desk: AtDesk, programme: FromPath[str], group: FromPath[str]) -> Response[Any]:
        """Change a table's name, task or profile."""
        form = await desk.form()
        values: dict[str, str] = {name: form.raw(name).strip() for name in ("name", "task", "profile") if name in form}
        await desk.do(
            c.ChangeTable(
                command_id=desk.command_id(form), programme=known_id(programme), group=known_id(group), values=values
            )
        )
        return desk.back_to(f"/p/{programme}/groups?done=1#table-{group}")

    @post("/{group:str}/remove", status_code=303)
    async def remove(self, desk: AtDesk, programme: FromPath[str], group: FromPath[str]) -> Response[Any]:
        """Remove a table on which nothing hangs."""
        form = await desk.form()
        await desk.do(
            c.RemoveTable(command_id=desk.command_id(form), programme=known_id(programme), group=known_id(group))
        )
        return desk.back_to(f"/p/{programme}/groups?done=1")
