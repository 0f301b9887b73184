"""Who is asking: the session cookie, and the identity behind it on every request."""

from dataclasses import replace
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from kehittamo_core.web import language
from kehittamo_core.web.errors import LANGUAGE_COOKIE
from kehittamo_core.web.security import COOKIE, DOOR_COOKIE, is_https
from kehittamo_core.workshop import joining
from kehittamo_core.workshop.people import Identity

THEME_COOKIE = "theme"
THEMES = ("light", "dark")
YEAR = 365 * 24 * 3600


class WhoIsAsking(AbstractAuthenticationMiddleware):
    """Puts the `Identity` of the session (or None) on the connection and chooses the reader's language."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        """The identity of the session cookie; a request without one, or with one that ended, is nobody's."""
        who: Identity | None = None
        token = connection.cookies.get(COOKIE)
        if token and len(token) <= 200:
            who = await connection.app.state.database.read(lambda session: joining.sign_in(session, token))
        speak = chosen_language(connection, who)
        language.choose(speak)
        if who is not None and who.language != speak:
            who = replace(who, language=speak)
        return AuthenticationResult(user=who, auth=token)


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


def door_cookie(connection: ASGIConnection[Any, Any, Any, Any]) -> Cookie:
    """A cookie for those who are not signed in yet: that it comes back shows that a form was sent from our own page."""
    return _cookie(connection, DOOR_COOKIE, "1", secret=True, age=24 * 3600)


def ended_cookie(connection: ASGIConnection[Any, Any, Any, Any]) -> Cookie:
    """The cookie that ends a session in the browser."""
    return _cookie(connection, COOKIE, "", secret=True, age=0)


def preference_cookie(connection: ASGIConnection[Any, Any, Any, Any], name: str, value: str) -> Cookie:
    """The cookie of a chosen language or theme."""
    return _cookie(connection, name, value, secret=False, age=YEAR)
