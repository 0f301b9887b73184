"""The pages of a made report, one at a time, as pictures with their words: what is printed is seen before it is taken."""

import base64
from collections import OrderedDict
from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from kehittamo_core.errors import NotAllowed, NotFound
from kehittamo_core.exporting import PageLook
from kehittamo_core.method import Export
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.ids import known_id
from kehittamo_core.workshop import jobs, overview

REMEMBERED = 60
"""So many pages are kept, of all reports."""
SECONDS = 20.0


def page_of(way: Export, data: bytes, number: int) -> PageLook:
    """Runs in a worker."""
    assert way.look is not None
    seen = way.look(data, number)
    assert isinstance(seen, PageLook)
    return seen


class ReportLooks(Controller):
    """`/p/.../report/jobs/.../pages/N`."""

    path = "/p/{programme:str}/report/jobs/{job:str}/pages"

    @get("/{page:str}")
    async def show(
        self, desk: AtDesk, programme: FromPath[str], job: FromPath[str], page: FromPath[str]
    ) -> Response[Any]:
        """A page of a ready report as a picture with its words."""
        row, data = await desk.read(jobs.job_file, desk.who, known_id(programme), known_id(job))
        way = desk.plugins.exports.get(row.format)
        if way is None or way.look is None or not page.isdigit():
            raise NotFound("The pages of this file cannot be shown; download it.")
        if way.private and not desk.who.may("facilitate"):
            raise NotAllowed("This file holds what is not for publication, so only facilitators see it.")
        seen = await self._seen(desk, way, row.id, data, min(int(page[:5]), 99_999))
        head = await desk.read(overview.head, desk.who, row.programme_id)
        title = next((title for title, first in reversed(seen.chapters) if first <= seen.number), "")
        look = {
            "job": row.id, "number": seen.number, "count": seen.count, "words": seen.words, "title": title,
            "chapters": seen.chapters, "picture": "data:image/png;base64," + base64.b64encode(seen.picture).decode(),
        }  # fmt: skip
        if desk.is_htmx:
            return desk.fragment("core/parts/page_look.html", programme=head, look=look)
        return desk.page("core/page_look.html", programme=head, nav="report", look=look)

    async def _seen(self, desk: Desk, way: Export, job_id: str, data: bytes, number: int) -> PageLook:
        """A page, made in a worker and remembered: a made file does not change."""
        seen: OrderedDict[tuple[str, int], PageLook] = desk.request.app.state.setdefault("page_looks", OrderedDict())
        known = seen.get((job_id, number))
        if known is None:
            known = await desk.workers.run(page_of, way, data, number, seconds=SECONDS, name="report page")
            seen[job_id, number] = known
            while len(seen) > REMEMBERED:
                seen.popitem(last=False)
        return known
