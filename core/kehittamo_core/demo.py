"""The three examples: each programme's own file, joined with every method's part of it, and the people who show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Any

from kehittamo_core.database.engine import Session
from kehittamo_core.errors import Invalid
from kehittamo_core.exchange import Document, read_document
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop.archive import import_document
from kehittamo_core.workshop.archive_export import programme_named, programme_rows
from kehittamo_core.workshop.joining import make_link, person_named
from kehittamo_core.workshop.people import OPERATOR, Identity, Role

PROGRAMMES = ("siun-sote-hebu", "kainuu-nuoret", "harjoitus")
JOINED = ("boards", "links", "comments", "votes")
"""What a method's part may hold, beside actors and labels of its own."""


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who shows the examples: accounts see all of them, the others belong to the practice programme."""

    role: Role
    name: str
    programme: str = "harjoitus"


PEOPLE = (
    DemoPerson("coordinator", "Kaisa Kallio"),
    DemoPerson("facilitator", "Mikko Saarinen"),
    DemoPerson("expert", "Aino Virta"),
    DemoPerson("expert", "Jukka Salmi"),
    DemoPerson("observer", "Ritva Peltola"),
)


def _file(package: str, key: str) -> Document | None:
    file = resources.files(package) / "demo" / f"{key}.yaml"
    if not file.is_file():
        return None
    try:
        return read_document(file.read_bytes(), yaml_only=True)
    except Invalid as error:
        raise Invalid("The example {key} of {package}: {what}", key=key, package=package, what=str(error)) from error


def demo_document(key: str, packages: Iterable[str]) -> Document:
    """One example as an archive: the programme's file with the parts of the methods' packages, in their order.

    Raises:
        Invalid: a file cannot be read, or a part holds what is not a method's to say.
    """
    made = _file("kehittamo_core", key)
    if made is None:
        raise Invalid("There is no example {key}; known are {known}.", key=key, known=", ".join(PROGRAMMES))
    order: list[str] = made.pop("board_order", [])
    for package in packages:
        part = _file(package, key)
        if part is not None:
            _join(made, part, package, key)
    boards: list[Any] = made.get("boards") or []
    rank = {board: number for number, board in enumerate(order)}
    made["boards"] = sorted(boards, key=lambda board: rank.get(board.get("id"), len(rank)))
    return made


def _join(made: Document, part: Document, package: str, key: str) -> None:
    programme = part.get("programme") or {}
    extra = sorted(
        {*part, *(f"programme.{name}" for name in programme)}
        - {*JOINED, "programme", "programme.actors", "programme.labels"}
    )
    if extra:
        raise Invalid(
            "The example {key} of {package} may not hold {what}.", key=key, package=package, what=", ".join(extra)
        )
    for name in JOINED:
        made[name] = [*(made.get(name) or []), *(part.get(name) or [])]
    head = made["programme"]
    known = {actor["id"] for actor in head.get("actors") or []}
    own = [actor for actor in programme.get("actors") or [] if actor["id"] not in known]
    head["actors"] = [*(head.get("actors") or []), *own]
    head["labels"] = {**(head.get("labels") or {}), **(programme.get("labels") or {})}


def load(
    session: Session, plugins: Plugins, packages: Iterable[str], *, refresh: bool = False
) -> list[tuple[str, bool]]:
    """Read the examples that are not there yet (`refresh`: all of them); each one's id, and whether it was read.

    `packages` are the import packages of all installed methods, also of those that are left out: their boards are shown
    read-only.
    """
    there = {row.key for row in programme_rows(session)}
    names = sorted(packages)
    done = []
    for key in PROGRAMMES:
        wanted = refresh or key not in there
        if wanted:
            import_document(session, plugins, OPERATOR, demo_document(key, names))
        done.append((key, wanted))
    programme = programme_named(session, "harjoitus")
    if not programme.joining and programme.join_code is None:
        programme.join_code, programme.joining = "HARJ23", True
    return done


def person(session: Session, shown: DemoPerson) -> Identity:
    """The identity of one of the people, made where it is missing."""
    return person_named(session, programme_named(session, shown.programme), shown.name, shown.role)


def fresh_links(session: Session) -> list[tuple[DemoPerson, str]]:
    """A new personal link (its token) for each of the five people."""
    return [(shown, make_link(session, person(session, shown))) for shown in PEOPLE]
