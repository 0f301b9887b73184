"""The settings, read once from the environment; `kehittamo serve --help` and docs/deployment.md list them."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kehittamo_core.errors import MissingPart

DATABASE_FILE = "kehittamo.db"
SECRET_FILE = "secret"  # noqa: S105 - a file's name


@dataclass(frozen=True)
class Variable:
    """A setting's name in the environment, what stands where it is not set, and what it means."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("KEHITTAMO_HOME", "./var", "The folder for the database and the secret."),
    Variable(
        "KEHITTAMO_DATABASE_URL", "sqlite:///$KEHITTAMO_HOME/kehittamo.db",
        "Where the data is: sqlite:///path, or postgresql://user:password@host/name.",
    ),
    Variable("KEHITTAMO_BASE_URL", "the address of each request", "The address that people open; links and QR codes begin with it."),
    Variable("KEHITTAMO_SECRET", "made on first start, kept in KEHITTAMO_HOME/secret", "Signs what must not be forged."),
    Variable("KEHITTAMO_WITHOUT", "", "Methods to leave out, by id, with commas between; their boards stay readable."),
    Variable(
        "KEHITTAMO_SMTP", "",
        "Where mail is handed in: smtp://user:password@host:587 (with STARTTLS) or smtps://host; without it people get lists to copy.",
    ),
    Variable("KEHITTAMO_MAIL_FROM", "", "The sender's address of invitations and reminders; needed with KEHITTAMO_SMTP."),
    Variable("KEHITTAMO_DEMO", "0", "1: serve the three examples, as serve --demo does."),
)  # fmt: skip
"""Every setting, in the order in which it is told."""


@dataclass(frozen=True)
class Settings:
    """The settings of this process."""

    home: Path = field(default_factory=lambda: Path("var"))
    database_url: str = ""
    base_url: str = ""
    secret: str = ""
    without: tuple[str, ...] = ()
    demo: bool = False
    smtp: str = ""
    mail_from: str = ""

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """The settings of an environment (None: this process's).

        Raises:
            MissingPart: a setting has a value that cannot be used.
        """
        env = os.environ if environment is None else environment
        home = Path(env.get("KEHITTAMO_HOME") or "var").expanduser()
        base_url = (env.get("KEHITTAMO_BASE_URL") or "").rstrip("/")
        if base_url and not base_url.startswith(("http://", "https://")):
            raise MissingPart(f"KEHITTAMO_BASE_URL {base_url!r} is not an address; it begins with http:// or https://.")
        demo = (env.get("KEHITTAMO_DEMO") or "0").strip().lower()
        if demo not in ("0", "1", "true", "false", "yes", "no"):
            raise MissingPart(f"KEHITTAMO_DEMO {demo!r} is neither 0 nor 1.")
        smtp, mail_from = (env.get("KEHITTAMO_SMTP") or "").strip(), (env.get("KEHITTAMO_MAIL_FROM") or "").strip()
        if smtp and not smtp.startswith(("smtp://", "smtps://")):
            raise MissingPart("KEHITTAMO_SMTP is not an address of a mail server; it begins with smtp:// or smtps://.")
        if bool(smtp) != ("@" in mail_from):
            raise MissingPart("KEHITTAMO_SMTP and KEHITTAMO_MAIL_FROM belong together: set both, or neither.")
        return cls(
            home=home,
            database_url=env.get("KEHITTAMO_DATABASE_URL") or f"sqlite:///{home.absolute() / DATABASE_FILE}",
            base_url=base_url,
            secret=env.get("KEHITTAMO_SECRET") or "",
            without=tuple(part.strip() for part in (env.get("KEHITTAMO_WITHOUT") or "").split(",") if part.strip()),
            demo=demo in ("1", "true", "yes"),
            smtp=smtp,
            mail_from=mail_from,
        )

    def with_base_url(self, base_url: str) -> "Settings":
        """These settings with an address for people, where none was set."""
        return self if self.base_url else replace(self, base_url=base_url)

    def with_secret(self) -> "Settings":
        """These settings with a secret: the one that is set, else the one that is kept, else a new one that is kept from now on.

        Raises:
            MissingPart: the folder cannot be written.
        """
        if self.secret:
            return self
        file = self.home / SECRET_FILE
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            if not file.exists():
                handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "w") as stream:
                    stream.write(secrets.token_urlsafe(48) + "\n")
            return replace(self, secret=file.read_text().strip())
        except FileExistsError:
            return replace(self, secret=file.read_text().strip())
        except OSError as error:
            raise MissingPart(
                f"The folder {self.home} cannot be written ({error.strerror}); set KEHITTAMO_HOME to a folder that is yours."
            ) from None
