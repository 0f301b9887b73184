"""Mail: plain letters handed in at the mail server of the settings, one connection for all of a batch, never on the event loop."""

import logging
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from kehittamo_core.settings import Settings

log = logging.getLogger("kehittamo.mail")

TIMEOUT = 20.0
"""Seconds to wait for the mail server at each step."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter to one person."""

    to: str
    subject: str
    text: str


def is_set(settings: Settings) -> bool:
    """Whether mail can be sent at all."""
    return bool(settings.smtp)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _connect(settings: Settings) -> smtplib.SMTP:
    """A connection that is encrypted, unless the mail server is on this very machine, and signed in where a user is named."""
    place = urlsplit(settings.smtp)
    host = place.hostname or "localhost"
    if place.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, place.port or 465, timeout=TIMEOUT, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, place.port or 587, timeout=TIMEOUT)
        try:
            server.ehlo()
            if server.has_extn("starttls") or not _is_here(host):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
        except BaseException:
            server.close()
            raise
    if place.username:
        server.login(unquote(place.username), unquote(place.password or ""))
    return server


def _message(settings: Settings, letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=settings.mail_from.rpartition("@")[2].strip("> ") or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def send(settings: Settings, letters: Sequence[Letter]) -> list[bool]:
    """Send letters; for each whether the mail server took it. Blocks: call it in a thread.

    What a mail server says may quote the letter, so only the kind of a failure is logged.
    """
    if not letters:
        return []
    taken: list[bool] = []
    try:
        with _connect(settings) as server:
            for letter in letters:
                try:
                    server.send_message(_message(settings, letter))
                    taken.append(True)
                except (
                    smtplib.SMTPRecipientsRefused,
                    smtplib.SMTPDataError,
                    smtplib.SMTPSenderRefused,
                    ValueError,
                ) as error:
                    log.warning("a letter was not taken: %s", type(error).__name__)
                    taken.append(False)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("the mail server could not be used: %s", type(error).__name__)
    return taken + [False] * (len(letters) - len(taken))
