"""Stepping into the people of the examples: only where server and browser are on one computer, and only with the examples."""

import ipaddress
from typing import Any

from kehittamo_core import demo
from kehittamo_core.errors import NotAllowed, NotFound
from kehittamo_core.web.desk import Desk
from kehittamo_core.workshop import joining
from kehittamo_core.workshop.people import Identity


def _is_loopback(host: str) -> bool:
    name = host.strip("[]")
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def allowed(desk: Desk) -> bool:
    """Whether the request comes from this very computer, straight, in demo mode."""
    request = desk.request
    if not desk.settings.demo or request.headers.get("x-forwarded-for") or request.headers.get("forwarded"):
        return False
    client = request.client.host if request.client else ""
    return _is_loopback(client) and _is_loopback(request.url.hostname or "")


def _key(shown: demo.DemoPerson) -> str:
    return f"{shown.role}-{demo.PEOPLE.index(shown) + 1}"


async def people(desk: Desk) -> list[dict[str, Any]]:
    """The people who may be stepped into here; nobody elsewhere."""
    if not allowed(desk):
        return []
    return [
        {
            "key": _key(shown), "name": shown.name, "role": shown.role,
            "hue": Identity(person_id=shown.name, name=shown.name, role=shown.role).hue,
        }
        for shown in demo.PEOPLE
    ]  # fmt: skip


async def step_in(desk: Desk, key: str) -> tuple[str, str]:
    """A session as one of the people: its token, and where it leads.

    Raises:
        NotAllowed: this is not the computer of the server, or not demo mode.
        NotFound: there is no such person.
    """
    if not allowed(desk):
        raise NotAllowed("The people of the examples may be stepped into only on the computer that the server runs on.")
    shown = next((one for one in demo.PEOPLE if _key(one) == key), None)
    if shown is None:
        raise NotFound("There is no such person among the examples.")

    def open_session(session: Any) -> tuple[Identity, str]:
        who = demo.person(session, shown)
        return joining.open_link(session, joining.make_link(session, who))

    who, token = await desk.write(open_session)
    return token, f"/p/{who.programme_id}" if who.programme_id else "/"
