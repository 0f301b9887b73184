"""How an impact chain grows: opening, adding, redrawing, its table, rules and insights at 50, 200 and 1,000 items.

    python bench/impact_chain.py [--rounds 3] [--keep FOLDER]

Asked of the running application in one process; medians of processor time, so that a busy machine tells the same.
Nothing is asserted. The last column is the time at 1,000 items as a multiple of that at 200, which METHODS wants at
most 8. `--keep` stores the drawings as SVG files to look at.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from litestar.testing import TestClient

from kehittamo_core.api import paint_svg
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
METHOD = PLUGINS.methods["impact_chain"]


def document(size: int) -> dict[str, Any]:
    """A programme with one ecosystem of `size` items: solutions that direct deeds and inputs to shared changes."""
    solutions, impacts = max(size // 20, 2), max(size // 100, 1)
    outcomes = max(size // 10, 2)
    deeds = (size - solutions - impacts - outcomes) * 2 // 5
    inputs = size - solutions - impacts - outcomes - deeds
    counts = {"input": inputs, "output": deeds, "solution": solutions, "outcome": outcomes, "impact": impacts}
    words = {
        "input": "Panos",
        "output": "Teko",
        "solution": "Ratkaisu",
        "outcome": "Vaikutus",
        "impact": "Vaikuttavuus",
    }
    items = [
        {"id": f"{kind}-{number}", "kind": kind, "order": number, "values": {"text": f"{words[kind]} numero {number}, jolla on nimi"}}
        for kind, count in counts.items()
        for number in range(count)
    ]  # fmt: skip
    ends = [("leads", f"input-{n}", f"output-{n % deeds}") for n in range(inputs)]
    ends += [("directs", f"solution-{n % solutions}", f"output-{n}") for n in range(deeds)]
    ends += [("leads", f"output-{n}", f"outcome-{n % outcomes}") for n in range(deeds)]
    ends += [("leads", f"outcome-{n}", f"impact-{n % impacts}") for n in range(outcomes)]
    links = [
        {"id": f"link-{n}", "kind": kind, "source": source, "target": target}
        for n, (kind, source, target) in enumerate(ends)
    ]
    return {
        "format": "kehittamo", "version": 1,
        "programme": {"id": f"bench-{size}", "title": "Mittaus", "languages": ["fi"], "goal": {"text": "Yhteinen tavoite"}},
        "boards": [
            {"id": "ketju", "method": "impact_chain", "title": "Ketju", "state": "open", "items": items, "links": links}
        ],
    }  # fmt: skip


def seconds(work: Callable[[], Any], rounds: int) -> float:
    """The median time of a call, after one that nobody times."""
    work()
    times = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return statistics.median(times)


def measure(size: int, rounds: int, folder: Path, keep: Path | None) -> dict[str, float]:
    """Every time at one size."""
    address = f"sqlite:///{folder / f'{size}.db'}"
    database = Database(address)
    changes.upgrade(database)
    database.now(lambda session: archive.import_document(session, PLUGINS, OPERATOR, document(size)))

    def seat(session: Any) -> tuple[str, str]:
        programme, board = session.query(m.Programme).one(), session.query(m.Board).one()
        who = joining.person_named(session, programme, "Mikko", "facilitator")
        return board.id, joining.open_link(session, joining.make_link(session, who))[1]

    board_id, token = database.now(seat)
    board = database.now(lambda session: build_board(session, PLUGINS, board_id, "facilitator", "fi"))
    headers = {"Cookie": f"kehittamo={token}", "Origin": BASE}
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        for id_ in ("chain", "ecosystem"):
            drawing = METHOD.drawing(id_)
            assert drawing is not None
            (keep / f"{id_}-{size}.svg").write_text(paint_svg(drawing.draw(board), "print"), encoding="utf-8")
    settings = Settings(home=folder, database_url=address, secret="bench")
    with TestClient(create_app(settings=settings, plugins=PLUGINS), base_url=BASE) as client:

        def ask(method: str, path: str, **more: Any) -> None:
            client.cookies.clear()
            answer = client.request(
                method, f"/b/{board_id}{path}", headers={**headers, **more.pop("headers", {})}, **more
            )
            assert answer.status_code == 200, answer.text[:200]

        note = {"zone": "outputs", "kind": "output", "text": "Uusi teko"}
        times = {
            "open": seconds(lambda: ask("GET", "?view=work"), rounds),
            "add": seconds(lambda: ask("POST", "/items", data=note, headers={"HX-Request": "true"}), rounds),
            "table": seconds(lambda: ask("GET", "/table"), rounds),
        }
    for id_ in ("chain", "ecosystem"):
        drawing = METHOD.drawing(id_)
        assert drawing is not None
        draw = drawing.draw
        times[f"draw {id_}"] = seconds(lambda draw=draw: paint_svg(draw(board), "screen"), rounds)  # type: ignore[misc]
    find = METHOD.find_insights
    assert find is not None
    times["insights"] = seconds(lambda: tuple(find(board)), rounds)
    times["rules"] = seconds(lambda: [tuple(rule(board)) for rule in METHOD.rules], rounds)
    return times


def main() -> None:
    """Measure every size and print one row per thing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = {size: measure(size, given.rounds, Path(folder), given.keep) for size in SIZES}
    print(f"{'ms':<16}" + "".join(f"{size:>9}" for size in SIZES) + f"{'1000/200':>11}")
    for name in found[SIZES[0]]:
        row = [found[size][name] for size in SIZES]
        print(f"{name:<16}" + "".join(f"{value * 1000:>9.0f}" for value in row) + f"{row[2] / row[1]:>11.1f}")


if __name__ == "__main__":
    main()
