"""What is done on a board: adding, changing, moving, linking, deleting, voting and commenting, each a command by POST."""

from dataclasses import replace
from typing import Any

from litestar import Controller, Response, post
from litestar.params import FromPath

from kehittamo_core.board import Item, Link
from kehittamo_core.document.links import link_kind
from kehittamo_core.errors import Invalid, NotFound, Stale
from kehittamo_core.fields import Field
from kehittamo_core.method import Kind, LinkKind
from kehittamo_core.showing import show
from kehittamo_core.web import language
from kehittamo_core.web.ballot_pages import own_part
from kehittamo_core.web.board_pages import element_panel, settings_panel
from kehittamo_core.web.board_reading import Opened, board_view, open_board, open_to_write
from kehittamo_core.web.desk import AtDesk, Desk, Undo
from kehittamo_core.web.errors import told
from kehittamo_core.web.fieldview import FieldView, StaleView
from kehittamo_core.web.forms import value_of, values_of, whole
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.placing import place_of, stepped
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import details, overview
from kehittamo_core.workshop.access import element_for
from kehittamo_core.workshop.details import ElementDetail

MOST_LINES = 200


def kind_of(desk: Desk, detail: ElementDetail) -> Kind | LinkKind | None:
    """What the method declares about an element."""
    element = detail.element
    if isinstance(element, Link):
        return link_kind(desk.plugins, element.method, element.kind)
    method = desk.plugins.methods.get(element.method)
    return method.kind(element.kind) if method else None


class Items(Controller):
    """`POST /b/BOARD/items...`."""

    path = "/b/{board:str}/items"

    @post("/", status_code=200)
    async def add(self, desk: AtDesk, board: FromPath[str]) -> Response[Any]:
        """Add a note; several `text` values become several notes."""
        form = await desk.form()
        board = known_id(board)
        kind, zone, behalf = form.get("kind"), form.get("zone"), form.get("behalf") or None
        content, method_id = await desk.read(overview.writing_on, desk.who, board, language.current())
        texts = [text.strip() for text in form.all("text") if text.strip()][:MOST_LINES]
        method = desk.method(method_id)
        declared = method.kind(kind) if method and kind else None
        values = values_of(declared.fields, form) if declared else {}
        command: c.Command
        if len(texts) > 1:
            notes = tuple(c.Note(kind=kind, values={**values, "text": text}, zone=zone) for text in texts)
            command = c.AddMany(
                command_id=desk.command_id(form), board=board, notes=notes, language=content, behalf=behalf
            )
        else:
            if texts:
                values["text"] = texts[0].replace("\r\n", "\n").replace("\r", "\n")
            if not values:
                raise Invalid("Write something first: the note is empty.")
            command = c.AddItem(
                command_id=desk.command_id(form), board=board, kind=kind, values=values, zone=zone,
                after=form.get("after") or None, language=content, behalf=behalf,
            )  # fmt: skip
        done = await desk.do(command)
        if desk.is_htmx and form.get("panel") == "settings":
            return await settings_panel(desk, board)
        return desk.told(done, f"/b/{board}")

    async def _there(self, desk: Desk, board: str, element: str) -> str:
        """The element's id, if it stands on the board of the address or is a link across boards."""
        return await desk.read(overview.on_board, desk.who, known_id(board), known_id(element))

    @post("/{element:str}/fields/{field:str}", status_code=200)
    async def change(
        self, desk: AtDesk, board: FromPath[str], element: FromPath[str], field: FromPath[str]
    ) -> Response[Any]:
        """Set one field. A stale write is answered with both values in the field's place."""
        form = await desk.form()
        opened = await open_board(desk, board)
        element = await self._there(desk, board, element)
        detail = await desk.read(details.element_detail, desk.plugins, desk.who, element, opened.language)
        declared = self._declared(desk, detail, field)
        current = next((one.value for one in detail.fields if one.field.id == field), None)
        try:
            value = value_of(declared, form, current)
            command = c.ChangeField(
                command_id=desk.command_id(form), element=detail.element.id, field=field, value=value,
                revision=whole(form.get("revision")), language=opened.language,
            )  # fmt: skip
            done = await desk.do(command)
        except Stale as error:
            if not desk.is_htmx or declared.type == "text":
                raise
            return await self._field(desk, opened, element, field, stale=error, declared=declared)
        except Invalid as error:
            if not desk.is_htmx or declared.type == "text":
                raise
            return await self._field(desk, opened, element, field, error=error, declared=declared)
        if not desk.is_htmx or declared.type == "text":
            return desk.told(done, f"/b/{opened.board.id}/items/{element}")
        return await self._field(desk, opened, element, field, declared=declared)

    def _declared(self, desk: Desk, detail: ElementDetail, field: str) -> Field:
        kind = kind_of(desk, detail)
        declared = kind.field(field) if kind is not None else None
        if declared is None:
            raise Invalid("There is no field {field} here.", field=field[:40])
        return declared

    async def _field(
        self, desk: Desk, opened: Opened, element: str, field: str, *, declared: Field, stale: Stale | None = None,
        error: Invalid | None = None,
    ) -> Response[Any]:  # fmt: skip
        """The field's form as it is now, with what went wrong."""
        panel = await element_panel(desk, opened, element)
        view = next(one for one in (*panel.fields, *panel.more_fields) if one.id == field)
        view = self._with_troubles(opened, view, declared, stale, error)
        status = stale.status if stale else error.status if error else 200
        return desk.fragment("core/parts/field.html", f=view, d=panel, status=status)

    @staticmethod
    def _with_troubles(
        opened: Opened, view: FieldView, declared: Field, stale: Stale | None, error: Invalid | None
    ) -> FieldView:
        if stale is not None:
            mine = show(opened.board, "", declared, stale.mine) or language.say("not known")
            theirs = show(opened.board, "", declared, stale.theirs) or language.say("not known")
            return replace(view, value=stale.mine, stale=StaleView(mine, theirs), revision=stale.revision)
        if error is not None:
            faults = "; ".join(told(fault.message, dict(fault.values)) for fault in error.faults)
            return replace(view, error=f"{told(error.message, error.values)} {faults}".strip())
        return view

    @post("/{element:str}/fields/{field:str}/restore", status_code=200)
    async def restore_field(
        self, desk: AtDesk, board: FromPath[str], element: FromPath[str], field: FromPath[str]
    ) -> Response[Any]:
        """Bring a field's earlier value back from the history; that is itself an entry of it."""
        form = await desk.form()
        await desk.read(element_for, desk.who, await self._there(desk, board, element), "write")
        opened = await open_board(desk, board)
        detail = await desk.read(details.element_detail, desk.plugins, desk.who, element, opened.language, 200)
        entry = next(
            (
                one
                for one in detail.history
                if one.at.isoformat() == form.get("at")
                and isinstance(one.after, dict)
                and field in (one.after.get("values") or {})
            ),
            None,
        )
        if entry is None:
            raise NotFound("This entry is not in the history any more.")
        value = ((entry.before or {}).get("values") or {}).get(field)
        command = c.ChangeField(
            command_id=desk.command_id(form), element=detail.element.id, field=field, value=value,
            language=opened.language,
        )  # fmt: skip
        done = await desk.do(command)
        return desk.told(done, f"/b/{opened.board.id}/items/{element}", language.say("Brought back."))

    @post("/{element:str}/move", status_code=200)
    async def move(self, desk: AtDesk, board: FromPath[str], element: FromPath[str]) -> Response[Any]:
        """Move a note: to a zone and in front of another, or one step up or down."""
        form = await desk.form()
        element = await self._there(desk, board, element)
        zone, before = form.get("zone"), form.get("before") or None
        if form.get("step") in ("up", "down"):
            zone, before = await self._stepped(desk, board, element, form.get("step"))
        done = await desk.do(c.Move(command_id=desk.command_id(form), element=element, zone=zone, before=before))
        return desk.told(done, f"/b/{board}/items/{element}")

    async def _stepped(self, desk: Desk, board: str, element: str, step: str) -> tuple[str, str | None]:
        opened = await open_board(desk, board)
        item = next((one for one in opened.board.items if one.id == element), None)
        if item is None:
            raise NotFound("There is no such note or link, or it is not yours.")
        row: list[Item] = [one for one in opened.board.items if one.zone == item.zone]
        at = row.index(item)
        target = max(0, at - 1) if step == "up" else at + 2
        return item.zone, row[target].id if target < len(row) else None

    @post("/{element:str}/place", status_code=200)
    async def place(self, desk: AtDesk, board: FromPath[str], element: FromPath[str]) -> Response[Any]:
        """Put an item somewhere on the drawing, or give it back to the layout."""
        form = await desk.form()
        id_ = await self._there(desk, board, element)
        if form.get("step"):
            x, y = await stepped(desk, await open_to_write(desk, board), id_, form.get("step"))
        else:
            x, y = place_of(form.get("x"), form.get("y"))
        done = await desk.do(c.PlaceItem(command_id=desk.command_id(form), element=id_, x=x, y=y))
        return desk.told(done, f"/b/{board}/items/{element}")

    @post("/{element:str}/links", status_code=200)
    async def connect(self, desk: AtDesk, board: FromPath[str], element: FromPath[str]) -> Response[Any]:
        """Add a link from or to an element."""
        form = await desk.form()
        element, end = (
            await self._there(desk, board, element),
            form.get("end") or form.get("target") or form.get("source"),
        )
        method, _, rest = form.get("choice").partition(":")
        kind, _, way = rest.partition(":")
        if not kind:
            method, kind = form.get("method"), form.get("kind")
            way = "in" if form.get("source") else "out"
        if not kind:
            raise Invalid("Choose what the link says.")
        if not end:
            raise Invalid("Choose to what the link leads.")
        declared = desk.method(method or await desk.read(overview.method_of_board, desk.who, known_id(board)))
        link = declared.link(kind) if declared else None
        source, target = (element, end) if way != "in" else (end, element)
        command = c.Connect(
            command_id=desk.command_id(form), kind=kind, source=known_id(source), target=known_id(target), method=method,
            values=values_of(link.fields, form) if link else {},
        )  # fmt: skip
        done = await desk.do(command)
        if not desk.is_htmx:
            return desk.back_to(f"/b/{board}/items/{element}")
        opened = await open_board(desk, board)
        panel = await element_panel(desk, opened, element)
        body = (
            f'<hx-partial hx-target="#sl-{panel.id}" hx-swap="outerMorph">{desk.html("core/parts/links.html", d=panel)}</hx-partial>'
            f'<hx-partial hx-target="#sn-{panel.id}" hx-swap="innerHTML"></hx-partial>'
        )
        return desk.told(done, "", language.say("The link is there."), self._undo(board), body=body)

    @post("/{element:str}/asked/{kind:str}/{target:str}", status_code=200)
    async def answer(
        self, desk: AtDesk, board: FromPath[str], element: FromPath[str], kind: FromPath[str], target: FromPath[str]
    ) -> Response[Any]:
        """Set what the panel asks about a parameter: the link to it is made with the first value, and then changed."""
        form = await desk.form()
        opened = await open_to_write(desk, board)
        element, target = await self._there(desk, board, element), await self._there(desk, board, target)
        method = desk.method(opened.board.method)
        declared = method.link(kind) if method else None
        if declared is None or not (declared.asks is not None or declared.rated_alone):
            raise NotFound("There is no such note or link, or it is not yours.")
        values = {
            one.id: value_of(one, form) for one in declared.fields if form.has_field(f"v.{one.id}")
        }  # a gap is a value here: what was known is not known any more
        stored = next(
            (link for link in opened.board.links_of(kind) if (link.source, link.target) == (element, target)), None
        )
        if stored is None:
            known = {name: value for name, value in values.items() if value is not None}
            command: c.Command = c.Connect(
                command_id=desk.command_id(form), kind=kind, source=element, target=target, method=opened.board.method,
                values=known,
            )  # fmt: skip
            await desk.do(command)
        else:
            for number, (name, value) in enumerate(values.items()):
                command = c.ChangeField(
                    command_id=desk.command_id(form if number == 0 else None), element=stored.id, field=name, value=value,
                    language=opened.language,
                )  # fmt: skip
                await desk.do(command)
        if not desk.is_htmx:
            return desk.back_to(f"/b/{board}/items/{element}")
        opened = await open_board(desk, board)
        return desk.fragment("core/parts/asked.html", d=await element_panel(desk, opened, element))

    @staticmethod
    def _undo(board: str) -> Undo:
        return Undo(f"/b/{board}/undo")

    @post("/{element:str}/doubts", status_code=200)
    async def doubt(self, desk: AtDesk, board: FromPath[str], element: FromPath[str]) -> Response[Any]:
        """Note a doubt at an element or one of its fields."""
        form = await desk.form()
        done = await desk.do(
            c.MarkUncertain(
                command_id=desk.command_id(form),
                element=await self._there(desk, board, element),
                field=form.get("field"),
                note=form.raw("note").strip(),
            )
        )
        if not desk.is_htmx:
            return desk.told(done, f"/b/{board}/items/{element}")
        opened = await open_board(desk, board)
        return desk.fragment("core/parts/element.html", detail=await element_panel(desk, opened, element))

    @post("/{element:str}/remove", status_code=200)
    async def remove(self, desk: AtDesk, board: FromPath[str], element: FromPath[str]) -> Response[Any]:
        """Delete a note or a link; the toast takes it back."""
        form = await desk.form()
        element = await self._there(desk, board, element)
        done = await desk.do(c.Remove(command_id=desk.command_id(form), element=element))
        back = f"/b/{board}"
        if not desk.is_htmx:
            return desk.back_to(back)
        opened = await open_board(desk, board)
        side = desk.html("core/parts/overview.html", view=board_view(desk.plugins, opened))
        undo = Undo(f"/b/{board}/items/{element}/restore")
        return desk.told(done, back, language.say("Deleted."), undo, body=side)

    @post("/{element:str}/restore", status_code=200)
    async def restore(self, desk: AtDesk, board: FromPath[str], element: FromPath[str]) -> Response[Any]:
        """Take back a deletion."""
        form = await desk.form()
        done = await desk.do(
            c.Restore(command_id=desk.command_id(form), element=await self._there(desk, board, element))
        )
        return desk.told(done, f"/b/{board}", language.say("Brought back."))

    @post("/{element:str}/vote", status_code=200)
    async def vote(self, desk: AtDesk, board: FromPath[str], element: FromPath[str]) -> Response[Any]:
        """Give points: a number, or `more` and `less` by one than one gave before."""
        form = await desk.form()
        element = await self._there(desk, board, element)
        said = form.get("points")
        if said in ("more", "less"):
            mine = await desk.read(overview.my_points, desk.who, [element])
            points = 1 if said == "more" and not mine.get(element) else 0
        elif (number := whole(said)) is not None:
            points = number
        else:
            raise Invalid("{points} are not points between 0 and {limit}.", points=said[:20] or "-", limit=100)
        command = c.Vote(
            command_id=desk.command_id(form), element=element, points=points, group=form.get("group") or None
        )
        done = await desk.do(command)
        if desk.is_htmx and form.get("panel") == "ballot":
            return await own_part(desk, known_id(board))
        return desk.told(done, f"/b/{board}")

    @post("/{element:str}/comments", status_code=200)
    async def comment(self, desk: AtDesk, board: FromPath[str], element: FromPath[str]) -> Response[Any]:
        """Write a comment."""
        form = await desk.form()
        command = c.Comment(
            command_id=desk.command_id(form),
            element=await self._there(desk, board, element),
            text=form.raw("text").strip(),
        )
        return desk.told(await desk.do(command), f"/b/{board}/items/{element}")

    @post("/{element:str}/comments/{comment:str}", status_code=200)
    async def resolve(
        self, desk: AtDesk, board: FromPath[str], element: FromPath[str], comment: FromPath[str]
    ) -> Response[Any]:
        """Mark a comment as dealt with, open it again, or delete it."""
        form = await desk.form()
        await desk.read(overview.comment_of, await self._there(desk, board, element), known_id(comment))
        command: c.Command
        if form.get("delete") == "1":
            command = c.DeleteComment(command_id=desk.command_id(form), comment=known_id(comment))
        else:
            command = c.ResolveComment(
                command_id=desk.command_id(form), comment=known_id(comment), done=form.get("done", "1") == "1"
            )
        return desk.told(await desk.do(command), f"/b/{board}/items/{element}")
