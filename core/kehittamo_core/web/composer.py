"""The report's composer: the chapters as an export outlines them, put in order, left out, introduced; free pages between.

The plan is one of the programme's plain fields (`programme.report`), so it is a command like any other: it has its
history, a revision that tells when somebody else was first, and it is a part of every saved version.
"""

import asyncio
import hashlib
import json
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kehittamo_core.database.ids import new_id
from kehittamo_core.document.form import PAGE_STYLES
from kehittamo_core.document.normal import sha256
from kehittamo_core.errors import Invalid, KehittamoError, WorkFailed
from kehittamo_core.exporting import ExportRequest, Outline, Outlined
from kehittamo_core.method import Export
from kehittamo_core.web import language
from kehittamo_core.web.desk import Desk
from kehittamo_core.web.forms import Form
from kehittamo_core.workers.pool import sendable
from kehittamo_core.workshop.report_plan import StoredPlan, items_of, stored_plan

log = logging.getLogger("kehittamo.web")
Plan = list[dict[str, Any]]
MOST_PAGES = 40
SECONDS = 180.0
WHY: Mapping[str, str] = {
    "time": "It took longer than three minutes. Try again when less is going on.",
    "memory": "It needed more memory than it may have. Tell the operator.",
    "": "Something broke on our side; it has been noted.",
}
"""Why there is no outline, by the reason that its worker gives; English msgids."""
REMEMBERED = 32
"""So many outlines are kept."""


@dataclass(frozen=True)
class Composed:
    """What the composer shows: the outline, the stored plan with its revision, and the boards' addresses by their keys."""

    outline: Outline
    plan: Sequence[Mapping[str, Any]]
    revision: int
    boards: Mapping[str, str]

    perspectives: Sequence[tuple[str, str]] = ()
    """Id and name of the perspectives whose cards may stand at the foot of a chapter's pages."""
    agenda: Sequence[tuple[str, str]] = ()
    """Id and words of the result day's agenda items, which a chapter may be presented in."""
    places: Mapping[str, str] = field(default_factory=dict)
    """The items that checks name, by their keys."""
    images: Sequence[Mapping[str, Any]] = ()
    """The programme's images that everybody may see, as an archive tells them, without the logo."""
    dated: bool = False
    """Whether the checks are of before what was just written; the chapters are as they are."""
    languages: Sequence[str] = ("fi",)
    """The programme's; what is written in the first is the source, in the others its translation."""

    @property
    def checks(self) -> list[dict[str, str]]:
        """The checks, each with the page where it is mended below the programme's, or the board and item."""
        made = []
        for check in self.outline.checks:
            board = self.boards.get(check.board, "")
            item = self.places.get(check.item, "")
            place = f"/items/{item}" if item else f"/{check.place}" if check.place else ""
            href = f"/b/{board}{place}" if board else ""
            made.append(
                {
                    "message": check.message.removeprefix(f"{check.title}: "), "title": check.title if board else "", "href": href,
                    "item": item, "place": "" if board else check.place,
                }
            )  # fmt: skip
        return made

    def called(self, one: Outlined, speak: str) -> dict[str, str]:
        """A free page's title and speaker as they are written in a language, with the source beside a translation."""
        entry = next((entry for entry in self.plan if entry.get("id") == one.id), {})
        if one.kind != "page" or speak not in self.languages[1:]:
            return {"by": one.by, "name": str(entry.get("title") or one.title), "source_name": ""}
        said = (entry.get("translations") or {}).get(speak) or {}
        return {"by": said.get("by", ""), "name": said.get("title", ""), "source_name": str(entry.get("title") or "")}

    def mark_of(self, id_: str) -> str:
        """What a chapter's stored entry is like: a form that was sent with it changes only what its sender saw."""
        entry = next((entry for entry in self.plan if entry.get("id") == id_), {})
        return hashlib.sha256(json.dumps(entry, sort_keys=True, default=str).encode()).hexdigest()[:12]

    def is_as_it_was(self, form: Form) -> bool:
        """Whether nobody changed the chapter that a form saves since it was shown, whatever became of the others."""
        return form.get("act") == "save" and "was" in form and form.get("was") == self.mark_of(form.get("chapter"))


@dataclass(frozen=True)
class NoOutline:
    """There is nothing to compose: the outline is `coming`, or `why` it failed (an English msgid); neither, where no export composes."""

    coming: bool = False
    why: str = ""


async def composed(
    desk: Desk, programme_id: str, patience: float | None = None, *, again: bool = False
) -> Composed | NoOutline:
    """The composer's content, made in a worker and remembered for the same content.

    A page is not kept waiting: what is not there after `patience` seconds is there when it is asked again, and where only
    introductions and pages were written since it was last made, it is shown as it was (`dated`). Without `patience` that is
    enough, for the chapters are the same. One that failed is made anew when the content has changed, or where somebody asks
    for it (`again`).
    """
    ways = [one for one in desk.plugins.exports.values() if one.outline is not None]
    if not ways:
        return NoOutline()
    way = min(ways, key=lambda one: one.id != "pdf")
    stored = await desk.read(stored_plan, desk.who, programme_id)
    shapes: OrderedDict[str, Outline] = desk.request.app.state.setdefault("outline_shapes", OrderedDict())
    shape = _key({**stored.document, "programme": {**stored.document["programme"], "report": list(stored.plan)}})
    asked, before, dated = _asked(desk, way, stored, again), shapes.get(shape), False
    try:
        if patience is None and before is not None:
            patience = 0.0
        outline = await asyncio.wait_for(asyncio.shield(asked), patience)
        shapes[shape] = outline
        while len(shapes) > REMEMBERED:
            shapes.popitem(last=False)
    except TimeoutError:
        if before is None:
            return NoOutline(coming=True)
        outline, dated = before, True
    except KehittamoError as error:
        log.warning("the report's outline of %s could not be made: %s", programme_id, error)
        return NoOutline(why=WHY.get(error.reason if isinstance(error, WorkFailed) else "", WHY[""]))
    programme = stored.document.get("programme") or {}
    actors = {one.get("id"): one.get("name") for one in programme.get("actors") or ()}
    perspectives = [
        (str(one["id"]), str(actors.get(one.get("actor")) or one.get("benefit_heading") or one["id"]))
        for one in programme.get("perspectives") or ()
    ]
    agenda = [
        (str(one["id"]), str(one.get("text") or one["id"]))
        for stage in stored.document.get("stages") or () if stage.get("kind") == "result_day"
        for one in stage.get("agenda") or ()
    ]  # fmt: skip
    images = [
        {name: part for name, part in one.items() if name != "data"}
        for one in programme.get("images") or () if one.get("use") != "logo"
    ]  # fmt: skip
    places = await desk.read(items_of, programme_id, [check.item for check in outline.checks if check.item])
    return Composed(
        outline,
        stored.plan,
        stored.revision,
        stored.boards,
        perspectives,
        agenda,
        places,
        images,
        dated,
        stored.languages,
    )


def _key(document: Mapping[str, Any]) -> str:
    """What an outline is remembered by."""
    return f"{sha256(document)} {language.current()}"


def _asked(desk: Desk, way: Export, stored: StoredPlan, again: bool) -> "asyncio.Future[Outline]":
    """The outline of a document, asked once while it is remembered; one that failed is asked for anew where it is wanted `again`."""
    seen: OrderedDict[str, asyncio.Future[Outline]] = desk.request.app.state.setdefault("outlines", OrderedDict())
    key = _key(stored.document)
    known = seen.get(key)
    failed = known is not None and known.done() and (known.cancelled() or known.exception() is not None)
    if known is None or known.cancelled() or (failed and again):
        run = desk.workers.run(
            _outlined,
            way,
            stored.document,
            sendable(desk.plugins),
            language.current(),
            str(desk.request.app.state.settings.home / "cache"),
            seconds=SECONDS,
            name="report outline",
        )
        known = seen[key] = asyncio.ensure_future(run)
        while len(seen) > REMEMBERED:
            seen.popitem(last=False)
    return known


def _outlined(way: Export, document: Mapping[str, Any], plugins: Any, speak: str, cache: str) -> Outline:
    """Runs in a worker."""
    assert way.outline is not None
    made = way.outline(ExportRequest(document=document, plugins=plugins, language=speak, options={"cache": cache}))
    assert isinstance(made, Outline)
    return made


def changed(composed_: Composed, form: Form, speak: str = "") -> Plan:
    """The plan after one action of its form: `act` is up, down, out, in, save, add, remove, or order; none with
    an `element` that was moved `before` another. What is titled in a language (`speak`) that is the programme's, and not
    its first, is the translation. Introductions and free pages' texts are co-edited and not here, but for a new page's.

    Raises:
        Invalid: there is no such chapter or action.
    """
    plan = [_entry(one, composed_.plan) for one in composed_.outline.chapters]
    act, id_ = form.get("act"), form.get("chapter") or form.get("element")
    if act == "add":
        return _added(plan, form)
    if act == "order":
        wanted = [part for part in form.get("order").split(",") if part]
        place = {part: index for index, part in enumerate(wanted)}
        return sorted(plan, key=lambda entry: place.get(entry["id"], len(place)))
    at = next((index for index, entry in enumerate(plan) if entry["id"] == id_), None)
    if at is None:
        raise Invalid("There is no chapter {chapter} in this report.", chapter=id_[:80])
    entry = plan[at]
    match act:
        case "up" | "down":
            to = at - 1 if act == "up" else at + 1
            if 0 <= to < len(plan):
                plan[at], plan[to] = plan[to], plan[at]
        case "" if "element" in form:  # dragged, or moved with Alt and an arrow key
            del plan[at]
            before = next((index for index, one in enumerate(plan) if one["id"] == form.get("before")), len(plan))
            plan.insert(before, entry)
        case "out":
            entry["left_out"] = True
        case "in":
            entry.pop("left_out", None)
        case "remove" if entry.get("kind") == "page":
            del plan[at]
        case "save":
            for name in ("title", "by", "style"):
                if name in form and entry.get("kind") == "page":
                    _said(entry, name, form.raw(name).strip(), speak if speak in composed_.languages[1:] else "")
            for name in ("perspective", "agenda"):
                if name in form:
                    _chosen(entry, name, form.get(name))
            if "with_images" in form and entry.get("kind") == "page":
                known = {str(one["id"]) for one in composed_.images}
                entry["images"] = [id_ for id_ in dict.fromkeys(form.all("image")) if id_ in known]
            _checked(entry)
        case _:
            raise Invalid("There is no action {action} here.", action=act[:40])
    return plan


def _said(entry: dict[str, Any], name: str, words: str, translated: str) -> None:
    """What a page is called, or who said it; `translated` is the language of a translation."""
    if name == "style" or not translated:
        entry[name] = words
        return
    said = {**(entry.get("translations") or {})}
    said[translated] = {**said.get(translated, {}), name: words}
    entry["translations"] = said


def _chosen(entry: dict[str, Any], name: str, value: str) -> None:
    """What was chosen of a list of the programme's own ids; "" is nothing."""
    entry.pop(name, None)
    if value:
        entry[name] = value[:64]


def _entry(one: Outlined, stored: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A chapter's entry as it is stored, or a bare one that only holds its place: from now on every chapter has one."""
    known = next((dict(entry) for entry in stored if entry.get("id") == one.id), {"id": one.id})
    known.pop("unplaced", None)
    return known


def _added(plan: Plan, form: Form) -> Plan:
    """A new free page, after the chapter that was named or at the end."""
    if sum(entry.get("kind") == "page" for entry in plan) >= MOST_PAGES:
        raise Invalid("A report has at most {most} free pages.", most=MOST_PAGES)
    entry = {
        "id": f"page-{new_id()[-8:]}", "kind": "page", "title": form.get("title"), "text": form.raw("text").strip(),
        "style": form.get("style", "text"), "by": form.get("by"),
    }  # fmt: skip
    _checked(entry)
    after = next((index for index, one in enumerate(plan) if one["id"] == form.get("after")), len(plan) - 1)
    return [*plan[: after + 1], entry, *plan[after + 1 :]]


def _checked(entry: Mapping[str, Any]) -> None:
    if entry.get("kind") == "page":
        if not entry.get("title"):
            raise Invalid("Give the page a title.")
        if entry.get("style", "text") not in PAGE_STYLES:
            raise Invalid("There is no kind of page {style} here.", style=str(entry.get("style"))[:40])
