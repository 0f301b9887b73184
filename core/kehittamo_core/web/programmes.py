"""New programmes: from a template, or from a file of the archive with a look at it before it is read in."""

import json
from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile

from kehittamo_core import exchange
from kehittamo_core.document.comparing import name_of
from kehittamo_core.errors import Invalid, NotAllowed
from kehittamo_core.web import language
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.errors import told
from kehittamo_core.web.forms import whole
from kehittamo_core.words import LANGUAGES
from kehittamo_core.workshop.archive import import_document
from kehittamo_core.workshop.archive_export import existing_document
from kehittamo_core.workshop.commands import CreateProgramme
from kehittamo_core.workshop.templates import TEMPLATES

LONGEST_FILE = 5 * 1024 * 1024


def only_coordinators(desk: Desk) -> None:
    """Refuse whoever is no coordinator of the instance.

    Raises:
        NotSignedIn, NotAllowed: see the message.
    """
    if not (desk.who.account and desk.who.may("coordinate")):
        raise NotAllowed("Only coordinators may do this; ask yours.")


class Programmes(Controller):
    """`/programmes`."""

    path = "/programmes"

    @get("/new")
    async def new(self, desk: AtDesk) -> Response[Any]:
        """The templates, and the file."""
        only_coordinators(desk)
        templates = [
            {"id": one.id, "title": language.say(one.title), "summary": language.say(one.summary)} for one in TEMPLATES
        ]
        return desk.page("core/process/new.html", templates=templates)

    @post("/", status_code=303)
    async def start(self, desk: AtDesk) -> Response[Any]:
        """Start a programme from a template."""
        form = await desk.form()
        speak = form.get("language") or language.current()
        done = await desk.do(
            CreateProgramme(
                command_id=desk.command_id(form), title=form.get("title"), template=form.get("template"),
                language=speak if speak in LANGUAGES else "fi", workshops=_workshops(form.get("workshops", "4")),
            )
        )  # fmt: skip
        return desk.back_to(f"/p/{done.ref}/plan")

    @post("/import", status_code=200)
    async def read_in(self, desk: AtDesk) -> Response[Any]:
        """Look at a file, or (with `sure`) read it in. A file with one wrong value changes nothing."""
        only_coordinators(desk)
        sent = await desk.request.form()
        file = sent.get("file")
        data = await file.read() if isinstance(file, UploadFile) else str(sent.get("text") or "").encode()
        if not data.strip():
            raise Invalid("Choose a file, or paste its text.")
        if len(data) > LONGEST_FILE:
            raise Invalid(
                "The file is too large: at most {limit} megabytes are read here.", limit=LONGEST_FILE // 1024 // 1024
            )
        replace = sent.get("replace") == "1"
        document: dict[str, Any] | None = None
        existing: dict[str, Any] | None = None
        problems: list[tuple[str, str]] = []
        try:
            document = exchange.read_document(data)
            existing = await desk.read(existing_document, desk.who, document)
            faults = exchange.validate(document, desk.plugins, None if replace else existing)
            problems = [(fault.place, told(fault.message, dict(fault.values))) for fault in faults]
        except Invalid as error:
            problems = [(fault.place, told(fault.message, dict(fault.values))) for fault in error.faults]
            problems = problems or [("", told(error.message, error.values))]
        if document is not None and not problems and sent.get("sure") == "1":
            id_ = await desk.write(import_document, desk.plugins, desk.who, document, replace)
            return desk.back_to(f"/p/{id_}")
        return desk.page(
            "core/process/import.html", problems=problems, existing=existing is not None, replace=replace,
            summary=_summary(document) if document is not None and not problems else None,
            text=json.dumps(document, ensure_ascii=False) if document is not None and not problems else "",
            status=422 if problems else 200,
        )  # fmt: skip


def _workshops(text: str) -> int:
    number = whole(text, 99)
    return number if number is not None else 4


def _summary(document: dict[str, Any]) -> dict[str, Any]:
    """What a file holds, in numbers."""
    boards = document.get("boards") or []
    names = (("stages", "Meetings"), ("groups", "Groups"), ("participants", "People"), ("decisions", "Decisions"))
    counts = [(language.say(title), len(document.get(name) or [])) for name, title in names]
    counts.append((language.say("Boards"), len(boards)))
    counts.append((language.say("Notes"), sum(len(board.get("items") or []) for board in boards)))
    return {"title": name_of(document["programme"]), "counts": counts}
