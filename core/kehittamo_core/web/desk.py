"""The desk: what every page and form needs at hand - who asks, the database, the plugins - and how it answers.

A handler reads or writes through `read` and `write` with plain functions of a session, so rights are asked at the one
guarded door of the workshop, and answers with a page, a fragment, or "done" for a command.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import quote

from jinja2 import Environment
from jinja2_fragments.litestar import HTMXBlockTemplate
from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.response import Redirect

from kehittamo_core.database.engine import Database
from kehittamo_core.database.ids import new_id
from kehittamo_core.errors import NotFound, NotSignedIn
from kehittamo_core.loading import Plugins
from kehittamo_core.method import Method
from kehittamo_core.settings import Settings
from kehittamo_core.web import language
from kehittamo_core.web.errors import is_htmx
from kehittamo_core.web.forms import Form
from kehittamo_core.web.hall_strip import Strip, strip_for
from kehittamo_core.web.session import THEME_COOKIE, THEMES, device_of, door_cookie
from kehittamo_core.web.templating import render
from kehittamo_core.web.tries import Tries
from kehittamo_core.workers import Workers
from kehittamo_core.workshop.carrying import execute
from kehittamo_core.workshop.commands import Command, Done
from kehittamo_core.workshop.people import Identity

T = TypeVar("T")
HTML = "text/html; charset=utf-8"
_COMMAND_ID = re.compile(r"[A-Za-z0-9_.:\-]{1,64}")
PLAIN_COOKIE = "plain"
_PICTURES = re.compile(r"/drawing/|/images/|/files/|/lead/news$")
"""Addresses of what is no page, and is asked for often."""


@dataclass(frozen=True)
class Undo:
    """A button that takes back what was just done; one that `leads` opens the page of what is brought back."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    leads: bool = False


@dataclass(frozen=True)
class Flash:
    """A word at the foot of a page that was just opened."""

    message: str
    undo: Undo | None = None


class Desk:
    """One request's desk."""

    def __init__(self, request: Request[Any, Any, Any]) -> None:
        state = request.app.state
        self.request = request
        self.database: Database = state.database
        self.plugins: Plugins = state.plugins
        self.settings: Settings = state.settings
        self.workers: Workers = state.workers
        self.templates: Environment = state.templates
        self.asking: Identity | None = request.scope.get("user")
        self.hall: Strip | None = None

    # Who and what

    @property
    def who(self) -> Identity:
        """Who is signed in.

        Raises:
            NotSignedIn: nobody is.
        """
        if self.asking is None:
            raise NotSignedIn("Sign in first: open your personal link, or join with the code.")
        return self.asking

    @property
    def is_htmx(self) -> bool:
        """Whether htmx asks, for a fragment."""
        return is_htmx(self.request)

    @property
    def here(self) -> str:
        """The address of this page, with its query."""
        query = self.request.url.query
        return f"{self.request.url.path}?{query}" if query else self.request.url.path

    @property
    def address(self) -> str:
        """The network address that the request comes from; a whole hall may have one."""
        client = self.request.client
        return client.host if client else ""

    @property
    def tries(self) -> Tries:
        """The wrong tries of late, of this server."""
        tries: Tries = self.request.app.state.tries
        return tries

    @property
    def device(self) -> str:
        """The device at the door: the name that we gave it, else its network address."""
        return device_of(self.request) or f"at {self.address}"

    @property
    def base_url(self) -> str:
        """Where this server is reached, for links and QR codes: the address that is set, else the one that was asked."""
        return (self.settings.base_url or str(self.request.base_url)).rstrip("/")

    @property
    def plain(self) -> bool:
        """Whether the reader wants plain language."""
        return self.request.cookies.get(PLAIN_COOKIE) == "1"

    def query(self, name: str, default: str = "") -> str:
        """A word of the address's query, at most 200 letters of it."""
        value = self.request.query_params.get(name)
        return str(value)[:200] if value is not None else default

    async def form(self) -> Form:
        """What the form sent; a body that is no form is an empty one."""
        return Form((await self.request.form()).multi_items())

    def command_id(self, form: Form | None = None) -> str:
        """The id that the sender gave the command, so that a retry is answered and not repeated; else a fresh one."""
        sent = self.request.headers.get("x-command-id") or (form.get("command_id") if form is not None else "")
        return sent if _COMMAND_ID.fullmatch(sent or "") else new_id()

    @contextmanager
    def guessing(self) -> Iterator[None]:
        """Around the reading of a code or a link: a wrong one counts against the device, which at length has to wait.

        Raises:
            TooMany: the device has guessed too often.
        """
        self.tries.check(self.device)
        try:
            yield
        except NotFound:
            self.tries.wrong(self.device)
            raise

    # The database

    async def read(self, work: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """What `work(session, ...)` finds."""
        return await self.database.read(lambda session: work(session, *arguments, **named))

    async def write(self, work: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Carry out `work(session, ...)` in one transaction."""
        return await self.database.write(lambda session: work(session, *arguments, **named))

    async def do(self, command: Command) -> Done:
        """Carry out a command for the person who asks."""
        return await self.write(execute, self.plugins, self.who, command)

    def method(self, id_: str) -> Method | None:
        """An installed method."""
        return self.plugins.methods.get(id_)

    # Answers

    def context(self, **more: Any) -> dict[str, Any]:
        """What every template may use."""
        theme = self.request.cookies.get(THEME_COOKIE, "")
        return {
            "who": self.asking, "here": self.here, "theme": theme if theme in THEMES else "", "plain": self.plain,
            "command_id": new_id(), "flash": None, "hall": self.hall, **more,
        }  # fmt: skip

    def page(self, template: str, *, status: int = 200, **context: Any) -> Response[Any]:
        """A whole page."""
        answer: Response[Any] = HTMXBlockTemplate(
            template_name=template, context=self.context(**context), media_type=HTML, status_code=status
        )
        if self.asking is None and not device_of(self.request) and self.request.app.state.tries.may_name(self.address):
            answer.cookies.append(door_cookie(self.request))
        return answer

    def fragment(
        self,
        template: str,
        block: str | None = None,
        *,
        status: int = 200,
        headers: dict[str, str] | None = None,
        **context: Any,
    ) -> Response[Any]:
        """A template or one of its blocks as a fragment for htmx."""
        return HTMXBlockTemplate(
            template_name=template, block_name=block, context=self.context(**context), media_type=HTML, status_code=status,
            headers=headers or {},
        )  # fmt: skip

    def html(self, template: str, **context: Any) -> str:
        """A template as a part of an answer that has several."""
        return render(self.templates, template, language.current(), self.context(**context))

    def back_to(self, address: str) -> Response[Any]:
        """After a form without htmx: on to a page."""
        return Redirect(address, status_code=303)

    def told(self, done: Done, back: str, message: str = "", undo: Undo | None = None, body: str = "") -> Response[Any]:
        """The answer to a command: for htmx a short word, with `body` before it; without htmx the page it came from.

        What changed on the page arrives by the socket, for the author as for everybody. A page that has no socket now
        (it says so in no header) is asked to load itself again.
        """
        if not self.is_htmx:
            return self.back_to(back)
        event = {"kehittamo:done": {"room": done.room, "seq": done.event_seq, "ref": done.ref}}
        headers = {"HX-Trigger": json.dumps(event)}
        text = message or done.message
        if text:
            toast = self.html("core/parts/toast.html", message=text, undo=undo)
            body += f'<hx-partial hx-target="#toast" hx-swap="innerHTML">{toast}</hx-partial>'
        return Response(body, media_type=HTML, status_code=200, headers=headers)


AtDesk = SkipValidation[NamedDependency[Desk]]
"""How a handler asks for the desk."""


def safe_address(address: str, default: str = "/") -> str:
    """An address on this site, or the default: never one that leads elsewhere."""
    if not address.startswith("/") or address.startswith(("//", "/\\")) or any(ord(letter) < 33 for letter in address):
        return default
    return quote(address, safe="/?=&#%:;,+~-._!*'()@")


async def provide_desk(request: Request[Any, Any, Any]) -> Desk:
    """The desk of a request, for handlers that name it; a page of a programme is made with what goes on in its hall."""
    desk = Desk(request)
    if request.method == "GET" and not desk.is_htmx and not _PICTURES.search(request.url.path):
        desk.hall = await strip_for(desk.database, desk.asking, request.path_params)
    return desk
