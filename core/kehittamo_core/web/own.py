"""What belongs to whoever is signed in: their link, mail and password, the sign-in by password, and looking as a participant."""

import asyncio
from typing import Any

from litestar import Controller, Response, get, post
from litestar.response import Redirect

from kehittamo_core import mailing
from kehittamo_core.errors import Invalid, NotAllowed
from kehittamo_core.web import language
from kehittamo_core.web.desk import AtDesk, Desk, safe_address
from kehittamo_core.web.errors import told
from kehittamo_core.web.home import step_in
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.session import look_cookie
from kehittamo_core.workshop import accounts, joining, overview
from kehittamo_core.workshop.access import programme_for
from kehittamo_core.workshop.people_commands import end_sessions, group_in


class Own(Controller):
    """`/in`, `/me/...` and `/look`."""

    path = "/"

    @get("/in")
    async def show_sign_in(self, desk: AtDesk) -> Response[Any]:
        """Sign in with an address and a password."""
        return desk.page("core/sign_in.html", email="", error="", to=safe_address(desk.query("to"), ""))

    @post("/in", status_code=303)
    async def sign_in(self, desk: AtDesk) -> Response[Any]:
        """Open a session by a password; a wrong one says nothing about which accounts there are."""
        form = await desk.form()
        email, password = form.get("email")[:200], form.raw("password")
        desk.tries.check(desk.device)
        id_, stored = await desk.read(accounts.stored_password, email)
        desk.tries.check_account(email.casefold())
        if not await asyncio.to_thread(accounts.fits, password, stored) or id_ is None:
            desk.tries.wrong(desk.device)
            desk.tries.wrong_password(email.casefold())
            error = language.say("The address and the password do not belong together. Your personal link opens too.")
            return desk.page("core/sign_in.html", status=422, email=email, error=error, to=form.get("to"))
        token = await desk.write(accounts.open_by_password, id_)
        return step_in(desk, token, safe_address(form.get("to"), "/"))

    @get("/me")
    async def me(self, desk: AtDesk) -> Response[Any]:
        """One's own page."""
        return await self._me(desk)

    async def _me(
        self, desk: Desk, *, link: str = "", said: str = "", error: str = "", status: int = 200
    ) -> Response[Any]:
        programme = None
        if desk.who.programme_id:
            programme = await desk.read(overview.head, desk.who, desk.who.programme_id)
        more = {"programme": programme} if programme is not None else {}
        return desk.page(
            "core/me.html", status=status, link=link, said=said, error=error, mail=await desk.read(accounts.own_mail, desk.who),
            mail_is_set=mailing.is_set(desk.settings), least=accounts.LEAST, **more,
        )  # fmt: skip

    @post("/me/link", status_code=200)
    async def make_link(self, desk: AtDesk) -> Response[Any]:
        """A new link of one's own: on the page, or sent to one's own address."""
        form = await desk.form()
        who = desk.who
        if "email" in form:
            await desk.write(accounts.set_own_mail, who, form.get("email"))
        token = await desk.write(joining.make_link, who)
        link = f"{desk.base_url}/l/{token}"
        if form.get("send") != "1":
            return await self._me(desk, link=link)
        address = await desk.read(accounts.own_mail, who)
        if not address:
            return await self._me(desk, link=link, error=language.say("Write your e-mail address first."), status=422)
        letter = mailing.Letter(
            to=address, subject=language.say("Your own link to Kehittämö"),
            text="\n\n".join(
                [
                    language.say("Hello {name},", name=who.name),
                    language.say("With this link you come back as the same person, from any device:") + f"\n{link}",
                    language.say("The link is yours for the whole programme. Keep it to yourself: who has it is you."),
                ]
            ),
        )  # fmt: skip
        letters = [letter] if mailing.is_set(desk.settings) else []
        if any(await asyncio.to_thread(mailing.send, desk.settings, letters)):
            return await self._me(desk, said=language.say("The link was sent to {mail}.", mail=address))
        return await self._me(
            desk, link=link, error=language.say("The mail could not be sent. Copy the link instead."), status=503
        )

    @post("/me/mail", status_code=303)
    async def set_mail(self, desk: AtDesk) -> Response[Any]:
        """Set one's own address; an empty one removes it."""
        form = await desk.form()
        try:
            await desk.write(accounts.set_own_mail, desk.who, form.get("email"))
        except Invalid as error:
            return await self._me(desk, error=told(error.message, error.values), status=error.status)
        return desk.back_to("/me")

    @post("/me/password", status_code=303)
    async def set_password(self, desk: AtDesk) -> Response[Any]:
        """Set one's own password."""
        form = await desk.form()
        if not desk.who.account:
            raise NotAllowed("A password is for accounts; your personal link is your key.")
        try:
            stored = await asyncio.to_thread(accounts.hash_password, form.raw("password"))
            await desk.write(accounts.set_own_password, desk.who, stored)
        except Invalid as error:
            return await self._me(desk, error=told(error.message, error.values), status=error.status)
        return await self._me(desk, said=language.say("The password was set."))

    @post("/me/revoke", status_code=303)
    async def revoke(self, desk: AtDesk) -> Response[Any]:
        """End all one's own links and sessions but give a new link at once, so that nobody is left outside."""
        who = desk.who

        def renew(session: Any) -> str:
            mine = {"account": who.person_id} if who.account else {"participant": who.person_id}
            end_sessions(session, **mine)
            accounts.tell_pages(session, who)
            return joining.make_link(session, who)

        token = await desk.write(renew)
        _, opened = await desk.write(joining.open_link, token)
        answer = await self._me(
            desk, link=f"{desk.base_url}/l/{token}", said=language.say("All earlier links and sessions have ended.")
        )
        answer.cookies.extend(step_in(desk, opened, "/me").cookies)
        return answer

    @post("/look", status_code=303)
    async def look(self, desk: AtDesk) -> Response[Any]:
        """See a programme as a participant at a table does, without changing anything there."""
        form = await desk.form()
        programme = known_id(form.get("programme"))
        await desk.read(programme_for, desk.who, programme, "facilitate")
        group = await desk.read(group_in, programme, form.get("group"))
        answer: Response[Any] = Redirect(safe_address(form.get("to"), f"/p/{programme}"), status_code=303)
        answer.cookies.append(look_cookie(desk.request, f"{programme}.{group.id}" if group else programme))
        return answer

    @post("/look/end", status_code=303)
    async def stop_looking(self, desk: AtDesk) -> Response[Any]:
        """Be oneself again."""
        form = await desk.form()
        answer: Response[Any] = Redirect(safe_address(form.get("to"), "/"), status_code=303)
        answer.cookies.append(look_cookie(desk.request, ""))
        return answer
