"""What every answer and every request must bear: headers of a strict page, and a check of where a form came from."""

import logging
import re
from urllib.parse import urlsplit

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from kehittamo_core.errors import NotAllowed

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'{socket}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

HEADERS = (
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)

COOKIE = "kehittamo"
DOOR_COOKIE = "kehittamo_door"
LOOK_COOKIE = "kehittamo_look"
OUR_COOKIES = frozenset({COOKIE, DOOR_COOKIE})

_HOST = re.compile(r"[A-Za-z0-9.\-\[\]:_]{1,255}")
_LINK = re.compile(r"(/l/|\bkehittamo=)[^/\s?;\"']+")


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def policy(scope: Scope) -> str:
    """The content security policy; older browsers need the socket's address named."""
    host = _header(scope, b"host")
    socket = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return POLICY.format(socket=socket)


def comes_from_elsewhere(scope: Scope, base_url: str = "") -> bool:
    """Whether a form may have been sent by a page of another site.

    Browsers tell by Sec-Fetch-Site, on addresses with TLS and on this very computer. Elsewhere by Origin, which reads
    "null" for pages that send no referrer, as ours; then a header that only our scripts can set, or a SameSite cookie,
    which other sites' forms never carry, shows that it is ours.
    """
    if scope["type"] != ScopeType.HTTP or scope["method"] in SAFE_METHODS:
        return False
    site = _header(scope, b"sec-fetch-site")
    if site:
        return site not in ("same-origin", "none")
    origin = _header(scope, b"origin")
    if not origin:
        return False
    if origin == "null":
        names = {part.partition("=")[0].strip() for part in _header(scope, b"cookie").split(";")}
        return _header(scope, b"hx-request") != "true" and not names & OUR_COOKIES
    ours = {_header(scope, b"host").lower(), urlsplit(base_url).netloc.lower()} - {""}
    return urlsplit(origin).netloc.lower() not in ours


class SameSite:
    """ASGI middleware: forms of other sites are refused before anything else looks at them."""

    def __init__(self, app: ASGIApp, base_url: str = "") -> None:
        self.app = app
        self.base_url = base_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or go on."""
        if comes_from_elsewhere(scope, self.base_url):
            raise NotAllowed("This form was sent by a page of another site, so nothing was done.")
        await self.app(scope, receive, send)


async def strict_headers(message: Message, scope: Scope) -> None:
    """Put the headers of a strict page on every answer, also on those that no handler gave."""
    if message["type"] != "http.response.start":
        return
    headers = list(message.get("headers", []))
    present = {name.lower() for name, _ in headers}
    extra = [*HEADERS, (b"content-security-policy", policy(scope).encode("latin-1")), (b"cache-control", b"no-store")]
    headers.extend(pair for pair in extra if pair[0] not in present)
    message["headers"] = headers


def is_https(scope: HTTPScope | Scope) -> bool:
    """Whether the reader's browser speaks TLS, to us or to a proxy before us."""
    return scope["scheme"] in ("https", "wss") or _header(scope, b"x-forwarded-proto") == "https"


OUR_LOGGERS = (
    "kehittamo", "kehittamo.web", "kehittamo.live", "kehittamo.mail", "kehittamo_core.live.hub", "kehittamo_core.live.rooms",
    "kehittamo_core.live.texts",
)  # fmt: skip


class MaskLinks(logging.Filter):
    """Hides the tokens of personal links and of sessions in log records: they are passwords in addresses and cookies."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record's message and its arguments; every record stays."""
        if isinstance(record.msg, str):
            record.msg = _LINK.sub(r"\1…", record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_LINK.sub(r"\1…", part) if isinstance(part, str) else part for part in record.args)
        return True


def mask_logs() -> None:
    """Put the mask on the loggers that write addresses."""
    for name in ("uvicorn", "uvicorn.access", "uvicorn.error", "uvicorn.asgi", "litestar", "asyncio", *OUR_LOGGERS):
        logger = logging.getLogger(name)
        if not any(isinstance(part, MaskLinks) for part in logger.filters):
            logger.addFilter(MaskLinks())
