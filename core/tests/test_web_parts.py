"""Small parts of the web: numbers of forms, dates of pages, the journey's line, and the parts of the big screen."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from kehittamo_core.api import Box, Part, Scene
from kehittamo_core.web import language
from kehittamo_core.web.desk import safe_address
from kehittamo_core.web.forms import Form, number, whole
from kehittamo_core.web.journey import WIDTH, Stop, draw
from kehittamo_core.web.parts import pieces, show_piece
from kehittamo_core.web.templating import initials, soft


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("  ", None), ("12", 12), ("12,5", 12.5), ("1 020 000", 1_020_000), ("1\u00a0020", 1020), ("\u22123,8", -3.8), ("-0", 0),
        ("abc", "abc"), ("1,2,3", "1,2,3"), ("0.1", 0.1),
    ],
)  # fmt: skip
def test_numbers_as_people_write_them(text: str, value: object) -> None:
    assert number(text) == value


def test_numbers_that_are_none_stay_words_to_be_refused() -> None:
    assert str(number("nan")) == "nan"
    assert number("1e400") == float("inf")
    assert [whole(text) for text in ("7", "07", "²", "١٢", "-1", "1.0", "9" * 20, "")] == [
        7,
        7,
        None,
        None,
        None,
        None,
        None,
        None,
    ]


def test_a_form_takes_the_last_of_single_values_and_all_of_many() -> None:
    form = Form([("a", " 1 "), ("a", " 2 "), ("b.c", "x"), ("f", object())])
    assert form.get("a") == "2"
    assert form.all("a") == [" 1 ", " 2 "]
    assert form.has_field("b")
    assert not form.has_field("c")
    assert "f" not in form


def test_dates_and_hours_as_they_are_written_in_finland() -> None:
    with language.speaking("fi"):
        assert language.day("2018-03-28") == "ke 28.3.2018"
        assert language.hours("12:30", "16:00") == "12.30–16.00"
        assert language.number(11_010_000) == "11\u00a0010\u00a0000"
        assert language.number(3.8) == "3,8"
    with language.speaking("sv"):
        assert language.day("2018-03-28") == "ons 28.3.2018"
    with language.speaking("en"):
        assert language.day("2018-03-28") == "Wed 28 Mar 2018"
        assert language.hours("12:30", None) == "12:30"
    assert language.day("syksyllä") == "syksyllä"
    assert language.day(None) == ""


def test_the_journey_is_solid_to_now_and_dotted_after() -> None:
    stops = [
        Stop(title="Starttipäivä", when="ke 24.1.", state="done"),
        Stop(title="Välityö", when="", state="done", interim=True),
        Stop(title="Kehittämö 1", when="ke 31.1.", state="now"),
        Stop(title="Henkilökohtaisen budjetin pitkä tulospäivän nimi", when="päivä avoin", state="coming"),
    ]
    found = draw(stops)
    assert [piece.done for piece in found.parts] == [True, True, False]
    assert [knot.state for knot in found.knots] == ["done", "now", "coming"]
    assert [knot.last for knot in found.knots] == [False, False, True]
    assert [dip.done for dip in found.dips] == [True]
    assert found.knots[0].x < found.dips[0].x < found.knots[1].x < WIDTH
    assert len(found.knots[2].title) == 2
    assert found.top < 0
    assert "nyt" in found.knots[1].when[-1].text
    assert draw([]).knots == ()


def test_a_drawing_that_is_readable_whole_has_no_parts() -> None:
    small = Scene(shapes=(Box(x=0, y=0, text="Pieni"),), alt="x")
    assert [piece.number for piece in pieces(small)] == [0]


def test_a_long_drawing_is_shown_in_parts_that_cover_it() -> None:
    shapes = tuple(Box(x=0, y=row * 30.0, text=f"Rivi {row}") for row in range(20))
    scene = Scene(shapes=shapes, alt="x")
    whole_piece, *tiles = pieces(scene)
    assert len(tiles) > 3
    assert min(tile.y for tile in tiles) <= whole_piece.y
    assert max(tile.y + tile.height for tile in tiles) >= whole_piece.y + whole_piece.height
    assert all(1080 / tile.height * 3.2 >= 28 for tile in tiles)
    own = Scene(
        shapes=shapes,
        alt="x",
        parts=(
            Part(label="Alku", x=0, y=0, width=100, height=50),
            Part(label="Loppu", x=0, y=500, width=100, height=50),
        ),
    )
    assert [piece.label for piece in pieces(own)] == ["", "Alku", "Loppu"]
    svg = '<svg viewBox="0 0 1 1" width="1mm" height="1mm"><g viewBox="0 0 1 1" width="1" height="1"/></svg>'
    windowed = show_piece(svg, pieces(own)[1])
    assert windowed.startswith('<svg viewBox="0.00 0.00 100.00 50.00">')
    clip, shown = ElementTree.fromstring(windowed)
    assert shown.get("clip-path") == f"url(#{clip.get('id')})"
    assert clip[0].attrib == {"x": "0.00", "y": "0.00", "width": "100.00", "height": "50.00"}, (
        "nothing stands beside it"
    )


def test_a_part_is_cut_between_its_boxes_and_shows_more_where_it_cannot_be() -> None:
    shapes = tuple(Box(x=column * 55.0, y=0, width=50, text=f"Laatikko {column}") for column in range(14))
    tiles = pieces(Scene(shapes=shapes, alt="x"))[1:]
    assert len(tiles) in (4, 5)
    for box in shapes:
        assert any(tile.x <= box.x and box.right <= tile.x + tile.width for tile in tiles), box.text
    for before, after in pairwise(tiles):
        cut = before.x + before.width
        assert cut == pytest.approx(after.x), "nothing is shown twice"
        assert not any(box.x < cut < box.right for box in shapes)
    wide = Scene(shapes=(Box(x=0, y=0, width=760, text="Koko leveys"), *shapes), alt="x")
    first, second, *_ = pieces(wide)[1:]
    assert first.x + first.width > second.x + 5, "what is cut is shown a little on both sides"


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("/p/x?view=work", "/p/x?view=work"),
        ("//evil", "/"),
        ("/\\evil", "/"),
        ("https://evil", "/"),
        ("", "/"),
        ("/a b", "/"),
        ("/ä", "/%C3%A4"),
    ],
)
def test_addresses_that_lead_elsewhere_are_not_followed(address: str, safe: str) -> None:
    assert safe_address(address) == safe


def test_names_on_chips_and_words_that_may_break() -> None:
    assert [initials(name) for name in ("Aino Virta", "Aino", "  ", "Anna-Liisa Öst", "🎈")] == [
        "AV",
        "AI",
        "?",
        "AÖ",
        "?",
    ]
    with language.speaking("fi"):
        assert soft("Henkilökohtainen").replace("\u00ad", "") == "Henkilökohtainen"
