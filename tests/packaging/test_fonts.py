"""The built fonts: every file there, named for its weight, with the letters and signs that our texts use."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import kehittamo_core
from assets import families

FONTS = Path(kehittamo_core.__file__).parent / "static/fonts"
OWN = [(family, weight) for family in families.FAMILIES[:2] for weight in family.weights]
SIGNS = (
    "ABCXYZÅÄÖÆØŠŽÕÜabcxyzåäöæøšžõü0123456789 \u00a0\u00ad\u2009\u202f\u2010\u2011–—−×±≈≠≤≥→←↑↓€%°·•…“”‘’«»½²ĐđŊŋŦŧČč"
)


@pytest.mark.parametrize(("family", "weight"), OWN, ids=str)
def test_a_font_has_the_signs_of_our_texts(family: families.Family, weight: int) -> None:
    font = TTFont(FONTS / f"{family.stem}-{weight}.ttf")
    assert {sign for sign in SIGNS if ord(sign) not in font.getBestCmap()} == set()


@pytest.mark.parametrize(("family", "weight"), OWN, ids=str)
def test_a_font_is_static_and_named_for_its_weight(family: families.Family, weight: int) -> None:
    font = TTFont(FONTS / f"{family.stem}-{weight}.ttf")
    assert "fvar" not in font
    assert font["name"].getBestFamilyName() == family.name
    assert font["OS/2"].usWeightClass == weight


@pytest.mark.parametrize(("family", "weight"), OWN, ids=str)
def test_browser_and_paper_get_the_same_widths(family: families.Family, weight: int) -> None:
    paper = TTFont(FONTS / f"{family.stem}-{weight}.ttf")
    browser = TTFont(FONTS / f"{family.stem}-{weight}.woff2")
    assert browser.flavor == "woff2"
    assert browser["hmtx"].metrics == paper["hmtx"].metrics
    assert browser.getBestCmap() == paper.getBestCmap()
    assert [getattr(browser["hhea"], name) for name in ("ascent", "descent", "lineGap")] == [
        getattr(paper["hhea"], name) for name in ("ascent", "descent", "lineGap")
    ]


def test_bolder_is_wider() -> None:
    """The weights are truly cut, not one weight under three names."""
    for family in families.FAMILIES[:2]:
        widths = [TTFont(FONTS / f"{family.stem}-{weight}.ttf")["hmtx"]["n"][0] for weight in family.weights]
        assert widths == sorted(set(widths))


def test_every_family_brings_its_licence() -> None:
    text = (FONTS / "LICENSES.txt").read_text()
    assert all(package in text for package in families.packages())
    assert text.count("SIL OPEN FONT LICENSE") >= len(families.packages())
