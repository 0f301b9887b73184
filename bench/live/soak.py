"""A soak: 50 pages come, type, leave and come back for 20 minutes; memory, tasks, sockets and stored bytes must not grow with time.

    .env/bin/python soak.py [--minutes 20] [--people 50]

Prints a line of JSON a minute and one verdict: memory against its level after the first two minutes, files open at the end against the
beginning, and the bytes stored of the text against its state.
"""

import argparse
import asyncio
import json
import random
import sqlite3
import time
from pathlib import Path

import picows
import uvloop
from load import LOADS, Load
from machines import Server
from pycrdt import Doc, Text
from wire import Client, varbytes


class Person:
    """Somebody who comes and goes; every visit is a fresh page."""

    def __init__(self, run: Load, number: int) -> None:
        self.run, self.number, self.dice = run, number, random.Random(number)
        self.visits = self.letters = self.missed = 0

    async def live(self, until: float) -> None:
        """Visit after visit."""
        while time.monotonic() < until:
            page = Client(self.run, self.number, 0, False)
            page.live = False
            try:
                await self.run.connect(page)
            except (OSError, TimeoutError, picows.WSError):
                self.missed += 1  # a machine that others use may let nobody in for a while; a page comes again
                await asyncio.sleep(1)
                continue
            self.visits += 1
            doc: Doc[Text] = Doc()
            text = doc.get("text", type=Text)
            made: list[bytes] = []
            subscription = doc.observe(lambda event, made=made: made.append(event.update))
            for _ in range(self.dice.randint(5, 60)):
                if time.monotonic() > until or page.closed:
                    break
                with doc.transaction():
                    text.insert(len(str(text)), self.dice.choice("abcdefghij "))
                    if len(str(text)) > 12:
                        del text[0:1]
                page.send(b"\x00\x02" + varbytes(made.pop()))
                self.letters += 1
                await asyncio.sleep(self.dice.uniform(0.05, 0.4))
            # What was written goes away again, as notes are rewritten; else the text would be full in a moment.
            with doc.transaction():
                del text[0 : len(str(text))]
            if not page.closed and made:
                page.send(b"\x00\x02" + varbytes(made.pop()))
                await asyncio.sleep(0.05)
            del subscription
            page.transport.send_close(picows.WSCloseCode.OK)
            page.transport.disconnect()
            await asyncio.sleep(self.dice.uniform(0, 1))


def stored(server: Server) -> tuple[int, int]:
    """The bytes of all updates of the text, and of its state."""
    key = server.cast.place(0, 0).key if server.cast else ""
    with sqlite3.connect(Path(server.data) / "kehittamo.db") as database:
        rows = [
            row[0] for row in database.execute("SELECT data FROM text_update WHERE text_key = ? ORDER BY n", (key,))
        ]
    doc: Doc[Text] = Doc()
    for row in rows:
        doc.apply_update(row)
    return sum(map(len, rows)), len(doc.get_update())


async def soak(minutes: float, people: int) -> None:
    """Run it."""
    LOADS["soak"] = (1, people, 0, 1, 1)
    server = Server("ours")
    server.prepare(1, people)
    server.start()
    try:
        run = Load(server, "soak")
        await run.settled()
        files0 = server.files()
        begun = time.monotonic()
        everybody = [Person(run, number) for number in range(people)]
        living = [asyncio.create_task(person.live(begun + minutes * 60)) for person in everybody]
        level = 0.0
        turn = 0
        while not all(task.done() for task in living):
            await asyncio.sleep(min(60, minutes * 60 / 6))
            turn += 1
            minute = (time.monotonic() - begun) / 60
            if level == 0.0 and minute >= min(2, minutes / 3):
                level = server.rss()
            line = {"minute": round(minute, 1), "rss_mb": round(server.rss(), 1), "files": server.files()}
            print(json.dumps({**line, "stored": stored(server)}), flush=True)
        await asyncio.gather(*living)
        await asyncio.sleep(70)  # texts that nobody has open leave the memory after a minute
        octets, state = stored(server)
        verdict = {
            "visits": sum(one.visits for one in everybody), "letters": sum(one.letters for one in everybody),
            "missed": sum(one.missed for one in everybody),
            "rss_level_mb": round(level, 1), "rss_end_mb": round(server.rss(), 1),
            "rss_ratio": round(server.rss() / max(level, 1), 3), "files_begin": files0, "files_end": server.files(),
            "stored_bytes": octets, "state_bytes": state, "refused": len(run.refused),
        }  # fmt: skip
        print(json.dumps(verdict))
    finally:
        server.close()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--people", type=int, default=50)
    options = parser.parse_args()
    uvloop.install()
    asyncio.run(soak(options.minutes, options.people))


if __name__ == "__main__":
    main()
