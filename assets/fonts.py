"""Cut the static fonts that browser, measuring and PDF share, from the variable subsets that npm brings.

Each family arrives as variable woff2 files, one per script. For each weight the subsets are pinned to that weight, merged into one
font, given the signs that the family lacks, and saved twice: .ttf for measuring and PDF, .woff2 for the browser.
"""

import io
import os
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont

from assets.families import FAMILIES, Family, Source

STYLES = {400: "Regular", 600: "SemiBold", 700: "Bold"}

# Signs that line breaking and number formats use. Without them every renderer takes another font's glyph, with another width.
ALIASES = {0x00AD: 0x002D, 0x2010: 0x002D, 0x2011: 0x002D, 0x2009: 0x00A0, 0x202F: 0x00A0}


# No hinting (screens smooth, paper is fine) and nothing that describes a variable font.
KEPT_TABLES = frozenset(
    [
        "GlyphOrder",
        "head",
        "hhea",
        "maxp",
        "OS/2",
        "hmtx",
        "cmap",
        "loca",
        "glyf",
        "name",
        "post",
        "GDEF",
        "GPOS",
        "GSUB",
    ]
)


def cut_all(modules: Path, target: Path) -> None:
    """Write every family and weight into `target`, on all processors."""
    jobs = [(family, weight, modules, target) for family in FAMILIES for weight in family.weights]
    with ProcessPoolExecutor(min(len(jobs), os.cpu_count() or 1)) as pool:
        list(pool.map(_cut_and_save, jobs))


def _cut_and_save(job: tuple[Family, int, Path, Path]) -> None:
    family, weight, modules, target = job
    font = cut(family, weight, modules)
    for flavor in (None, "woff2"):
        font.flavor = flavor
        path = target / f"{family.stem}-{weight}.{flavor or 'ttf'}"
        part = path.with_name(path.name + ".part")
        font.save(part)
        part.replace(path)


def cut(family: Family, weight: int, modules: Path) -> TTFont:
    """One static font: the family's sources at this weight in one file, in the units and line height of the first source."""
    fonts: list[TTFont] = []
    covered: set[int] = set()
    for source in family.sources:
        font = _open(source, modules, weight)
        wanted = set(font.getBestCmap()) - covered
        if source.signs is not None:
            wanted &= set(map(ord, source.signs))
        _keep(font, wanted)
        if fonts:
            scale_upem(font, fonts[0]["head"].unitsPerEm)
        covered |= wanted
        fonts.append(font)
    merged = _merge(fonts) if len(fonts) > 1 else fonts[0]
    merged.recalcTimestamp = False  # the same sources give the same bytes, whenever they are built
    _copy_metrics(fonts[0], merged)
    _add_aliases(merged)
    _name(merged, family.name, weight)
    return merged


def letters_of(file: Path) -> str:
    """The letters that a font has, as ranges of hexadecimal numbers; what is written beside some fonts promises more."""
    numbers = sorted(TTFont(file, lazy=True).getBestCmap())
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(f"{first:x}-{last:x}" for first, last in runs)


def _open(source: Source, modules: Path, weight: int) -> TTFont:
    """The source at one weight, without its variable parts."""
    folder, short = modules / source.package / "files", source.package.split("/")[-1]
    variable = folder / f"{short}-{source.subset}-wght-normal.woff2"
    if not variable.exists():
        return TTFont(folder / f"{short}-{source.subset}-{weight}-normal.woff2", recalcTimestamp=False)
    font = TTFont(variable, recalcTimestamp=False)
    limits: dict[str, float] = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    return instantiateVariableFont(font, limits | {"wght": weight}, inplace=True)


def _keep(font: TTFont, codepoints: Iterable[int]) -> None:
    options = Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, glyph_names=True, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codepoints)
    subsetter.subset(font)


def _merge(fonts: Iterable[TTFont]) -> TTFont:
    files: list[io.BytesIO] = []
    for font in fonts:
        for table in set(font.keys()) - KEPT_TABLES:
            del font[table]
        file = io.BytesIO()
        font.save(file)
        file.seek(0)
        files.append(file)
    return Merger().merge(files)


def _copy_metrics(first: TTFont, merged: TTFont) -> None:
    for tag, names in {
        "hhea": ("ascent", "descent", "lineGap"),
        "OS/2": (
            "sTypoAscender",
            "sTypoDescender",
            "sTypoLineGap",
            "usWinAscent",
            "usWinDescent",
            "sxHeight",
            "sCapHeight",
            "fsSelection",
        ),
        "post": ("underlinePosition", "underlineThickness"),
        "head": ("created", "modified", "fontRevision"),
    }.items():
        for name in names:
            setattr(merged[tag], name, getattr(first[tag], name))


def _add_aliases(font: TTFont) -> None:
    best: dict[int, str] = font.getBestCmap()
    for table in font["cmap"].tables:
        if table.isUnicode():
            for alias, original in ALIASES.items():
                if original in best:
                    table.cmap.setdefault(alias, best[original])


def _name(font: TTFont, family: str, weight: int) -> None:
    """Name the font so that every system groups the weights: family and style, and the four-style names that older ones read."""
    style = STYLES[weight]
    four_styles = style in ("Regular", "Bold")
    names: Any = font["name"]
    names.names = [
        record for record in names.names if record.nameID in (0, 5, 8, 9, 11, 13, 14) and record.platformID == 3
    ]
    values = {
        1: family if four_styles else f"{family} {style}",
        2: style if four_styles else "Regular",
        3: f"{family} {style} (Kehittämö)",
        4: f"{family} {style}",
        6: f"{family.replace(' ', '')}-{style}",
    }
    if not four_styles:
        values |= {16: family, 17: style}
    for number, value in values.items():
        names.setName(value, number, 3, 1, 0x409)
    os2 = font["OS/2"]
    os2.usWeightClass = weight
    bold = style == "Bold"
    os2.fsSelection = os2.fsSelection & ~0b1100001 | (0b100000 if bold else 0b1000000 if style == "Regular" else 0)
    font["head"].macStyle = 1 if bold else 0
