"""The cover: deep spruce, the programme's name, its goal, the thread through the meetings, the planned figures."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element

from kehittamo_core.api import Path, Role, Run, break_lines, text_width
from kehittamo_exports.page.draft import POINT
from kehittamo_exports.page.markup import Pen
from kehittamo_exports.page.text import paragraphs, plain
from kehittamo_exports.pdf.painter import Art
from kehittamo_exports.pdf.photo import Photo
from kehittamo_exports.pdf.sheet import Sheet
from kehittamo_exports.reading import Entry, Version

UNIT = 0.2625
"""Millimetres of one unit of the thread's drawing."""
HIGH, LOW = 5.0, 5.0 + 34 * UNIT
KNOT = 2.35
LABEL = 3.7
LOGO = (52.0, 20.0)
"""Millimetres of the host's logo, at most."""

BIG, FIGURE, FIGURES = 24.0, 29.0, 118.0
"""Points of a planned figure, and the millimetres that one takes where there is room, and all together at most."""
GAP = 4.0

Segment = tuple[str, tuple[float, ...]]


def cover(version: Version, *, final: bool) -> Sheet:
    """The first page. It has no running header; its heading is the document's first."""
    pen, voice = Pen(version.language), version.voice
    title, goal = version.title, version.said(version.programme.get("goal") or {})
    length = len(title.text)
    size = "" if length <= 58 else "medium" if length <= 105 else "small"
    drawn, meetings = journey(version)
    art: dict[str, Art | Photo] = {"art:logo": logo(), "art:journey": drawn}
    words = [
        pen("p", version.banner, class_="banner") if version.banner else None,
        pen.headline("h1", title.text, 38, lang=title.lang, class_=size, data_label=plain(title.text)),
        [
            pen("p", text, lang=goal.lang, class_="goes small" if len(goal.text) > 260 else "goes")
            for text in list(paragraphs(goal.text))[:3]
        ],
    ]
    page = pen(
        "section",
        pen("div", _image(pen, "art:logo", "Kehittämö", art), class_="logo"),
        pen("p", "Kehittämö", class_="product"),
        _host(pen, version, art),
        pen("div", words, class_="top"),
        pen(
            "div",
            _image(pen, "art:journey", voice("The journey: {meetings}", meetings=meetings), art),
            class_="journey",
        ),
        pen("div", _planned(pen, version), _day(pen, version, final=final), class_="foot"),
        class_="cover",
    )
    body = Element("body")
    body.append(page)
    return Sheet("cover", title.text, version.language, body, art)


def _host(pen: Pen, version: Version, art: dict[str, Art | Photo]) -> Element | None:
    """The host's logo, where one was given and can be read, on a light ground of its own."""
    entry = next((one for one in version.entries("images") if one.get("use") == "logo"), None)
    photo = Photo.of(str(entry.get("data") or "")) if entry is not None else None
    if entry is None or photo is None:
        return None
    art["photo:host"] = photo
    scale = min(LOGO[0] / photo.width, LOGO[1] / photo.height)
    size = f"width:{photo.width * scale:.1f}mm;height:{photo.height * scale:.1f}mm;display:block"
    alt = str(entry.get("alt") or "") or version.said(entry, "credit").text
    return pen("div", pen.image("photo:host", alt, size), class_="host")


def _image(pen: Pen, name: str, alt: str, art: Mapping[str, Art | Photo]) -> Element:
    drawn = art[name]
    assert isinstance(drawn, Art)
    _, _, width, height = drawn.window
    return pen.image(name, alt, f"width:{width:.2f}mm;height:{height:.2f}mm;display:block")


def _planned(pen: Pen, version: Version) -> Element:
    figures = []
    told = [figure_parts(version, entry) for entry in version.entries("figures")[:4]]
    numbers = [text_width(value, BIG * POINT, 700, "display") for value, _ in told]
    size = BIG * min(1.0, (FIGURES - GAP * len(told)) / max(sum(numbers), 1.0))
    words = [max((text_width(word, 10 * POINT) for word in rest.split()), default=0.0) for _, rest in told]
    needed = [max(number * size / BIG, word) + GAP for number, word in zip(numbers, words, strict=True)]
    wished = [max(width, FIGURE) for width in needed]
    slack = max(sum(wished) - sum(needed), 0.01)
    part = min(1.0, max(FIGURES - sum(needed), 0.0) / slack)  # a long number takes from what the others do not need
    for (value, rest), low, wish in zip(told, needed, wished, strict=True):
        style = f"width:{low + (wish - low) * part - 2.1:.2f}mm"
        number = pen.verbatim("b", value, style=f"font-size:{size:.1f}pt" if size < BIG else "") if value else None
        figures.append(pen("span", number, rest, style=style))
    return pen("p", figures, class_="planned") if figures else pen("p", class_="planned")


def figure_parts(version: Version, entry: Entry) -> tuple[str, str]:
    """A planned figure as its number and the words that follow it: 40, asiantuntijaa."""
    text = version.said(entry).text
    value = entry.get("value")
    if value is None:
        return "", text
    number = version.voice.number(value)
    for shown in (number, f"{value:g}" if isinstance(value, int | float) else str(value)):
        if text.startswith(shown):
            return number, text[len(shown) :].strip()
    if f" {number} " in f" {text} ":  # «Paltamo: 26 palvelukarttaa» says its number once
        return number, " ".join(f" {text} ".replace(f" {number} ", " ", 1).split())
    return number, text or str(entry.get("unit") or "")


def _day(pen: Pen, version: Version, *, final: bool) -> Element:
    voice, day = version.voice, version.result_day
    when = " ".join(
        part for part in (voice.day(day.get("date")), voice.hours(day.get("start"), day.get("end"))) if part
    )
    state = voice("final") if final else voice("draft")
    return pen(
        "p",
        pen("span", voice("Result report")),
        pen.verbatim("span", when) if when else None,
        pen.verbatim("span", f"{voice('version')} {version.short_id} · {state}"),
        class_="day",
    )


# The thread


def logo() -> Art:
    """The loop of the thread."""
    s = 14 / 34
    points: Sequence[Segment] = (
        ("M", (1.5, 17.5)),
        ("C", (9.0, 17.5, 10.0, 4.5, 17.0, 4.5)),
        ("C", (23.0, 4.5, 23.3, 13.5, 18.0, 13.5)),
        ("C", (12.7, 13.5, 13.0, 4.5, 19.0, 4.5)),
        ("C", (25.5, 4.5, 25.5, 17.5, 32.5, 17.5)),
    )
    scaled = tuple((kind, tuple(value * s for value in numbers)) for kind, numbers in points)
    return Art((_path(scaled, "thread", 3 * s),), (0, 0, 14, 24 * s), ground="spruce")


def _path(segments: Sequence[Segment], stroke: Role, width: float, fill: Role | None = None) -> Path:
    return Path(tuple(segments), fill, stroke, width)  # type: ignore[arg-type]


def _meetings(version: Version) -> list[tuple[str, str]]:
    found = []
    for stage in version.stages:
        if stage.get("kind") != "interim":
            when = version.voice.day(stage.get("date")) or version.voice("date open")
            found.append((plain(version.stage_name(stage)), when))
    return found


def journey(version: Version) -> tuple[Art, str]:
    """The thread through the meetings, 210 millimetres wide, and the same in words."""
    meetings = _meetings(version)[:12]
    count = max(len(meetings), 2)
    first, last = 19.0, 191.0
    step = (last - first) / (count - 1)
    xs = [first + step * index for index in range(count)]
    segments: list[Segment] = [
        ("M", (-10.5, LOW + 30 * UNIT)),
        ("C", (5.0, LOW + 26 * UNIT, first - 8.4, LOW, first, LOW)),
    ]
    for left, right in pairwise(xs):
        segments += _over(left, right)
    segments.append(("C", (last + 7.9, LOW, 209.0, LOW - 20 * UNIT, 220.5, LOW - 30 * UNIT)))
    marks: list[Path | Run] = [_path(segments, "thread", 1.18)]
    size = LABEL if step > 26 else max(2.85, LABEL * step / 30)
    lowest = LOW
    for (name, when), x in zip(meetings, xs, strict=False):
        marks.append(_knot(x, LOW))
        y = LOW + KNOT + 6.6
        for line in break_lines(name, step - 2 if count > 2 else 60, size, 600, language=version.language)[:3]:
            marks.append(_centred(line, x, y, size, 600, "ink"))
            y += size * 1.25
        marks.append(_centred(when, x, y + 0.4, size * 0.94, 400, "ink-2"))
        lowest = max(lowest, y + 3)
    words = ", ".join(f"{name} {when}".strip() for name, when in _meetings(version))
    return Art(tuple(marks), (0.0, 0.0, 210.0, lowest + 1), clipped=True, ground="spruce"), words


def _over(left: float, right: float) -> list[Segment]:
    """From one meeting to the next, with the loop of the work between them."""
    middle, span = (left + right) / 2, (right - left) / 2
    wide, high, bump = 14 * UNIT, 21 * UNIT, 1.3 * UNIT
    return [
        ("C", (left + span * 0.5, LOW, left + span * 0.55, HIGH, middle, HIGH)),
        ("C", (middle + wide, HIGH, middle + wide + 0.6 * UNIT, HIGH + high, middle + bump, HIGH + high)),
        ("C", (middle - 11.4 * UNIT, HIGH + high, middle - wide + 4 * UNIT, HIGH, middle + 2 * bump, HIGH)),
        ("C", (right - span * 0.5, HIGH, right - span * 0.5, LOW, right, LOW)),
    ]


def _knot(x: float, y: float) -> Path:
    k = KNOT * 0.5522847498
    return _path(
        (
            ("M", (x, y - KNOT)),
            ("C", (x + k, y - KNOT, x + KNOT, y - k, x + KNOT, y)),
            ("C", (x + KNOT, y + k, x + k, y + KNOT, x, y + KNOT)),
            ("C", (x - k, y + KNOT, x - KNOT, y + k, x - KNOT, y)),
            ("C", (x - KNOT, y - k, x - k, y - KNOT, x, y - KNOT)),
            ("Z", ()),
        ),
        "thread",
        1.18,
        "surface",
    )


def _centred(text: str, x: float, y: float, size: float, weight: int, role: Role) -> Run:
    measured = text_width(text, size, 600 if weight >= 600 else 400)
    return Run(x - measured / 2, y, text, size, 600 if weight >= 600 else 400, role)
