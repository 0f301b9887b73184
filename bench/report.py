"""How long the largest example's report takes, as ratios to a cold headless Chromium printing the same content as HTML.

    python bench/report.py [--rounds 3] [--chromium /usr/bin/chromium] [--keep FOLDER]

Interleaved rounds, medians; nothing is asserted. `cold` is a fresh process, `warm` the same process again with an empty
cache, `changed` with one board's note changed, `unchanged` with nothing changed.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring, tostring

ROOT = Path(__file__).resolve().parent.parent


def largest() -> tuple[str, dict[str, Any], Any]:
    """The example with the most items, and the plugins."""
    from kehittamo_core.demo import PROGRAMMES, demo_document
    from kehittamo_core.loading import load_plugins

    plugins = load_plugins()
    packages = [method.package for method in plugins.methods.values()]
    documents = {key: demo_document(key, packages) for key in PROGRAMMES}
    key = max(documents, key=lambda name: sum(len(board.get("items", ())) for board in documents[name]["boards"]))
    return key, documents[key], plugins


def inner() -> None:
    """In a fresh process: the report once, again, with one change, with none; prints seconds as JSON."""
    from kehittamo_core.api import ExportRequest
    from kehittamo_exports import report

    _, document, plugins = largest()
    times: dict[str, float] = {}
    first_told: list[float] = []

    def run(name: str, cache: str = "") -> bytes:
        start = time.perf_counter()
        told: list[float] = []
        request = ExportRequest(
            document=document, plugins=plugins, options={"cache": cache},
            progress=lambda done, total, what: told.append(time.perf_counter() - start),
        )  # fmt: skip
        made = report.write(request)
        times[name] = time.perf_counter() - start
        first_told.append(told[0] / times[name])
        return made

    run("first")
    made = run("warm")
    with tempfile.TemporaryDirectory() as cache:
        run("filling", cache)
        board = max(document["boards"], key=lambda entry: len(entry.get("items", ())))
        item = next(item for item in board["items"] if (item.get("values") or {}).get("text"))
        item["values"]["text"] = "Muutettu kohta, uusi teksti"
        run("changed", cache)
        run("unchanged", cache)
    times["first_progress_share"] = first_told[1]
    times["megabytes"] = len(made) / 1e6
    sys.stdout.write(json.dumps(times))


def html(folder: Path) -> Path:
    """The same chapters as one HTML file with inline SVG, for Chromium."""
    from kehittamo_core.api import ExportRequest
    from kehittamo_core.scene.svg import _paint
    from kehittamo_exports.chapters.board import compose
    from kehittamo_exports.composition import Composition
    from kehittamo_exports.page.draft import Draft, bind
    from kehittamo_exports.pdf import engine
    from kehittamo_exports.public import version_of

    _, document, plugins = largest()
    version = version_of(ExportRequest(document=document, plugins=plugins))
    sheets = []
    for chapter in Composition(version).chapters({}):
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
            x, y, width, height = art.window
            painted = "".join(part for mark in art.marks for part in _paint(mark, "print"))
            drawn = fromstring(
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}" '
                f'style="{image.get("style")}" font-family="Atkinson Hyperlegible Next">{painted}</svg>'
            )
            image.clear()
            image.tag = "span"
            image.append(drawn)
        body.extend(sheet.body)
    fonts = "".join(
        f"@font-face{{font-family:'{family}';font-weight:{weight};"
        f"src:url({(ROOT / 'core/kehittamo_core/static/fonts' / f'{file}-{weight}.ttf').as_uri()})}}"
        for file, family, weights in engine.FACES for weight in weights
    )  # fmt: skip
    page = folder / "report.html"
    page.write_text(
        f'<!doctype html><html lang="fi"><meta charset="utf-8"><style>{fonts}{engine.style_sheet()}</style>'
        f"{tostring(body, 'unicode', method='html')}</html>"
    )
    return page


def chromium(binary: str, page: Path, folder: Path) -> float:
    """Seconds of a cold Chromium that prints the page."""
    profile = folder / "profile"
    shutil.rmtree(profile, ignore_errors=True)
    start = time.perf_counter()
    subprocess.run(
        [
            binary, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", f"--user-data-dir={profile}", "--no-pdf-header-footer",
            f"--print-to-pdf={folder / 'chromium.pdf'}", page.as_uri(),
        ],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return time.perf_counter() - start


def pages(file: Path) -> int:
    """How many pages a PDF has."""
    import pikepdf

    with pikepdf.open(file) as pdf:
        return len(pdf.pages)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--chromium", default=shutil.which("chromium") or "/usr/bin/chromium")
    arguments.add_argument("--keep", type=Path, help="keep the files of the last round here")
    arguments.add_argument("--inner", action="store_true", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.inner:
        inner()
        return
    with tempfile.TemporaryDirectory() as name:
        folder = given.keep or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        page = html(folder)
        rounds: list[Mapping[str, float]] = []
        for _ in range(given.rounds):
            beside = chromium(given.chromium, page, folder)
            start = time.perf_counter()
            out = subprocess.run(
                [sys.executable, __file__, "--inner"], check=True, capture_output=True, text=True, timeout=900
            ).stdout
            times: dict[str, float] = json.loads(out)
            whole = time.perf_counter() - start
            rest = sum(times[name] for name in ("warm", "filling", "changed", "unchanged"))
            rounds.append({**times, "cold": whole - rest, "chromium": beside})
        count = pages(folder / "chromium.pdf")

    def median(name: str, by: str) -> str:
        ratios = [one[name] / one[by] for one in rounds]
        return f"{statistics.median(ratios):.2f} [{min(ratios):.2f}-{max(ratios):.2f}]"

    key = largest()[0]
    lines = [
        f"report of {key}, {given.rounds} rounds, medians of ratios [min-max]; Chromium prints {count} pages of the same content",
        f"  Chromium, cold                1     ({statistics.median(one['chromium'] for one in rounds):.2f} s)",
        f"  report, cold process          {median('cold', 'chromium')}",
        f"  report, warm, nothing cached  {median('warm', 'chromium')}",
        f"  one board changed / warm      {median('changed', 'warm')}",
        f"  nothing changed / warm        {median('unchanged', 'warm')}",
        f"  first progress / whole        {statistics.median(one['first_progress_share'] for one in rounds):.2f}",
        f"  file                          {rounds[-1]['megabytes']:.2f} MB",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
