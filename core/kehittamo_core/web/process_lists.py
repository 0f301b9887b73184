"""The forms of a programme's lists: a new entry, one entry, its place, its removal and return."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from kehittamo_core.errors import NotFound
from kehittamo_core.web import language
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.lists_view import form_fields, read_form
from kehittamo_core.workshop import overview
from kehittamo_core.workshop import process_commands as p
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.entries import NO_ENTRY, list_named
from kehittamo_core.workshop.lists import ProgrammeList
from kehittamo_core.workshop.process_reading import EntryRow, ListRows, read_list


def page_of(programme: str, declared: ProgrammeList) -> str:
    """Where a list stands."""
    return f"/p/{programme}/{declared.page}"


class ProgrammeLists(Controller):
    """`/p/.../lists/LIST`."""

    path = "/p/{programme:str}/lists/{list_id:str}"

    async def _rows(self, desk: Desk, programme: str, list_id: str) -> ListRows:
        return await desk.read(read_list, desk.who, known_id(programme), list_id)

    def _entry(self, rows: ListRows, key: str) -> EntryRow:
        for row in rows.entries:
            if row.key == key:
                return row
        raise NotFound(NO_ENTRY)

    async def _form_page(self, desk: Desk, programme: str, rows: ListRows, row: EntryRow | None) -> Response[Any]:
        declared = rows.declared
        right = declared.add if row is None else declared.change
        await desk.read(programme_for, desk.who, known_id(programme), right, afterwards=declared.afterwards)
        head = await desk.read(overview.head, desk.who, known_id(programme))
        title = (
            language.say(declared.one)
            if row is None
            else language.say("Change: {list}", list=language.say(declared.title))
        )
        return desk.page(
            "core/process/entry.html", programme=head, nav="plan", title=title, form_fields=form_fields(rows, row.values if row else {}),
            stamp=row.stamp if row else "", key=row.key if row else "", list_id=declared.id, removable=declared.removable,
            parent=desk.query("parent"), back=page_of(programme, declared),
        )  # fmt: skip

    @get("/new")
    async def new(self, desk: AtDesk, programme: FromPath[str], list_id: FromPath[str]) -> Response[Any]:
        """The form of a new entry."""
        return await self._form_page(desk, programme, await self._rows(desk, programme, list_id), None)

    @post("/", status_code=303)
    async def add(self, desk: AtDesk, programme: FromPath[str], list_id: FromPath[str]) -> Response[Any]:
        """Add an entry."""
        form = await desk.form()
        rows = await self._rows(desk, programme, list_id)
        done = await desk.do(
            p.AddEntry(
                command_id=desk.command_id(form), programme=known_id(programme), list=list_id,
                values=read_form(rows.declared, form, rows.names), parent=form.get("parent") or None,
            )
        )  # fmt: skip
        if desk.is_htmx:
            return desk.told(done, "")
        return desk.back_to(f"{page_of(programme, rows.declared)}#{list_id}-{done.ref}")

    @get("/{entry:str}")
    async def show(
        self, desk: AtDesk, programme: FromPath[str], list_id: FromPath[str], entry: FromPath[str]
    ) -> Response[Any]:
        """The form of an entry."""
        rows = await self._rows(desk, programme, list_id)
        return await self._form_page(desk, programme, rows, self._entry(rows, entry))

    @post("/{entry:str}", status_code=303)
    async def change(
        self, desk: AtDesk, programme: FromPath[str], list_id: FromPath[str], entry: FromPath[str]
    ) -> Response[Any]:
        """Change an entry. One that somebody else has changed meanwhile is refused with both."""
        form = await desk.form()
        rows = await self._rows(desk, programme, list_id)
        done = await desk.do(
            p.ChangeEntry(
                command_id=desk.command_id(form), programme=known_id(programme), list=list_id, entry=entry[:64],
                values=read_form(rows.declared, form, rows.names), stamp=form.get("stamp") or None,
            )
        )  # fmt: skip
        if desk.is_htmx:
            return desk.told(done, "")
        return desk.back_to(f"{page_of(programme, rows.declared)}#{list_id}-{entry}")

    @post("/{entry:str}/move", status_code=303)
    async def move(
        self, desk: AtDesk, programme: FromPath[str], list_id: FromPath[str], entry: FromPath[str]
    ) -> Response[Any]:
        """Move an entry up or down."""
        form = await desk.form()
        step = -1 if form.get("step") == "up" else 1
        done = await desk.do(
            p.MoveEntry(
                command_id=desk.command_id(form),
                programme=known_id(programme),
                list=list_id,
                entry=entry[:64],
                step=step,
            )
        )
        if desk.is_htmx:
            return desk.told(done, "")
        return desk.back_to(f"{page_of(programme, list_named(list_id))}#{list_id}-{entry}")

    @post("/{entry:str}/remove", status_code=303)
    async def remove(
        self, desk: AtDesk, programme: FromPath[str], list_id: FromPath[str], entry: FromPath[str]
    ) -> Response[Any]:
        """Take an entry off its list; the page that follows offers it back."""
        form = await desk.form()
        await desk.do(
            p.RemoveEntry(
                command_id=desk.command_id(form), programme=known_id(programme), list=list_id, entry=entry[:64]
            )
        )
        return desk.back_to(f"{page_of(programme, list_named(list_id))}?removed={list_id}/{entry[:64]}")

    @post("/{entry:str}/restore", status_code=303)
    async def restore(
        self, desk: AtDesk, programme: FromPath[str], list_id: FromPath[str], entry: FromPath[str]
    ) -> Response[Any]:
        """Bring an entry back."""
        form = await desk.form()
        await desk.do(
            p.RestoreEntry(
                command_id=desk.command_id(form), programme=known_id(programme), list=list_id, entry=entry[:64]
            )
        )
        return desk.back_to(f"{page_of(programme, list_named(list_id))}#{list_id}-{entry}")
