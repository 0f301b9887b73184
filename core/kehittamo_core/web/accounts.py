"""The accounts of the instance, for coordinators: who facilitates, their links, and closing an account."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.params import FromPath

from kehittamo_core.errors import Invalid
from kehittamo_core.web import language
from kehittamo_core.web.desk import AtDesk, Desk
from kehittamo_core.web.errors import told
from kehittamo_core.web.ids import known_id
from kehittamo_core.workshop import accounts


class Accounts(Controller):
    """`/accounts/...`."""

    path = "/accounts"

    @get("/")
    async def accounts(self, desk: AtDesk) -> Response[Any]:
        """Everybody who has an account."""
        return await self._page(desk)

    async def _page(
        self, desk: Desk, *, link: str = "", name: str = "", said: str = "", error: str = "", status: int = 200
    ) -> Response[Any]:
        rows = await desk.read(accounts.account_list, desk.who)
        return desk.page(
            "core/accounts.html", status=status, accounts=rows, link=link, link_of=name, said=said, error=error
        )

    @post("/", status_code=200)
    async def add(self, desk: AtDesk) -> Response[Any]:
        """Add an account and show its link."""
        form = await desk.form()
        try:
            _, token = await desk.write(
                accounts.add_account, desk.who, form.get("name"), form.get("role"), form.get("email")
            )
        except Invalid as error:
            return await self._page(desk, error=told(error.message, error.values), status=error.status)
        return await self._page(desk, link=f"{desk.base_url}/l/{token}", name=form.get("name"))

    @post("/{account:str}/link", status_code=200)
    async def make_link(self, desk: AtDesk, account: FromPath[str]) -> Response[Any]:
        """A new link for an account; earlier ones stay valid."""
        name, token = await desk.write(accounts.new_link, desk.who, known_id(account))
        return await self._page(desk, link=f"{desk.base_url}/l/{token}", name=name)

    @post("/{account:str}/revoke", status_code=200)
    async def revoke(self, desk: AtDesk, account: FromPath[str]) -> Response[Any]:
        """Revoke an account's links and close its pages on all devices."""
        name = await desk.write(accounts.revoke, desk.who, known_id(account))
        if known_id(account) == desk.who.person_id:
            return desk.back_to("/")
        return await self._page(desk, said=language.say("The links and sessions of {name} have ended.", name=name))

    @post("/{account:str}/close", status_code=200)
    async def close(self, desk: AtDesk, account: FromPath[str]) -> Response[Any]:
        """Close an account for good."""
        name = await desk.write(accounts.close, desk.who, known_id(account))
        return await self._page(desk, said=language.say("The account of {name} is closed.", name=name))
