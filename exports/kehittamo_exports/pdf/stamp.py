"""Running headers and footers, stamped on finished pages as artifacts: the number of pages is known only at the end.

A font is shaped and cut with HarfBuzz and embedded once for the whole file; the layout engine is not asked again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Protocol

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name

from kehittamo_exports.page.text import plain
from kehittamo_exports.pdf.faces import face, house, runs

WEIGHTS = {"KehHead": 400, "KehFoot": 700}
"""Plain words and strong ones."""
MM = 72 / 25.4
SIZE = 8.5
FAR = 12.0
"""What is read from a slide."""
INK: tuple[float, float, float] = (0x13 / 255, 0x22 / 255, 0x1D / 255)
INK_3: tuple[float, float, float] = (0x57 / 255, 0x65 / 255, 0x5F / 255)
SPRUCE = "0.078 0.349 0.298"
RUST: tuple[float, float, float] = (0x9A / 255, 0x3B / 255, 0x0C / 255)
LEFT, RIGHT = 24 * MM, 16 * MM
WIDE_SIDE = 16 * MM


@dataclass(frozen=True)
class Heads:
    """The words of every page: top left, top right, bottom left (the banner of practice programmes)."""

    left: str
    right: str
    banner: str = ""
    low: bool = False
    """Slides have it all in one line at the foot."""
    foot: str = ""
    """Bottom left, after the banner: the programme's own line."""


class Foot(Protocol):
    """A card at the foot of a page: two headings with their texts."""

    def columns(self, width: float) -> tuple[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]:
        """Heading and lines of both columns where text is `width` millimetres wide."""

    @property
    def in_one(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """Heading and text of both, each for one line."""


class _Font:
    """A face, and which of its glyphs have been used."""

    def __init__(self, name: str) -> None:
        self.face = face(name)
        self.font = hb.Font(self.face)
        self.scale = 1000 / self.face.upem
        self.used: dict[int, tuple[float, str]] = {}
        self._shaped: dict[str, tuple[list[tuple[int, float]], float]] = {}

    def shape(self, text: str) -> tuple[list[tuple[int, float]], float]:
        """Glyphs with their advances in thousandths of the size, and the sum."""
        known = self._shaped.get(text)
        if known is None:
            known = self._shaped[text] = self._shape(text)
        return known

    def _shape(self, text: str) -> tuple[list[tuple[int, float]], float]:
        if not text:
            return [], 0.0
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self.font, buffer)
        glyphs, total = [], 0.0
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        clusters = [*sorted({info.cluster for info in infos}), len(text)]
        after = dict(pairwise(clusters))
        for info, position in zip(infos, positions, strict=True):
            advance = position.x_advance * self.scale
            natural = self.font.get_glyph_h_advance(info.codepoint) * self.scale
            letters = text[info.cluster : after[info.cluster]]
            self.used.setdefault(info.codepoint, (natural, letters))
            glyphs.append((info.codepoint, natural - advance))
            total += advance
        return glyphs, total

    def embed(self, pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
        """The font dictionary, cut to the used glyphs, which keep their numbers."""
        choice = hb.SubsetInput()
        choice.glyph_set.update(self.used)
        choice.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_HINTING
        data = bytes(hb.subset(self.face, choice).blob.data)
        file = pdf.make_stream(data, Length1=len(data))
        extents = self.font.get_font_extents("ltr")
        upem = self.scale
        descriptor = pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor, FontName=Name(f"/{name}"), Flags=4, FontBBox=Array([-200, -300, 1200, 1000]),
                ItalicAngle=0, Ascent=round(extents.ascender * upem), Descent=round(extents.descender * upem),
                CapHeight=670, StemV=80, FontFile2=file,
            )
        )  # fmt: skip
        widths = Array()
        for glyph, (width, _) in sorted(self.used.items()):
            widths.append(glyph)
            widths.append(Array([round(width)]))
        descendant = pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name(f"/{name}"), CIDToGIDMap=Name.Identity, DW=0,
                CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0), W=widths,
                FontDescriptor=descriptor,
            )
        )  # fmt: skip
        unicode = pdf.make_stream(_to_unicode({glyph: letters for glyph, (_, letters) in self.used.items()}))
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font, Subtype=Name.Type0, BaseFont=Name(f"/{name}"), Encoding=Name("/Identity-H"),
                DescendantFonts=Array([descendant]), ToUnicode=unicode,
            )
        )  # fmt: skip


def _to_unicode(letters: Mapping[int, str]) -> bytes:
    rows = "\n".join(f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in sorted(letters.items()))
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{len(letters)} beginbfchar\n{rows}\nendbfchar\nendcmap\n"
        "CMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _shown(glyphs: Iterable[tuple[int, float]]) -> str:
    """Glyphs as one array of strings, with the moves between them."""
    parts: list[str] = []
    line = ""
    for glyph, kern in glyphs:
        line += f"{glyph:04x}"
        if abs(kern) > 0.01:
            parts.append(f"<{line}> {kern:.1f}")
            line = ""
    return f"[{' '.join((*parts, f'<{line}>'))}] TJ"


def _copy(holder: Any, key: str) -> Any:
    """A dictionary of its own: pages of one sheet share theirs."""
    return Dictionary(holder[key]) if key in holder else Dictionary()


def _write(page: Any, header: bytes, footer: bytes) -> None:
    """Put header and footer on a page as artifacts, outside whatever its own content has set."""
    page.contents_add(b"q\n", prepend=True)
    above = b"/Artifact <</Type /Pagination /Subtype /Header>> BDC\nq\n" + header + b"Q\nEMC\n" if header else b""
    page.contents_add(
        b"Q\n" + above + b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC\nq\n" + footer + b"Q\nEMC\n"
    )


class Stamper:
    """Collects what is written on which page, then embeds its fonts and adds everything to the pages."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._fonts: dict[str, _Font] = {}
        self._names: dict[str, str] = {}
        for weight in WEIGHTS.values():
            self._font(house(weight))

    def _font(self, name: str) -> _Font:
        """A face by its file name; its name on the pages is a number after «Keh»."""
        if name not in self._fonts:
            self._fonts[name] = _Font(name)
            self._names[name] = f"Keh{len(self._fonts)}"
        return self._fonts[name]

    def _shape(self, text: str, style: str) -> tuple[list[tuple[str, list[tuple[int, float]]]], float]:
        """Runs of glyphs by their face, and the width of all in thousandths of the size."""
        made, total = [], 0.0
        for name, piece in runs(text, WEIGHTS[style]):
            glyphs, wide = self._font(name).shape(piece)
            made.append((name, glyphs))
            total += wide
        return made, total

    def _text(
        self, font: str, text: str, x: float, y: float, colour: Iterable[float], *, end: bool = False,
        room: float = 1e9, size: float = SIZE,
    ) -> bytes:  # fmt: skip
        """Text from x (or up to x with `end`), shortened with … to `room` points."""
        text = plain(text)
        shaped, total = self._shape(text, font)
        while total * size / 1000 > room and len(text) > 1:
            text = text[: max(1, min(len(text) - 2, int(len(text) * room / (total * size / 1000))))].rstrip() + "…"
            shaped, total = self._shape(text, font)
            if len(text) <= 2:
                break
        if end:
            x -= total * size / 1000
        r, g, b = colour
        written = "".join(f"/{self._names[name]} {size:g} Tf {_shown(glyphs)} " for name, glyphs in shaped)
        return f"BT {r:.3f} {g:.3f} {b:.3f} rg 1 0 0 1 {x:.2f} {y:.2f} Tm {written}ET\n".encode()

    def _card(self, card: Foot, left: float, right: float) -> bytes:
        """A perspective's card below a rule: the goal on the left, the benefit on the right."""
        drawn = f"q 0.5 w {SPRUCE} RG {left:.2f} {35 * MM:.2f} m {right:.2f} {35 * MM:.2f} l S Q\n".encode()
        width = (right - left) / MM
        x = left
        for (heading, lines), share in zip(card.columns(width), (0.42, 0.58), strict=True):
            if lines:
                drawn += self._text("KehFoot", heading, x, 31.2 * MM, INK, size=8)
            for number, line in enumerate(lines, 1):
                drawn += self._text("KehHead", line, x, (31.2 - 3.7 * number) * MM, INK, size=8)
            x += ((width - 8) * share + 8) * MM
        return drawn

    def _low_card(self, card: Foot, left: float, right: float) -> bytes:
        """The same on a slide, in two lines that can be read from afar."""
        drawn = f"q 0.5 w {SPRUCE} RG {left:.2f} {24.4 * MM:.2f} m {right:.2f} {24.4 * MM:.2f} l S Q\n".encode()
        for (heading, text), y in zip(card.in_one, (19.6, 14.4), strict=True):
            if text:
                wide = self._shape(plain(heading) + "  ", "KehFoot")[1] * FAR / 1000
                drawn += self._text("KehFoot", heading, left, y * MM, INK, size=FAR)
                drawn += self._text("KehHead", text, left + wide, y * MM, INK, room=right - left - wide, size=FAR)
        return drawn

    def _foot(self, heads: Heads, page: Any, number: str, card: Foot | None = None) -> None:
        """One line at the foot of a slide: the programme, the banner, the version, the slide's number."""
        width = float(page.mediabox[2])
        left, right, bottom = 18 * MM, width - 18 * MM, 8.5 * MM
        footer = self._text("KehHead", heads.foot or heads.left, left, bottom, INK_3, room=(right - left) * 0.4)
        if heads.banner:
            footer += self._text(
                "KehFoot", heads.banner, (right + left) / 2 - 20, bottom, RUST, room=(right - left) * 0.2
            )
        footer += self._text("KehHead", heads.right, right - 60, bottom, INK_3, end=True, room=(right - left) * 0.35)
        footer += self._text("KehFoot", number, right, bottom, INK, end=True)
        if card is not None:
            footer += self._low_card(card, left, right)
        _write(page, b"", footer)

    def stamp(
        self, heads: Heads, skip: frozenset[int] = frozenset({0}), cards: Mapping[int, Foot] = MappingProxyType({})
    ) -> None:
        """Write header and «n / N» on every page but those of `skip`, and `cards` at the foot of theirs (numbers from 0)."""
        pages = list(self._pdf.pages)
        for number, page in enumerate(pages):
            if number in skip:
                continue
            if heads.low:
                self._foot(heads, page, f"{number + 1} / {len(pages)}", cards.get(number))
                continue
            width, height = (float(page.mediabox[index]) for index in (2, 3))
            left, right = (LEFT, width - RIGHT) if width < height else (WIDE_SIDE, width - WIDE_SIDE)
            top, bottom = height - 12.5 * MM, 10.5 * MM
            half = (right - left) / 2 - 6
            header = self._text("KehHead", heads.left, left, top, INK_3, room=half + 60)
            header += self._text("KehHead", heads.right, right, top, INK_3, end=True, room=half - 60)
            footer = self._text("KehFoot", f"{number + 1} / {len(pages)}", right, bottom, INK, end=True)
            if heads.banner:
                footer += self._text("KehFoot", heads.banner, left, bottom, RUST, room=right - left - 60)
            if heads.foot:
                begun = self._shape(heads.banner + "   ", "KehFoot")[1] * SIZE / 1000 if heads.banner else 0.0
                room = right - left - begun - 60
                footer += self._text("KehHead", heads.foot, left + begun, bottom, INK_3, room=max(room, 40))
            if number in cards:
                footer += self._card(cards[number], left, right)
            _write(page, header, footer)
        fonts = {
            self._names[name]: font.embed(self._pdf, f"KEHITT+{name.replace(' ', '')}")
            for name, font in self._fonts.items()
            if font.used
        }
        for number, page in enumerate(pages):
            if number in skip:
                continue
            resources = _copy(page.obj, "/Resources")
            known = _copy(resources, "/Font")
            for name, font in fonts.items():
                known[f"/{name}"] = font
            resources["/Font"] = known
            page.obj.Resources = resources
