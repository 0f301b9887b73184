"""The running application with a programme of empty empathy maps, and people who send it forms as pages do."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from kehittamo_core.database import models as m
from kehittamo_core.database import upgrade
from kehittamo_core.database.engine import Database
from kehittamo_core.loading import load_plugins
from kehittamo_core.settings import Settings
from kehittamo_core.web.app import create_app
from kehittamo_core.workshop import archive, joining
from kehittamo_core.workshop.archive_export import export_document
from kehittamo_core.workshop.people import OPERATOR

BOARDS = {
    "kortit": "profiles", "paneeli": "profiles", "tyhja": "profiles", "kartta": "both", "kysymykset": "both", "keruu": "collection",
    "koodit": "collection", "verrattu": "map", "vieressa": "map", "tuonti": "map",
}  # fmt: skip
"""Each test has boards of its own, so one server does for all."""


def programme(boards: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """An archive with empty boards, or with these."""
    empty = [
        {"id": id_, "method": "empathy_map", "version": 2, "title": id_, "settings": {"shows": shows}}
        for id_, shows in BOARDS.items()
    ]
    head = {"id": "ohjelma", "title": "Ohjelma", "languages": ["fi"]}
    return {"format": "kehittamo", "version": 1, "programme": head, "boards": boards or empty}


class Screens:
    """People at their forms: `post("expert", "kortit", "actions/profile", name="Alfa")`."""

    def __init__(
        self, client: TestClient[Any], database: Database, boards: Mapping[str, str], cookies: Mapping[str, str]
    ) -> None:
        self.client = client
        self.database = database
        self.boards = boards
        self.cookies = cookies

    def ask(self, role: str, method: str, path: str, **more: Any) -> Any:
        """Ask for a path as somebody of a role."""
        self.client.cookies.clear()
        headers = {"Cookie": f"kehittamo={self.cookies[role]}", "HX-Request": "true"}
        return self.client.request(method, path, headers=headers, **more)

    def post(self, role: str, board: str, path: str, *, fails: bool = False, **values: Any) -> Any:
        """Send a form to a board; its fields go by their names."""
        data = {f"v.{name}": value for name, value in values.items()}
        answer = self.ask(role, "POST", f"/b/{self.boards[board]}/{path}", data=data)
        assert (answer.status_code >= 400) is fails, answer.text
        return answer

    def add(self, role: str, board: str, kind: str, text: str, zone: str = "") -> str:
        """Add an item as the quick form of a zone does; its id."""
        data = {"kind": kind, "zone": zone, "text": text}
        answer = self.ask(role, "POST", f"/b/{self.boards[board]}/items", data=data)
        assert answer.status_code == 200, answer.text
        return str(json.loads(answer.headers["HX-Trigger"])["kehittamo:done"]["ref"])

    def set(self, role: str, board: str, element: str, field: str, value: Any) -> None:
        """Change one field of an element."""
        self.post(role, board, f"items/{element}/fields/{field}", **{field: value})

    def id_of(self, board: str, kind: str, text: str) -> str:
        """An item's id by its words on the board."""
        items = self.document(board)["items"]
        key = next(one["id"] for one in items if one["kind"] == kind and text in str(one.get("values")))
        return str(self.database.now(lambda session: session.query(m.Element.id).filter(m.Element.key == key).scalar()))

    def archive(self) -> dict[str, Any]:
        """The programme as a file."""
        return self.database.now(lambda session: export_document(session, session.query(m.Programme.id).scalar()))

    def document(self, board: str) -> dict[str, Any]:
        """A board of the file."""
        return next(one for one in self.archive()["boards"] if one["id"] == board)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An upgraded, empty database to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    upgrade.upgrade(Database(f"sqlite:///{path}"))
    return path


@contextmanager
def opened(template: Path, folder: Path, document: dict[str, Any]) -> Iterator[Screens]:
    """The application on a database of its own with one programme in it."""
    path = folder / "kartta.db"
    shutil.copy(template, path)
    database = Database(f"sqlite:///{path}")
    plugins = load_plugins()
    database.now(lambda session: archive.import_document(session, plugins, OPERATOR, document))

    def people(session: Any) -> tuple[dict[str, str], dict[str, str]]:
        home = session.query(m.Programme).one()
        cookies = {}
        for role, name in (("expert", "Aino"), ("facilitator", "Mikko")):
            who = joining.person_named(session, home, name, role)
            cookies[role] = joining.open_link(session, joining.make_link(session, who))[1]
        return {board.key: board.id for board in session.query(m.Board)}, cookies

    boards, cookies = database.now(people)
    settings = Settings(home=folder, database_url=f"sqlite:///{path}", secret="kartta")
    with TestClient(create_app(settings=settings, plugins=plugins), base_url="http://testserver.local") as client:
        yield Screens(client, database, boards, cookies)


@pytest.fixture(scope="module")
def screens(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screens]:
    """The application with empty boards."""
    with opened(empty_database, tmp_path_factory.mktemp("screens"), programme()) as found:
        yield found


@pytest.fixture
def stored(empty_database: Path, tmp_path: Path) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """What comes out of an empty database into which a file was read."""

    def through(document: dict[str, Any]) -> dict[str, Any]:
        path = tmp_path / f"through-{len(list(tmp_path.iterdir()))}.db"
        shutil.copy(empty_database, path)
        database = Database(f"sqlite:///{path}")
        plugins = load_plugins()
        database.now(lambda session: archive.import_document(session, plugins, OPERATOR, document))
        return database.now(lambda session: export_document(session, session.query(m.Programme.id).scalar()))

    return through
