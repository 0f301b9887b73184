"""The application on a small database, and people of every role who ask it over HTTP."""

import re
import shutil
import types
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.testing import TestClient

from core.tests import samples
from kehittamo_core.api import (
    Board,
    Box,
    Codec,
    Drawing,
    Export,
    ExportRequest,
    Insight,
    Kind,
    Method,
    Pair,
    Problem,
    Scene,
    Zone,
    hookimpl,
)
from kehittamo_core.database.engine import Database
from kehittamo_core.loading import Plugins, load_plugins
from kehittamo_core.settings import Settings
from kehittamo_core.web.app import create_app
from kehittamo_core.workshop import archive, joining
from kehittamo_core.workshop.people import OPERATOR, Identity

BASE = "http://testserver.local"


def column(board: Board) -> Scene:
    """The notes below each other."""
    shapes = tuple(Box(item=item, x=0, y=row * 20.0, code=True) for row, item in enumerate(board.items))
    return Scene(shapes=shapes, alt="Notes below each other")


def broken(_board: Board) -> Scene:
    """A drawing that fails."""
    raise ZeroDivisionError("by nothing")


def find_empty(board: Board) -> Iterator[Problem]:
    """A note without words."""
    yield from (Problem(message=f"{item.code} has no words", items=(item,)) for item in board.items if not item.text)


def fails(_board: Board) -> Iterator[Problem]:
    """A rule that fails."""
    raise ZeroDivisionError("by nothing")


def count_notes(board: Board) -> Iterator[Insight]:
    """How many notes there are; a board called «Rikki» makes it fail."""
    if board.title == "Rikki":
        raise ZeroDivisionError("by nothing")
    yield Insight(
        finding=f"There are {len(board.items)} notes.", limit="It says nothing of their worth.", items=board.items
    )


def find_pairs(board: Board) -> Iterator[Pair]:
    """A note "One + Other" wants these two at one table."""
    for item in board.items:
        first, _, second = item.text.partition(" + ")
        if second:
            yield Pair(first=first, second=second, reason=f"{item.code} says so.", items=(item,))


def as_lines(board: Board) -> bytes:
    """The notes as lines."""
    return "\n".join(item.text for item in board.items).encode()


DRAWN = Method(
    id="drawn",
    package="core.tests.web_kit",
    title="Drawn",
    summary="Draws what it holds.",
    kinds=(Kind(id="piece", code="WP", label="Piece", glyph="disc"),),
    zones=(Zone(id="pieces", label="Pieces", kinds=("piece",), question="Which pieces?", plain_question="What?"),),
    drawings=(Drawing(id="column", label="Column", draw=column), Drawing(id="broken", label="Broken", draw=broken)),
    rules=(find_empty, fails),
    find_insights=count_notes,
    find_pairs=find_pairs,
    codecs=(Codec(id="lines", label="Lines", ending="txt", media_type="text/plain", write=as_lines),),
    guide=("First this.", "Then that."),
    plain_guide=("Just write.",),
)


def write_words(request: ExportRequest) -> bytes:
    """A report of one line."""
    request.progress(1, 2, "first")
    request.progress(2, 2, "second")
    return f"%PDF {request.document['programme']['title']} {request.language}".encode()


def write_nothing(_request: ExportRequest) -> bytes:
    """A report that fails."""
    raise ZeroDivisionError("by nothing")


PDF = Export(
    id="pdf", package="core.tests.web_kit", title="Words", ending="pdf", media_type="application/pdf", write=write_words
)
FAILING = Export(
    id="failing",
    package="core.tests.web_kit",
    title="Nothing",
    ending="pdf",
    media_type="application/pdf",
    write=write_nothing,
)
ONE_BOARD = Export(
    id="board-pdf", package="core.tests.web_kit", title="Board", ending="pdf", media_type="application/pdf", write=write_words,
    scope="board",
)  # fmt: skip


@hookimpl
def kehittamo_methods() -> tuple[Method, ...]:
    """Offer the method."""
    return (DRAWN,)


@hookimpl
def kehittamo_exports() -> tuple[Export, ...]:
    """Offer the exports."""
    return (PDF, FAILING, ONE_BOARD)


def plugins(*without: str, ways: tuple[Export, ...] = ()) -> Plugins:
    """The methods of `samples`, and the one that is drawn; `ways` are further exports."""
    first = types.ModuleType("samples")
    first.kehittamo_methods = samples.kehittamo_methods  # type: ignore[attr-defined]
    second = types.ModuleType("web_kit")
    second.kehittamo_methods = kehittamo_methods  # type: ignore[attr-defined]
    second.kehittamo_exports = hookimpl(lambda: (*kehittamo_exports(), *ways), specname="kehittamo_exports")  # type: ignore[attr-defined]
    return load_plugins(without, extra=[first, second], installed=False)


def document(id_: str = "koe") -> dict[str, Any]:
    """The archive of `samples` with a board that is drawn; joining is closed."""
    made = samples.archive()
    made["programme"]["id"] = id_
    pieces = [{"id": "pala-1", "kind": "piece", "values": {"text": "Yksi pala"}}, {"id": "pala-2", "kind": "piece"}]
    made["boards"] += [
        {"id": "b-kuva", "method": "drawn", "title": "Kuvattu", "stage": "v2", "items": pieces},
        {
            "id": "b-oma",
            "method": "sampler",
            "version": 2,
            "title": "Ryhmän oma",
            "group": "r1",
            "items": [{"id": "oma-lappu", "kind": "note", "values": {"text": "Oma"}}],
        },
    ]
    return made


class World:
    """The application, its database, and the ids of what is in it."""

    def __init__(self, app: Litestar, database: Database, client: TestClient[Litestar]) -> None:
        self.app = app
        self.database = database
        self.client = client
        self.cookies: dict[str, str] = {}
        self.ids: dict[str, str] = {}

    def sign_in(self, who: Identity) -> str:
        """A session's token for somebody."""
        return self.database.now(lambda session: joining.open_link(session, joining.make_link(session, who)))[1]

    def ask(self, role: str, method: str, path: str, *, htmx: bool = False, data: Any = None, **more: Any) -> Any:
        """Ask as somebody of a role; "" is nobody. `{name}` in the path is filled with ids."""
        headers = dict(more.pop("headers", {}))
        if htmx:
            headers["HX-Request"] = "true"
        cookies = f"kehittamo={self.cookies[role]}" if role else ""
        extra = more.pop("cookie", "")
        cookie = "; ".join(part for part in (cookies, extra) if part)
        if cookie:
            headers["Cookie"] = cookie
        self.client.cookies.clear()
        address = re.sub(r"\{([a-z_0-9]+)\}", lambda found: self.ids[found[1]], path)
        filled = {name: self._fill(value) for name, value in data.items()} if isinstance(data, Mapping) else data
        return self.client.request(method, address, data=filled, headers=headers, follow_redirects=False, **more)

    def _fill(self, value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(r"\{([a-z_0-9]+)\}", lambda found: self.ids.get(found[1], found[0]), value)
        return value

    def get(self, role: str, path: str, **more: Any) -> Any:
        """Read a page."""
        return self.ask(role, "GET", path, **more)

    def post(self, role: str, path: str, data: Any = None, **more: Any) -> Any:
        """Send a form."""
        return self.ask(role, "POST", path, data=data if data is not None else {}, **more)

    def one(self, query: str, *values: Any) -> Any:
        """One value of the database."""
        import sqlite3

        with sqlite3.connect(self.database.path) as connection:
            row = connection.execute(query, values).fetchone()
        return row[0] if row else None


def _fill_world(world: World, installed: Plugins) -> None:
    database = world.database
    from kehittamo_core.database import models as m

    for key in ("koe", "toinen"):
        made = document(key)
        database.now(lambda session, made=made: archive.import_document(session, installed, OPERATOR, made))

    def find(session: Any) -> dict[str, str]:
        from sqlalchemy import select

        found: dict[str, str] = {}
        for programme in session.scalars(select(m.Programme)):
            name = "programme" if programme.key == "koe" else "other_programme"
            found[name] = programme.id
            prefix = "" if programme.key == "koe" else "other_"
            for board in session.scalars(select(m.Board).where(m.Board.programme_id == programme.id)):
                found[
                    prefix + {"b-yhteinen": "board", "b-ryhma": "locked", "b-kuva": "drawn", "b-oma": "own"}[board.key]
                ] = board.id
            for element in session.scalars(select(m.Element).where(m.Element.programme_id == programme.id)):
                found[prefix + element.key.replace("-", "_")] = element.id
            for stage in session.scalars(select(m.Stage).where(m.Stage.programme_id == programme.id)):
                found[prefix + f"stage_{stage.key}"] = stage.id
            for group in session.scalars(select(m.Group).where(m.Group.programme_id == programme.id)):
                found[prefix + f"group_{group.key}"] = group.id
            for comment in session.scalars(select(m.Comment).where(m.Comment.programme_id == programme.id)):
                found[prefix + comment.key.replace("-", "_")] = comment.id
        return found

    world.ids = database.now(find)

    def sessions(session: Any) -> dict[str, str]:
        programme = session.get(m.Programme, world.ids["programme"])
        other = session.get(m.Programme, world.ids["other_programme"])
        people = {
            "observer": joining.person_named(session, programme, "Olli", "observer"),
            "expert": joining.person_named(session, programme, "Aino", "expert"),
            "secretary": joining.person_named(session, programme, "Eero", "secretary"),
            "facilitator": joining.person_named(session, programme, "Mikko", "facilitator"),
            "coordinator": joining.person_named(session, programme, "Kaisa", "coordinator"),
            "stranger": joining.person_named(session, other, "Aino", "expert"),
        }
        return {role: joining.open_link(session, joining.make_link(session, who))[1] for role, who in people.items()}

    world.cookies = database.now(sessions)


@dataclass(frozen=True)
class Filled:
    """A database with the two programmes in it, to be copied; the ids of what is in it, and who is signed in."""

    path: Path
    ids: Mapping[str, str]
    cookies: Mapping[str, str]


@cache
def _filled(template: Path) -> Filled:
    path = template.with_name("web.db")
    shutil.copy(template, path)
    world = World(None, Database(f"sqlite:///{path}"), None)  # type: ignore[arg-type]
    _fill_world(world, plugins())
    return Filled(path, world.ids, world.cookies)


@contextmanager
def opened(
    template: Path, folder: Path, *, demo: bool = False, without: tuple[str, ...] = (), ways: tuple[Export, ...] = ()
) -> Iterator[World]:
    """The running application on a database of its own with two programmes in it."""
    filled = _filled(template)
    path = folder / "web.db"
    shutil.copy(filled.path, path)
    database = Database(f"sqlite:///{path}")
    settings = Settings(home=folder, database_url=f"sqlite:///{path}", secret="web", demo=demo)
    world = World(None, database, None)  # type: ignore[arg-type]
    world.ids, world.cookies = dict(filled.ids), dict(filled.cookies)
    app = create_app(settings=settings, plugins=plugins(*without, ways=ways))
    with TestClient(app, base_url=BASE) as client:
        world.app, world.client = app, client
        yield world


def words(html: str) -> str:
    """A page's text without its tags."""
    import html as entities

    text = re.sub(r"<script.*?</script>", " ", html, flags=re.DOTALL)
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def sample_values() -> Mapping[str, Any]:
    """Values of every field type."""
    made: Mapping[str, Any] = samples.archive()["boards"][0]["items"][0]["values"]
    return made
