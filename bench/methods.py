"""How a method's board grows: opening, adding, redrawing, its table, rules and insights at 50, 200 and 1,000 items.

    python bench/methods.py impact_chain [--rounds 3] [--keep FOLDER]

Its board is written by the module of that name in `bench/boards`. Asked of the running application in one process;
medians of processor time, so that a busy machine tells the same. Nothing is asserted. The last column is the time at
1,000 items as a multiple of that at 200, which METHODS wants at most 8. `--keep` stores the drawings as SVG files.
"""

import argparse
import gc
import importlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from litestar.testing import TestClient

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kehittamo_core.api import Method, paint_svg
from kehittamo_core.database import models as m
from kehittamo_core.database import upgrade as changes
from kehittamo_core.database.engine import Database
from kehittamo_core.loading import load_plugins
from kehittamo_core.settings import Settings
from kehittamo_core.web.app import create_app
from kehittamo_core.workshop import archive, joining
from kehittamo_core.workshop.boards import build_board
from kehittamo_core.workshop.people import OPERATOR

SIZES = (50, 200, 1_000)
BASE = "http://testserver.local"
PLUGINS = load_plugins()
BOARDS = Path(__file__).parent / "boards"


def document(method: str, size: int, board: dict[str, Any]) -> dict[str, Any]:
    """A programme with that one board, open to all."""
    return {
        "format": "kehittamo", "version": 1,
        "programme": {"id": f"bench-{size}", "title": "Mittaus", "languages": ["fi"], "goal": {"text": "Yhteinen tavoite"}},
        "boards": [{"id": "mitattu", "method": method, "title": "Mitattu", "state": "open", **board}],
    }  # fmt: skip


def seconds(work: Callable[[], Any], rounds: int) -> float:
    """The median processor time of a call, after one that nobody times; each begins with a swept memory."""
    work()
    times = []
    for _ in range(rounds):
        gc.collect()
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return statistics.median(times)


def measure(method: Method, boards: ModuleType, size: int, rounds: int, folder: Path, keep: Path | None) -> dict[str, float]:  # fmt: skip
    """Every time at one size, in seconds."""
    address = f"sqlite:///{folder / f'{size}.db'}"
    database = Database(address)
    changes.upgrade(database)
    written = document(method.id, size, boards.board(size))
    database.now(lambda session: archive.import_document(session, PLUGINS, OPERATOR, written))

    def seat(session: Any) -> tuple[str, str]:
        programme, board = session.query(m.Programme).one(), session.query(m.Board).one()
        who = joining.person_named(session, programme, "Mikko", "facilitator")
        return board.id, joining.open_link(session, joining.make_link(session, who))[1]

    board_id, token = database.now(seat)
    board = database.now(lambda session: build_board(session, PLUGINS, board_id, "facilitator", "fi"))
    headers = {"Cookie": f"kehittamo={token}", "Origin": BASE}
    settings = Settings(home=folder, database_url=address, secret="bench")
    with TestClient(create_app(settings=settings, plugins=PLUGINS), base_url=BASE) as client:

        def ask(method: str, path: str, **more: Any) -> None:
            client.cookies.clear()
            answer = client.request(
                method, f"/b/{board_id}{path}", headers={**headers, **more.pop("headers", {})}, **more
            )
            assert answer.status_code == 200, answer.text[:200]

        times = {
            "open": seconds(lambda: ask("GET", "?view=work"), rounds),
            "add": seconds(lambda: ask("POST", "/items", data=boards.NOTE, headers={"HX-Request": "true"}), rounds),
            "table": seconds(lambda: ask("GET", "/table"), rounds),
        }
    for drawing in method.shown_drawings(board.settings):
        id_, draw = drawing.id, drawing.draw
        times[f"draw {id_}"] = seconds(lambda draw=draw: paint_svg(draw(board), "screen"), rounds)  # type: ignore[misc]
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{method.id}-{id_}-{size}.svg").write_text(paint_svg(draw(board), "print"), encoding="utf-8")
    find = method.find_insights
    if find is not None:
        times["insights"] = seconds(lambda: tuple(find(board)), rounds)
    times["rules"] = seconds(lambda: [tuple(rule(board)) for rule in method.rules], rounds)
    return times


def main() -> None:
    """Measure every size and print one row per thing."""
    known = sorted(path.stem for path in BOARDS.glob("[a-z]*.py"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("method", choices=known)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    method, boards = PLUGINS.methods[given.method], importlib.import_module(f"bench.boards.{given.method}")
    with tempfile.TemporaryDirectory() as folder:
        found = {size: measure(method, boards, size, given.rounds, Path(folder), given.keep) for size in SIZES}
    print(f"{'ms':<20}" + "".join(f"{size:>9}" for size in SIZES) + f"{'1000/200':>11}")
    for name in found[SIZES[0]]:
        row = [found[size][name] for size in SIZES]
        print(f"{name:<20}" + "".join(f"{value * 1000:>9.1f}" for value in row) + f"{row[2] / row[1]:>11.1f}")


if __name__ == "__main__":
    main()
