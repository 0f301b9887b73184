"""The door: the front page, personal links, joining by code, signing out, and what readers choose for themselves."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from kehittamo_core import mailing
from kehittamo_core.errors import NotFound, Refused, TooMany
from kehittamo_core.web import demo, language
from kehittamo_core.web.desk import PLAIN_COOKIE, AtDesk, Desk, safe_address
from kehittamo_core.web.errors import LANGUAGE_COOKIE, told
from kehittamo_core.web.security import COOKIE
from kehittamo_core.web.session import (
    THEME_COOKIE,
    THEMES,
    ended_cookie,
    look_cookie,
    preference_cookie,
    session_cookie,
)
from kehittamo_core.workshop import joining, overview
from kehittamo_core.workshop.hall_reading import read_now

TOKEN_LIMIT = 200


def person_kinds() -> list[tuple[str, str]]:
    """As what people join, in the reader's words."""
    return [
        ("expert", language.say("an expert")),
        ("customer", language.say("a customer")),
        ("relative", language.say("a relative")),
        ("experience", language.say("an expert by experience")),
        ("support", language.say("a support person")),
        ("decider", language.say("a decision-maker")),
    ]


class Door(Controller):
    """How people come in and go out."""

    path = "/"

    @get("/")
    async def home(self, desk: AtDesk) -> Response[Any]:
        """The front page: the code, and for those who are known their programmes."""
        return await self._home(desk)

    async def _home(self, desk: Desk, code: str = "", code_error: str = "", status: int = 200) -> Response[Any]:
        programmes = await desk.read(overview.programmes_of, desk.asking) if desk.asking else []
        people = await demo.people(desk)
        return desk.page(
            "core/home.html",
            status=status,
            code=code,
            code_error=code_error,
            programmes=programmes,
            demo=people,
            to=safe_address(desk.query("to"), ""),
        )

    @post("/demo", status_code=303)
    async def step_in(self, desk: AtDesk) -> Response[Any]:
        """Step in as one of the people of the examples; only on the computer that the server runs on."""
        form = await desk.form()
        token, address = await demo.step_in(desk, form.get("person"))
        return self._in(desk, token, safe_address(form.get("to"), address))

    # Personal links: GET shows whose it is, only POST opens a session, for mail scanners follow links.

    @get("/l/{token:str}")
    async def show_link(self, desk: AtDesk, token: FromPath[str]) -> Response[Any]:
        """Whose link this is."""
        with desk.guessing():
            owner, _ = await desk.read(joining.link_owner, token[:TOKEN_LIMIT])
        return desk.page("core/link.html", owner=owner)

    @post("/l/{token:str}", status_code=303)
    async def open_link(self, desk: AtDesk, token: FromPath[str]) -> Response[Any]:
        """Open a session by the link."""
        with desk.guessing():
            _, programme_id = await desk.read(joining.link_owner, token[:TOKEN_LIMIT])
        _, session_token = await desk.write(joining.open_link, token[:TOKEN_LIMIT])
        return self._in(desk, session_token, f"/p/{programme_id}" if programme_id else "/")

    # Joining by code

    @get("/j")
    async def read_code(self, desk: AtDesk) -> Response[Any]:
        """The code that was typed: on to its page, or the front page with what is wrong."""
        code = joining.read_code(desk.query("code"))[:12]
        try:
            with desk.guessing():
                await desk.read(overview.joining_of, code)
        except (NotFound, TooMany) as error:
            return await self._home(desk, desk.query("code"), told(error.message, error.values), error.status)
        return desk.back_to(f"/j/{code}")

    @get("/j/{code:str}")
    async def show_joining(self, desk: AtDesk, code: FromPath[str]) -> Response[Any]:
        """The form: name, organisation, as what."""
        return await self._joining(desk, code, desk.query("table"))

    async def _joining(
        self, desk: Desk, code: str, group: str, *, name: str = "", organisation: str = "", kind: str = "expert",
        error: str = "", status: int = 200,
    ) -> Response[Any]:  # fmt: skip
        code = joining.read_code(code)[:12]
        with desk.guessing():
            found = await desk.read(overview.joining_of, code)
        stage = found.stage
        where = f"{stage.title}, {language.day(stage.date)}" if stage and stage.date else stage.title if stage else ""
        shown = {"title": found.title, "where": where, "organisations": found.organisations}
        return desk.page(
            "core/join.html", status=status, code=code, joining=shown, group=group[:64], kinds=person_kinds(), kind=kind,
            name=name, organisation=organisation, error=error,
        )  # fmt: skip

    @post("/j/{code:str}", status_code=303)
    async def join(self, desk: AtDesk, code: FromPath[str]) -> Response[Any]:
        """Join: a person, a table, a session and an own link."""
        form = await desk.form()
        name, organisation, kind = form.get("name"), form.get("organisation"), form.get("kind", "expert")
        known = {id_ for id_, _ in person_kinds()}
        kind = kind if kind in known else "expert"
        code = joining.read_code(code)[:12]
        with desk.guessing():
            found = await desk.read(overview.joining_of, code)
        joiner = joining.Joiner(
            name=name, organisation=organisation, kind=kind, group_key=form.get("group")[:64] or None,
            command_id=form.get("command_id")[:64], device=desk.device,
        )  # fmt: skip
        try:
            desk.tries.joining(desk.device, found.id)
            who, token, link = await desk.write(joining.join, code, joiner)
        except NotFound:
            raise
        except Refused as error:
            return await self._joining(
                desk, code, form.get("group"), name=name[:200], organisation=organisation[:200], kind=kind,
                error=told(error.message, error.values), status=error.status,
            )  # fmt: skip
        seat = await desk.read(overview.seat_of, who)
        programme = (await desk.read(overview.programmes_of, who))[0]
        activity = (await desk.read(read_now, who, programme.id)).activity
        answer = desk.page(
            "core/joined.html", who=who, programme=programme, seat=seat, link=f"{desk.base_url}/l/{link}",
            mail=mailing.is_set(desk.settings), starts=activity is not None and activity.state == "open", status=200,
        )  # fmt: skip
        answer.cookies.append(session_cookie(desk.request, token))
        answer.cookies.append(look_cookie(desk.request, ""))
        return answer

    # Going out, and what readers choose

    @post("/out", status_code=303)
    async def go_out(self, desk: AtDesk) -> Response[Any]:
        """Close the session in this browser."""
        token = desk.request.cookies.get(COOKIE)
        if token and desk.asking is not None:
            await desk.write(joining.sign_out, token)
        answer: Response[Any] = Redirect("/", status_code=303)
        answer.cookies.append(ended_cookie(desk.request))
        answer.cookies.append(look_cookie(desk.request, ""))
        return answer

    @post("/preferences", status_code=303)
    async def choose(self, desk: AtDesk) -> Response[Any]:
        """Choose a language, a theme or plain language."""
        form = await desk.form()
        answer: Response[Any] = Redirect(safe_address(form.get("back")), status_code=303)
        if wanted := language.known(form.get("language")):
            answer.cookies.append(preference_cookie(desk.request, LANGUAGE_COOKIE, wanted))
        if form.get("theme") in THEMES:
            answer.cookies.append(preference_cookie(desk.request, THEME_COOKIE, form.get("theme")))
        if form.get("plain") in ("0", "1"):
            answer.cookies.append(preference_cookie(desk.request, PLAIN_COOKIE, form.get("plain")))
        return answer

    def _in(self, desk: Desk, token: str, address: str) -> Response[Any]:
        return step_in(desk, token, address)


def step_in(desk: Desk, token: str, address: str) -> Response[Any]:
    """A session that was opened, in the browser's cookie, and on to a page."""
    answer: Response[Any] = Redirect(address, status_code=303)
    answer.cookies.append(session_cookie(desk.request, token))
    answer.cookies.append(look_cookie(desk.request, ""))
    return answer
