"""Drawings: text measured and broken as the fonts are, shapes that hold their labels, an SVG that says what it shows."""

import itertools
import math
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kehittamo_core.api import (
    Area,
    Badge,
    Box,
    Connector,
    Item,
    Scene,
    Sign,
    Stroke,
    Words,
    connect,
    crossings,
    order_layers,
)
from kehittamo_core.scene import outlines
from kehittamo_core.scene.hyphens import SOFT_HYPHEN, hyphenate
from kehittamo_core.scene.marks import Group, is_finite, lower
from kehittamo_core.scene.measure import break_lines, text_width
from kehittamo_core.scene.svg import paint
from kehittamo_core.testing import check_scene

SVG = "{http://www.w3.org/2000/svg}"
ITEM = Item(id="c1", kind="step", code="VA-1", values={"text": "Elämäntilanteen ja asiointiprofiilin kartoitus"})


def test_widths_are_those_of_the_font() -> None:
    """A line is as wide as its advances: 0 for nothing, proportional to the size, wider when bold."""
    assert text_width("", 3.2) == 0
    assert text_width("Hebu", 6.4) == pytest.approx(2 * text_width("Hebu", 3.2))
    assert text_width("Budjetti", 3.2, 700) > text_width("Budjetti", 3.2, 400)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aäöbk lmn-–/", max_size=80), st.floats(6, 80))
def test_lines_fit_and_lose_nothing(text: str, width: float) -> None:
    """Every line fits the width, and no letter is lost by breaking."""
    lines = break_lines(text, width, 3.2, 600)
    for line in lines:
        assert text_width(line, 3.2, 600) <= width + 0.01
    letters = "".join(text.split()).replace("-", "")
    assert "".join(lines).replace("-", "").replace(" ", "") == letters


def test_a_word_without_an_end_is_broken_while_somebody_waits() -> None:
    word = "ä" * 20_000  # a search that measures the whole rest for each line takes hours
    lines = break_lines(word, 44, 4.2, 600)
    assert "".join(lines) == word
    assert all(text_width(line, 4.2, 600) <= 44 + 1e-6 for line in lines)
    assert len({len(line) for line in lines[:-1]}) == 1


def test_long_finnish_words_break_at_syllables() -> None:
    """A word wider than its line is broken with a hyphen where Finnish breaks it."""
    lines = break_lines("kokonaistaloudellisuuden", 25, 3.2, 600)
    assert len(lines) > 1
    assert lines[0].endswith("-")
    points = hyphenate("kokonaistaloudellisuuden").split(SOFT_HYPHEN)
    starts = {"".join(points[:count]) for count in range(1, len(points))}
    assert lines[0].removesuffix("-") in starts


def test_a_box_grows_to_its_label() -> None:
    """Without a height a box is as high as its lines need."""
    small, large = Box(x=0, y=0, text="Hebu"), Box(x=0, y=0, text="Hebu " * 30)
    assert large.height > small.height
    check_scene("box", Scene(shapes=(large,), alt="laatikko"))


def test_a_label_that_does_not_fit_becomes_the_short_id() -> None:
    """A fixed height too low for the label shows the short id, which the table explains."""
    box = Box(item=ITEM, x=0, y=0, width=30, height=8)
    assert box.shortened
    assert box.lines == ("VA-1",)


def test_every_form_and_sign_is_painted() -> None:
    """All forms, signs and lines paint finite numbers into well-formed SVG with the labels as text."""
    forms = ("rounded", "square", "pill", "hexagon", "circle", "cut", "cylinder", "note", "tab", "diamond", "plain")
    boxes = tuple(Box(item=ITEM, x=70.0 * n, y=0, form=form, second="Asiakas") for n, form in enumerate(forms))
    signs = ("disc", "heart", "gear", "eye", "person", "cylinder", "pin", "euro", "tick", "bolt")
    shapes = (
        Area(x=-5, y=-5, width=900, height=90, label="Asiakas", second="vaiheet", form="lane", head=26, tone="lakka"),
        Area(x=0, y=100, width=90, height=40, label="Siun soten palvelut", form="hull", tone="jarvi"),
        *boxes,
        *(connect(a, b, arrow="both", label="kerran vuodessa") for a, b in itertools.pairwise(boxes)),
        Connector(points=((0, 0), (10, 30), (40, 30)), curve="round", missing=True),
        *(Sign(x=8.0 * n, y=160, glyph=glyph) for n, glyph in enumerate(signs)),  # type: ignore[arg-type]
        Badge(x=5, y=180, text="+/−", form="pill"),
        Stroke(points=((0, 200), (20, 190), (40, 205)), smooth=True),
        Words(x=0, y=210, text="Muutoin", anchor="middle", family="display"),
    )
    scene = Scene(shapes=shapes, alt="Kaikki muodot")
    assert is_finite(lower(scene))
    root = ElementTree.fromstring(paint(scene))
    assert root.find(f"{SVG}title").text == "Kaikki muodot"  # type: ignore[union-attr]
    painted = "".join(text.text or "" for text in root.iter(f"{SVG}text"))
    assert painted.count("Elämäntilanteen") >= len(forms)
    assert "kerran vuodessa" in painted
    assert "?" in painted
    assert {group.get("data-element") for group in root.iter(f"{SVG}g")} == {"c1"}


def test_words_of_people_stay_words() -> None:
    """Markup in a label is text, in the drawing and in the names of its groups."""
    item = Item(id='x" onload="alert(1)', kind="k", code="P-1", values={"text": "<script>alert(1)</script> & 'x'"})
    root = ElementTree.fromstring(paint(Scene(shapes=(Box(item=item, x=0, y=0, width=90),), alt="<b>")))
    assert [node.tag for node in root.iter() if node.tag.endswith("script")] == []
    assert all("onload" not in node.attrib for node in root.iter())


def test_screen_and_file_show_the_same() -> None:
    """The two palettes differ in colours only."""
    scene = Scene(shapes=(Box(item=ITEM, x=0, y=0), Badge(x=0, y=0, text="1")), alt="Sama")
    screen, file = ElementTree.fromstring(paint(scene, "screen")), ElementTree.fromstring(paint(scene, "print"))
    for name in ("path", "text"):
        kept = ("d", "x", "y", "font-size")
        assert [[node.get(key) for key in kept] for node in screen.iter(f"{SVG}{name}")] == [
            [node.get(key) for key in kept] for node in file.iter(f"{SVG}{name}")
        ]
    assert all(node.get("fill", "").startswith("#") or node.get("fill") == "none" for node in file.iter(f"{SVG}path"))


def test_a_drawing_needs_words() -> None:
    """A scene without an alternative text is refused."""
    with pytest.raises(ValueError, match="alternative text"):
        Scene(shapes=(), alt=" ")


def test_groups_carry_their_element() -> None:
    """A box of an element is one group, so that choosing any part of it chooses the element."""
    (group,) = tuple(lower(Scene(shapes=(Box(item=ITEM, x=0, y=0),), alt="a")))
    assert isinstance(group, Group)
    assert (group.element, group.name.split()[0]) == ("c1", "VA-1")


def test_layers_are_ordered_with_fewer_crossings() -> None:
    """Two crossed pairs are uncrossed; an order without crossings is left as it is."""
    crossed = (("a", "y"), ("b", "x"))
    assert crossings(("a", "b"), ("x", "y"), crossed) == 1
    upper, lower_ = order_layers((("a", "b"), ("x", "y")), crossed)
    assert crossings(upper, lower_, crossed) == 0
    straight = (("a", "x"), ("b", "y"))
    assert order_layers((("a", "b"), ("x", "y")), straight) == (("a", "b"), ("x", "y"))


def test_a_route_ends_where_it_should_and_its_arrow_points_there() -> None:
    """Curves land on their last point; the head's tip is there; halfway is in the middle of a straight line."""
    for curve in ("flow", "fall", "straight", "round"):
        path = outlines.route(((0, 0), (20, 5), (40, 30)), curve)
        assert outlines.sampled(path)[-1] == pytest.approx((40, 30))
        assert outlines.arrow_head(path, 0.5)[0][1] == pytest.approx((40, 30))
        assert outlines.sampled(outlines.reverse(path))[-1] == pytest.approx((0, 0))
    assert outlines.point_along(outlines.route(((0, 0), (10, 0)), "straight"), 0.5) == pytest.approx((5, 0))
    assert math.isclose(outlines.disc(0, 0, 2)[1][1][1], -2)
