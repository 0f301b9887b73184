"""Every refusal and every failure becomes an answer here: an own page, or a fragment for htmx, never a stack trace."""

import logging
from http import HTTPStatus
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException

from kehittamo_core.errors import Invalid, Locked, MissingPart, PluginError, Refused, Stale, WorkFailed
from kehittamo_core.web import language
from kehittamo_core.web.templating import render

LANGUAGE_COOKIE = "language"
log = logging.getLogger("kehittamo.web")

TITLES = {
    400: "That could not be understood",
    401: "Sign in first",
    403: "You have no right to this",
    404: "There is nothing here",
    405: "That cannot be done here",
    409: "Somebody was here first",
    413: "That is too much at once",
    422: "Something needs mending",
    429: "Too many tries",
    500: "Something broke on our side",
    503: "A part is missing",
}
ADVICE = {
    400: "Go back and try again.",
    401: "Open your personal link, or join with the code that the facilitator shows.",
    403: "Ask the facilitator or the coordinator if you think you should have it.",
    404: "The address may be mistyped, or the thing was deleted, or it belongs to another programme.",
    405: "Go back and try again.",
    409: "Nothing was lost: both versions are shown below.",
    413: "Send it in smaller parts.",
    422: "Nothing was stored. Mend it and send it again.",
    429: "Wait a minute and try again.",
    500: "Nothing you wrote before this is lost. Try again; if it happens again, tell the coordinator when it happened.",
    503: "The rest of the workshop works; the operator of this server can mend this.",
}

SHUT = ("This is not open for writing", "Nothing was stored. It can still be read.")
"""Title and advice where a board or its method takes no changes."""


def is_htmx(request: Request[Any, Any, Any]) -> bool:
    """Whether htmx asks, for a fragment."""
    return request.headers.get("hx-request") == "true"


def told(message: str, values: dict[str, Any]) -> str:
    """A refusal's sentence in the reader's language; a message of a plugin is already in it."""
    try:
        return language.say(message, **values)
    except (KeyError, IndexError, ValueError):
        return message


def faults_of(error: BaseException) -> list[tuple[str, str]]:
    """The places and sentences of what is wrong in what was sent."""
    if not isinstance(error, Invalid):
        return []
    return [(fault.place, told(fault.message, dict(fault.values))) for fault in error.faults]


def _answer(
    request: Request[Any, Any, Any], status: int, sentence: str, error: BaseException | None = None
) -> Response[Any]:
    if request.scope.get("user") is None:
        # An address that no handler knows was not looked at by the middleware.
        language.choose(language.known(request.cookies.get(LANGUAGE_COOKIE)) or language.current())
    title = TITLES.get(status, TITLES[500] if status >= 500 else TITLES[400])
    advice = ADVICE.get(status, ADVICE[500] if status >= 500 else ADVICE[400])
    if isinstance(error, Locked):
        title, advice = SHUT
    context = {
        "status": status,
        "title": language.say(title),
        "sentence": sentence or language.say(title),
        "advice": language.say(advice),
        "faults": faults_of(error) if error is not None else [],
        "stale": error if isinstance(error, Stale) else None,
        "who": request.scope.get("user"),
        "request": request,
        "theme": "",
    }
    headers = {}
    template = "core/oops.html"
    if is_htmx(request):
        template = "core/refusal.html"
        headers = {"HX-Retarget": "#toast", "HX-Reswap": "innerHTML", "HX-Push-Url": "false"}
    html = render(request.app.state.templates, template, language.current(), context)
    return Response(html, status_code=status, media_type="text/html; charset=utf-8", headers=headers)


def on_refused(request: Request[Any, Any, Any], error: Refused) -> Response[Any]:
    """A request that was understood and turned down."""
    return _answer(request, error.status, told(error.message, error.values), error)


def on_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """What the framework refuses: an unknown address, an unreadable body."""
    status = error.status_code
    if status >= 500:
        return on_failure(request, error)
    return _answer(request, status if status in TITLES else 400, "")


def on_missing(request: Request[Any, Any, Any], error: MissingPart) -> Response[Any]:
    """A part of the machine is missing; its message says how to mend it."""
    return _answer(request, HTTPStatus.SERVICE_UNAVAILABLE, told(str(error), {}))


def on_worker(request: Request[Any, Any, Any], error: WorkFailed) -> Response[Any]:
    """A worker failed, ran out of time or of memory."""
    log.error("a worker failed: %s", error)
    return _answer(request, HTTPStatus.SERVICE_UNAVAILABLE, told(str(error), {}))


def on_failure(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Anything else: logged with its trace, answered without."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "")


HANDLERS: dict[Any, Any] = {
    Refused: on_refused,
    HTTPException: on_http,
    MissingPart: on_missing,
    WorkFailed: on_worker,
    PluginError: on_failure,
    Exception: on_failure,
}
