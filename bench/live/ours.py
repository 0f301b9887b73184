"""Our server for the bench: makes the programmes, boards, texts and people that a load needs, and serves them. Runs in the project's .venv.

    python ours.py prepare FOLDER ROOMS PEOPLE [--postgresql] [--examples]     writes FOLDER/cast.json
    python ours.py serve FOLDER PORT                              `kehittamo serve` on what was prepared
    python ours.py end FOLDER                                     stops the PostgreSQL of the folder

A room is a programme of its own with one board and one note; everybody is an expert with a session of their own.
"""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from kehittamo_core import demo
from kehittamo_core.database import models as m
from kehittamo_core.database import upgrade
from kehittamo_core.database.engine import Database
from kehittamo_core.loading import Plugins, load_plugins
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import joining, texts
from kehittamo_core.workshop.carrying import execute
from kehittamo_core.workshop.people import OPERATOR
from kehittamo_core.workshop.texts import text_key


def address(folder: Path) -> str:
    """The database of a folder."""
    kept = folder / "database.url"
    return kept.read_text() if kept.exists() else f"sqlite:///{folder / 'kehittamo.db'}"


def prepare(folder: Path, rooms: int, people: int, postgresql: bool, examples: bool) -> None:
    """Furnish a fresh database."""
    if postgresql:
        start_postgresql(folder)
    database = Database(address(folder))
    upgrade.upgrade(database)
    plugins = load_plugins()

    def furnish(session: Session) -> dict[str, object]:
        found, tokens = [], []
        for number in range(rooms):
            made = execute(session, plugins, OPERATOR, c.CreateProgramme(command_id=f"p{number}", title=f"P {number}"))
            programme = session.get_one(m.Programme, made.ref)
            board = c.CreateBoard(command_id=f"b{number}", programme=made.ref, method="impact_chain", title="Bench")
            at = execute(session, plugins, OPERATOR, board).ref
            note = c.AddItem(command_id=f"i{number}", board=at, kind="input", values={"text": "~"})
            key = text_key(execute(session, plugins, OPERATOR, note).ref, "text", "fi")
            found.append({"key": key, "board": at, "programme": made.ref})
            tokens.append(
                [
                    joining.open_session(
                        session, None, joining.person_named(session, programme, f"E {seat}", "expert").person_id, None
                    )
                    for seat in range(people)
                ]
            )
        return {"rooms": found, "tokens": tokens, "busy": busy(session, plugins) if examples else None}

    (folder / "cast.json").write_text(json.dumps(database.now(furnish)))


def busy(session: Session, plugins: Plugins) -> dict[str, object]:
    """Read in the examples; the programme whose report is largest, and a note on each of the eight largest boards."""
    demo.load(session, plugins, [method.package for method in plugins.methods.values()])
    boards: dict[str, dict[str, str]] = {}
    sizes: Counter[str] = Counter()
    largest: Counter[str] = Counter()
    rows = (
        select(m.Element, m.Board).join(m.Board, m.Board.id == m.Element.board_id).where(m.Element.deleted_at.is_(None))
    )
    for element, board in session.execute(rows):
        sizes[board.id] += 1
        largest[board.programme_id] += 1
        method = plugins.methods.get(board.method)
        kind = method.kind(element.kind) if method is not None and not element.is_link else None
        field = next((one.id for one in kind.fields if one.type == "text"), "") if kind is not None else ""
        words = texts.load_text(session, text_key(element.id, field, "fi")).plain if field else ""
        if method is not None and board.state == "open" and len(words) > 3:
            made = {
                "id": board.id,
                "item": element.id,
                "field": field,
                "words": words,
                "drawing": method.drawings[0].id,
            }
            boards.setdefault(board.id, made)
    leader = demo.person(session, demo.PEOPLE[0])
    chosen = sorted(boards.values(), key=lambda one: sizes[one["id"]])[-8:]
    token = joining.open_session(session, leader.person_id, None, None)
    return {"token": token, "programme": largest.most_common(1)[0][0], "boards": chosen}


def start_postgresql(folder: Path) -> None:
    """A private PostgreSQL as a careful person would run it: fsync on, a socket in the folder."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin/initdb")).parent
    room = folder / "pg"
    room.mkdir()
    as_user: list[str] = []
    if os.geteuid() == 0:
        folder.chmod(0o755)
        shutil.chown(room, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    run = lambda *words: subprocess.run([*as_user, *map(str, words)], check=True, capture_output=True, cwd=room)  # noqa: E731
    run(binaries / "initdb", "-D", room / "data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale")
    options = f"-c listen_addresses= -c unix_socket_directories={room} -c max_connections=100"
    run(binaries / "pg_ctl", "-D", room / "data", "-w", "-l", room / "log", "-o", options, "start")
    run(binaries / "createdb", "-h", room, "-U", "postgres", "kehittamo")
    (folder / "database.url").write_text(f"postgresql://postgres@/kehittamo?host={room}")


def end(folder: Path) -> None:
    """Stop the PostgreSQL of the folder."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin/initdb")).parent
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    words = [*as_user, str(binaries / "pg_ctl"), "-D", str(folder / "pg/data"), "-m", "immediate", "stop"]
    subprocess.run(words, check=False, capture_output=True, cwd="/")


def serve(folder: Path, port: int) -> None:
    """`kehittamo serve`, whole."""
    from kehittamo_core.cli import main

    os.environ.update(KEHITTAMO_HOME=str(folder), KEHITTAMO_DATABASE_URL=address(folder))
    workers = os.environ.get("BENCH_WORKERS", "1")
    sys.argv = ["kehittamo", "serve", "--port", str(port), "--workers", workers]
    profile = os.environ.get("BENCH_PROFILE")
    if not profile:
        main()
        return
    import cProfile

    profiler = cProfile.Profile()
    profiler.enable()
    try:
        main()
    finally:
        profiler.dump_stats(profile)


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    if what == "prepare":
        prepare(Path(where), int(rest[0]), int(rest[1]), "--postgresql" in rest, "--examples" in rest)
    elif what == "serve":
        serve(Path(where), int(rest[0]))
    else:
        end(Path(where))
