"""Everything else that the product does, while letters are measured: a report is made again and again, and eight boards are redrawn.

    python busy.py URL FOLDER        runs until its input is closed; prints a line when it is under way, and one with what it did

Runs in the project's .venv, on what `ours.py prepare --examples` has made, through the product's own routes as browsers would:
the report of the largest example from nothing (its cache is emptied each time), and for each board a change every 150 ms at most,
with the drawing fetched after it. It stands for machines of other people, so its own process gives way to what is measured.
"""

import asyncio
import itertools
import json
import os
import re
import secrets
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import httpx

EVERY = 0.15
"""Seconds between two changes of a board."""
JOB = re.compile(r"/report/jobs/([0-9a-zA-Z]+)")


class Busy:
    """The office beside the measurement. `done` counts what was done; `waits` are the milliseconds until a change was drawn."""

    def __init__(self, client: httpx.AsyncClient, folder: Path, order: dict[str, Any]) -> None:
        self.client, self.folder, self.order = client, folder, order
        self.done = {"reports": 0, "changes": 0, "drawings": 0, "refused": 0}
        self.waits: list[float] = []
        self.report_s: list[float] = []
        self.file = b""

    async def post(self, path: str, **form: str) -> httpx.Response:
        """A command, sent as a page would."""
        answer = await self.client.post(path, data={"command_id": secrets.token_hex(8), **form})
        self.done["refused"] += answer.status_code >= 400
        return answer

    async def reports(self) -> None:
        """The report, again and again, each time from nothing."""
        home = f"/p/{self.order['programme']}/report"
        while True:
            shutil.rmtree(self.folder / "cache" / "report", ignore_errors=True)
            begun = time.perf_counter()
            found = JOB.search((await self.post(home, format="pdf", language="fi")).text)
            if found is None:
                raise RuntimeError("no report was begun")
            page = f"{home}/jobs/{found[1]}"
            while True:
                await asyncio.sleep(0.3)
                file = await self.client.get(f"{page}/file")
                if file.status_code == 200:
                    break
            self.file = file.content
            self.report_s.append(time.perf_counter() - begun)
            self.done["reports"] += 1

    async def board(self, board: dict[str, str], after: float) -> None:
        """Change a note and fetch the drawing, at most every 150 ms."""
        await asyncio.sleep(after)
        for number in itertools.count():
            begun = time.perf_counter()
            words = f"{board['words']} {'abcdefghij'[number % 10]}"
            await self.post(
                f"/b/{board['id']}/items/{board['item']}/fields/{board['field']}", **{f"v.{board['field']}": words}
            )
            self.done["changes"] += 1
            answer = await self.client.get(f"/b/{board['id']}/drawing/{board['drawing']}.svg")
            self.done["drawings"] += answer.status_code == 200
            self.waits.append(1000 * (time.perf_counter() - begun))
            await asyncio.sleep(max(0.0, EVERY - (time.perf_counter() - begun)))

    def told(self) -> dict[str, Any]:
        """What was done."""
        waits = sorted(self.waits) or [0.0]
        return {
            **self.done, "boards": len(self.order["boards"]), "report_s": [round(one, 1) for one in self.report_s],
            "pages": pages(self.file), "drawn_p50": round(waits[len(waits) // 2]), "drawn_p95": round(waits[len(waits) * 95 // 100]),
        }  # fmt: skip


def pages(file: bytes) -> int:
    """How many pages the last report had."""
    import io

    import pikepdf

    if not file:
        return 0
    with pikepdf.open(io.BytesIO(file)) as pdf:
        return len(pdf.pages)


async def work(url: str, folder: Path) -> None:
    """Work until nobody listens any more."""
    order = json.loads((folder / "cast.json").read_text())["busy"]
    headers = {"Origin": url, "HX-Request": "true"}
    async with httpx.AsyncClient(
        base_url=url, headers=headers, cookies={"kehittamo": order["token"]}, timeout=60
    ) as client:
        busy = Busy(client, folder, order)
        tasks = [asyncio.create_task(busy.reports())]
        tasks += [asyncio.create_task(busy.board(board, n * EVERY / 8)) for n, board in enumerate(order["boards"])]
        while not busy.done["drawings"]:
            await asyncio.sleep(0.05)
            for task in tasks:
                if task.done():
                    task.result()
        sys.stdout.write("under way\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
        for task in tasks:
            if task.done():
                task.result()
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        sys.stdout.write(json.dumps(busy.told()) + "\n")


if __name__ == "__main__":
    os.nice(5)
    asyncio.run(work(sys.argv[1], Path(sys.argv[2])))
