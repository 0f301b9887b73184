"""Who is asking: the session cookie, the identity behind it on every request, and the signed cookie of a device at the door."""

import hashlib
import hmac
import secrets
from dataclasses import replace
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from kehittamo_core.web import language
from kehittamo_core.web.errors import LANGUAGE_COOKIE
from kehittamo_core.web.security import COOKIE, DOOR_COOKIE, LOOK_COOKIE, SAFE_METHODS, is_https
from kehittamo_core.workshop.access import writing
from kehittamo_core.workshop.looking import Ticket, holder
from kehittamo_core.workshop.people import Identity

THEME_COOKIE = "theme"
THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600
WHILE_LOOKING = ("/look/end", "/preferences", "/out")
"""What may be sent while one looks as a participant does; everything else is refused before a handler sees it."""


class WhoIsAsking(AbstractAuthenticationMiddleware):
    """Puts the `Identity` of the session (or None) on the connection and chooses the reader's language."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        """The identity of the session cookie; a request without one, or with one that ended, is nobody's."""
        who: Identity | None = None
        token = connection.cookies.get(COOKIE)
        place = (connection.cookies.get(LOOK_COOKIE) or "")[:80]
        if token and len(token) <= 200:
            ticket = Ticket(token, place)
            who = await connection.app.state.database.read(lambda session: holder(session, ticket))
        speak = chosen_language(connection, who)
        language.choose(speak)
        if who is not None and who.language != speak:
            who = replace(who, language=speak)
        sends = connection.scope.get("method", "GET") not in SAFE_METHODS
        if who is not None and sends and connection.scope["path"].rstrip("/") not in WHILE_LOOKING:
            writing(who)
        return AuthenticationResult(user=who, auth=str(Ticket(token, place, speak)) if token else None)


def chosen_language(connection: ASGIConnection[Any, Any, Any, Any], who: Identity | None) -> str:
    """The language that was switched to, else the person's own, else Finnish."""
    wanted = language.known(connection.cookies.get(LANGUAGE_COOKIE))
    return wanted or language.known(who.language if who else None) or language.DEFAULT


def _cookie(connection: ASGIConnection[Any, Any, Any, Any], name: str, value: str, *, secret: bool, age: int) -> Cookie:
    return Cookie(
        key=name, value=value, max_age=age, path="/", httponly=secret, samesite="lax", secure=is_https(connection.scope)
    )


def session_cookie(connection: ASGIConnection[Any, Any, Any, Any], token: str) -> Cookie:
    """The cookie of a new session: not readable by scripts, sent to this site only."""
    return _cookie(connection, COOKIE, token, secret=True, age=YEAR // 2)


def _signed(device: str, secret: str) -> str:
    return f"{device}.{hmac.new(secret.encode(), device.encode(), hashlib.sha256).hexdigest()[:32]}"


def device_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The device of whoever stands at the door, as we named it; "" where it has no name from us."""
    cookie = connection.cookies.get(DOOR_COOKIE) or ""
    device = cookie.partition(".")[0]
    known = hmac.compare_digest(cookie.encode(), _signed(device, connection.app.state.settings.secret).encode())
    return device if known else ""


def door_cookie(connection: ASGIConnection[Any, Any, Any, Any]) -> Cookie:
    """A cookie for those who are not signed in yet: it names the device, so that only its own wrong tries count against it,
    and that it comes back shows that a form was sent from our own page.
    """
    named = _signed(secrets.token_hex(16), connection.app.state.settings.secret)
    return _cookie(connection, DOOR_COOKIE, named, secret=True, age=24 * 3600)


def look_cookie(connection: ASGIConnection[Any, Any, Any, Any], place: str) -> Cookie:
    """The cookie of whoever looks as a participant does; "" ends that."""
    return _cookie(connection, LOOK_COOKIE, place, secret=True, age=12 * 3600 if place else 0)


def ended_cookie(connection: ASGIConnection[Any, Any, Any, Any]) -> Cookie:
    """The cookie that ends a session in the browser."""
    return _cookie(connection, COOKIE, "", secret=True, age=0)


def preference_cookie(connection: ASGIConnection[Any, Any, Any, Any], name: str, value: str) -> Cookie:
    """The cookie of a chosen language or theme."""
    return _cookie(connection, name, value, secret=False, age=YEAR)
