"""How long a report takes: ratios to a cold headless Chromium that prints the same content from ready-made HTML.

    python bench/report.py [--rounds 3] [--pages 64 198] [--chromium /usr/bin/chromium] [--keep FOLDER]

One process makes the reports with a warm pool of two workers, as the server does; Chromium starts anew each time. All
measurements stand in turn in every round, so that a machine that slows down slows all of them; medians of the ratios of
each round. Drawings and hyphenation are inside the report's time and outside Chromium's. Nothing is asserted. Look at
Chromium's file once (--keep): a page that it printed before its fonts and drawings were there is no measure.
"""

import argparse
import base64
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring, tostring

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

Round = dict[str, float]
NO_DRAWINGS = "without"


# The process that makes reports


def inner() -> None:
    """Answer a JSON line each on standard input with another: what to make of which corpus, and how long it took."""
    if os.environ.get("BLANK_PICTURES"):
        from kehittamo_core.workers import slot

        slot.context.set_forkserver_preload(["kehittamo_core.workers.preload", "bench.blank_pictures"])
    reports = _Reports()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(reports.answer(**json.loads(line))) + "\n")
        sys.stdout.flush()
    reports.close()


class _Reports:
    """What the process remembers between its answers: the corpora, and a folder of chapters for each."""

    def __init__(self) -> None:
        from bench import report_corpus as source

        self._source = source
        self._plugins = source.plugins()
        self._documents: dict[int, Any] = {}
        self._caches: dict[int, str] = {}
        self._changes = 0

    def answer(self, pages: int, what: str) -> Round:
        """Seconds of a whole report (`full`), without drawings, with one board changed, with nothing changed."""
        document = self._documents.get(pages)
        if document is None:
            document = self._documents[pages] = self._source.corpus(pages, self._plugins)
        if what == "memory":
            return {"megabytes": max(_peaks(), default=0.0)}
        if what == NO_DRAWINGS:
            return self._timed(document, self._source.without_drawings(self._plugins), "")
        if what == "full":
            return self._timed(document, self._plugins, "")
        if pages not in self._caches:
            self._caches[pages] = tempfile.mkdtemp()
            self._timed(document, self._plugins, self._caches[pages])
        if what == "changed":
            self._changes += 1
            self._source.change(document, self._changes)
        return self._timed(document, self._plugins, self._caches[pages])

    def _timed(self, document: Any, plugins: Any, cache: str) -> Round:
        from kehittamo_core.api import ExportRequest
        from kehittamo_exports import report

        told: list[float] = []
        start = time.perf_counter()
        used = _processor()
        request = ExportRequest(
            document=document, plugins=plugins, options={"cache": cache},
            progress=lambda done, total, what: told.append(time.perf_counter() - start),
        )  # fmt: skip
        made = report.write(request)
        seconds = time.perf_counter() - start
        return {
            "seconds": seconds, "first": told[0], "pages": _pages(made), "file": len(made) / 1e6,
            "processor": _processor() - used,
        }  # fmt: skip

    def close(self) -> None:
        """Remove what was kept."""
        for folder in self._caches.values():
            shutil.rmtree(folder, ignore_errors=True)


def _crew() -> list[int]:
    from kehittamo_exports.composition import _CREWS

    return [pid for crew in _CREWS.values() for pid in crew.pids]


def _peaks() -> list[float]:
    """The most memory that each worker has had, in megabytes, what it shares with its mother included."""
    found = []
    for pid in _crew():
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                found.append(int(line.split()[1]) * 1024 / 1e6)
    return found


def _processor() -> float:
    """Processor seconds of this process and its workers."""
    ticks = os.sysconf("SC_CLK_TCK")
    total = time.process_time()
    for pid in _crew():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / ticks
    return total


def _pages(data: bytes) -> int:
    import io

    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


class _Process:
    """The process that makes reports, asked through its pipes."""

    def __init__(self, *, blank: bool = False) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        if blank:
            environment["BLANK_PICTURES"] = "1"
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--inner"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )  # fmt: skip

    def ask(self, pages: int, what: str) -> Round:
        """One measurement; raises RuntimeError where the process has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"pages": pages, "what": what}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process that makes reports has ended at {what} of {pages} pages")
        answer: Round = json.loads(line)
        return answer

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)


# The same content for Chromium


def html(pages: int, folder: Path) -> Path:
    """The report as one HTML file with inline SVG: cover, contents and all chapters, laid out by nobody yet."""
    from bench import report_corpus
    from kehittamo_core.api import ExportRequest
    from kehittamo_core.scene.svg import _paint
    from kehittamo_exports.chapters.board import compose
    from kehittamo_exports.chapters.contents import Entry, contents
    from kehittamo_exports.chapters.cover import cover
    from kehittamo_exports.composition import Composition
    from kehittamo_exports.page.draft import Draft, bind
    from kehittamo_exports.page.drawings import Art
    from kehittamo_exports.pdf import engine
    from kehittamo_exports.public import version_of

    plugins = report_corpus.plugins()
    version = version_of(ExportRequest(document=report_corpus.corpus(pages, plugins), plugins=plugins))
    chapters = Composition(version).chapters({})
    lines = [Entry(chapter.id, chapter.number, chapter.title, "", 1) for chapter in chapters]
    sheets = [cover(version, final=False), contents(version, lines)]
    for chapter in chapters:
        if chapter.job is not None:
            sheets += compose(chapter.job)
            continue
        draft = Draft(chapter.id, chapter.title, version.voice, number=chapter.number)
        draft.open()
        if chapter.write is not None:
            chapter.write(draft)
        sheets.append(bind([draft]))
    body = Element("body")
    for sheet in sheets:
        for image in list(sheet.body.iter("img")):
            art = sheet.art[image.get("src", "")]
            if not isinstance(art, Art):
                continue
            x, y, width, height = art.window
            painted = "".join(part for mark in art.marks for part in _paint(mark, "print"))
            # Without the namespace's name: HTML knows its svg by itself, and nothing else.
            drawn = fromstring(
                f'<svg role="img" viewBox="{x} {y} {width} {height}" '
                f'style="{image.get("style")}" font-family="Atkinson Hyperlegible Next">{painted}</svg>'
            )
            drawn.insert(0, Element("title"))
            drawn[0].text = image.get("alt", "")
            image.clear()
            image.tag = "span"
            image.append(drawn)
        body.extend(sheet.body)
    fonts = "".join(
        # Inside the page: a font that is fetched may come after the page was printed, and its text is not there then.
        f"@font-face{{font-family:'{family}';font-weight:{weight};"
        f"src:url(data:font/ttf;base64,{base64.b64encode(engine.font_bytes(f'{file}-{weight}')).decode()})}}"
        for file, family, weights in engine.FACES[:2] for weight in weights
    )  # fmt: skip
    page = folder / f"report-{pages}.html"
    page.write_text(
        f'<!doctype html><html lang="fi"><meta charset="utf-8"><style>{fonts}{engine.style_sheet()}</style>'
        f"{tostring(body, 'unicode', method='html')}</html>"
    )
    return page


def chromium(binary: str, page: Path, folder: Path) -> tuple[float, int]:
    """Seconds of a cold Chromium that prints the page with tags, and how many pages it makes of it."""
    profile = folder / "profile"
    shutil.rmtree(profile, ignore_errors=True)
    printed = page.with_suffix(".chromium.pdf")
    start = time.perf_counter()
    subprocess.run(
        [
            binary, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", f"--user-data-dir={profile}", "--no-pdf-header-footer",
            "--export-tagged-pdf", f"--print-to-pdf={printed}", page.as_uri(),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return time.perf_counter() - start, _pages(printed.read_bytes())


# The rounds

ASKED = ("full", NO_DRAWINGS, "changed", "unchanged")


def measure(sizes: Sequence[int], rounds: int, binary: str, folder: Path) -> dict[int, list[Round]]:
    """For each size what every round gave; the first round of reports warms up and is not counted."""
    found: dict[int, list[Round]] = {size: [] for size in sizes}
    pages = {size: html(size, folder) for size in sizes}
    process, blank = _Process(), _Process(blank=True)
    try:
        for size in sizes:
            for what in ASKED:
                process.ask(size, what)
            blank.ask(size, "full")
        for _ in range(rounds):
            for size in sizes:
                beside, printed = chromium(binary, pages[size], folder)
                one = {"chromium": beside, "chromium pages": float(printed)}
                for what in ASKED:
                    given = process.ask(size, what)
                    one |= {what: given["seconds"], f"{what} first": given["first"], f"{what} pages": given["pages"]}
                    one |= {f"{what} file": given["file"], f"{what} processor": given["processor"]}
                one["blank"] = blank.ask(size, "full")["seconds"]
                found[size].append(one)
        memory = process.ask(sizes[-1], "memory")["megabytes"]
        for entries in found.values():
            entries[-1]["memory"] = memory
    finally:
        process.close()
        blank.close()
    return found


def table(found: dict[int, list[Round]]) -> list[str]:
    """The ratios of all sizes as lines of a table, with what is asked beside them."""
    sizes = list(found)
    rows: list[tuple[str, Callable[[Round], float], str]] = [
        ("full rebuild, warm pool of 2 / Chromium, cold", lambda one: one["full"] / one["chromium"], "1.15 at 64 pages, 1.0 at 198"),
        ("one board changed / full rebuild", lambda one: one["changed"] / one["full"], "0.35"),
        ("nothing changed / full rebuild", lambda one: one["unchanged"] / one["full"], ""),
        ("first progress / full rebuild", lambda one: one["full first"] / one["full"], "0.05"),
        ("with / without drawings painted, same pages", lambda one: one["full"] / one["blank"], "1.1"),
        ("with / without drawings, seconds for a page",
         lambda one: one["full"] / one["full pages"] / (one[NO_DRAWINGS] / one[f"{NO_DRAWINGS} pages"]), ""),
        ("processor seconds / seconds", lambda one: one["full processor"] / one["full"], ""),
    ]  # fmt: skip
    lines = [f"{'':48s}" + "".join(f"{f'{size} pages':>20s}" for size in sizes) + "   at most"]
    for name, ratio, most in rows:
        cells = []
        for size in sizes:
            ratios = [ratio(one) for one in found[size]]
            cells.append(f"{statistics.median(ratios):.2f} [{min(ratios):.2f}-{max(ratios):.2f}]")
        lines.append(f"{name:48s}" + "".join(f"{cell:>20s}" for cell in cells) + f"   {most}")
    if len(sizes) > 1:
        small, large = found[sizes[0]], found[sizes[-1]]
        growth = [
            (more["full"] / less["full"]) / (more["full pages"] / less["full pages"])
            for less, more in zip(small, large, strict=True)
        ]
        lines.append(f"{'growth in time / growth in pages':48s}{statistics.median(growth):20.2f}{'':20s}   1.1")
    last = {size: found[size][-1] for size in sizes}
    seconds = {size: statistics.median(one["full"] for one in found[size]) for size in sizes}
    beside = {size: statistics.median(one["chromium"] for one in found[size]) for size in sizes}
    return [
        *lines,
        f"{'a worker at most, MB':48s}{last[sizes[-1]]['memory']:20.0f}{'':20s}   300",
        f"{'pages, ours':48s}" + "".join(f"{last[size]['full pages']:20.0f}" for size in sizes),
        f"{'pages, Chromium':48s}" + "".join(f"{last[size]['chromium pages']:20.0f}" for size in sizes),
        f"{'file, MB':48s}" + "".join(f"{last[size]['full file']:20.2f}" for size in sizes),
        f"{'seconds, ours':48s}" + "".join(f"{seconds[size]:20.2f}" for size in sizes),
        f"{'seconds, Chromium':48s}" + "".join(f"{beside[size]:20.2f}" for size in sizes),
    ]


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--pages", type=int, nargs="+", default=[64, 198], help="64 or 198, or both")
    arguments.add_argument("--chromium", default=shutil.which("chromium") or "/usr/bin/chromium")
    arguments.add_argument("--keep", type=Path, help="keep the HTML and Chromium's files here")
    arguments.add_argument("--inner", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.inner:
        inner()
        return
    with tempfile.TemporaryDirectory() as name:
        folder = given.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        found = measure(given.pages, given.rounds, given.chromium, folder)
    python = f"Python {sys.version.split()[0]}"
    sys.stdout.write(
        f"{given.rounds} rounds, medians of ratios [min-max]; load at the end {os.getloadavg()[0]:.1f}; {python}\n"
    )
    sys.stdout.write("\n".join(table(found)) + "\n")


if __name__ == "__main__":
    main()
