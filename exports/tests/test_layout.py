"""Paper, tables and texts: labels stay readable, rows are split, long words and hostile letters stay bounded."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehittamo_core.api import Area, Box, Connector, Item, Scene, Words, lower
from kehittamo_exports.page.draft import Draft, together
from kehittamo_exports.page.markup import Pen
from kehittamo_exports.page.paper import LARGE, READABLE, UPRIGHT, WIDE, fit, parts, smallest_scale, texts
from kehittamo_exports.page.tables import ROWS, column_shares, table
from kehittamo_exports.page.text import PARAGRAPH, WORD, ZERO_WIDTH_SPACE, clean, headline, paragraphs, plain, printable
from kehittamo_exports.words import Voice


def scene(columns: int, rows: int) -> Scene:
    boxes = [
        Box(
            item=Item(id=f"{column}-{row}", kind="n", values={"text": f"Laatikko {column} {row}"}), x=column * 60.0,
            y=row * 24.0, width=50, second="tarkemmin",
        )
        for column in range(columns) for row in range(rows)
    ]  # fmt: skip
    return Scene(shapes=tuple(boxes), alt="Laatikoita")


@pytest.mark.parametrize(("columns", "rows", "paper"), [(2, 5, UPRIGHT), (4, 5, WIDE), (6, 8, LARGE)])
def test_a_drawing_gets_the_smallest_paper_on_which_its_words_are_readable(
    columns: int, rows: int, paper: object
) -> None:
    drawing = scene(columns, rows)
    marks = tuple(lower(drawing))
    found = fit(drawing.bounds[2], drawing.bounds[3], smallest_scale(marks))
    assert found is not None
    assert found.paper is paper
    assert min(run.size for run in texts(marks)) * found.scale >= READABLE - 1e-9


@pytest.mark.parametrize(("columns", "rows"), [(2, 40), (20, 5), (14, 30)])
def test_a_drawing_too_large_for_any_paper_is_cut_and_no_box_is_lost(columns: int, rows: int) -> None:
    drawing = scene(columns, rows)
    least = smallest_scale(lower(drawing))
    assert fit(drawing.bounds[2], drawing.bounds[3], least) is None
    paper, windows = parts(drawing, least)
    assert len(windows) > 1
    for window in windows:
        assert window.width * least <= paper.across + 0.1
        assert window.height * least <= paper.height
    for box in drawing.boxes:
        assert any(
            window.x <= box.x and window.y <= box.y and box.right <= window.x + window.width
            and box.bottom <= window.y + window.height
            for window in windows
        ), box.item  # fmt: skip


def test_cuts_fall_between_boxes() -> None:
    _, windows = parts(scene(2, 40), 0.99)
    starts = [window.y for window in windows[1:]]
    for box in scene(2, 40).boxes:
        assert not any(box.y < start < box.bottom for start in starts)


def test_cuts_fall_between_frames_and_what_their_lines_join() -> None:
    """Stretches of a long path, three lanes each with an arrow through them: each window holds whole stretches."""
    shapes: list[Area | Box | Connector] = []
    for stretch in range(9):
        top = stretch * 130.0
        for lane in range(3):
            shapes.append(Area(x=0, y=top + lane * 40, width=240, height=38, form="lane", head=30, label=f"L{lane}"))
            shapes.append(Box(x=40.0 + 60 * lane, y=top + lane * 40 + 10, width=45, text="Vaihe"))
        shapes.append(Connector(points=((60.0, top + 25), (60.0, top + 110)), arrow="end"))
    _, windows = parts(Scene(shapes=tuple(shapes), alt="Yhdeksän jaksoa"), 0.99)
    assert len(windows) > 3
    for window in windows[1:]:
        assert all(not top < window.y < top + 118 for top in range(0, 9 * 130, 130)), window


def test_an_empty_drawing_fits_anywhere() -> None:
    found = fit(60.0, 20.0, smallest_scale(()))
    assert found is not None
    assert found.paper is UPRIGHT


def test_tables_of_more_than_500_rows_are_split() -> None:
    made = table(Pen("fi"), "Kohdat", ("Tunnus", "Kohta"), [(f"P-{n}", "teksti") for n in range(ROWS * 2 + 1)])
    assert [len(each.findall("tbody/tr")) for each in made] == [ROWS, ROWS, 1]
    assert (made[1].find("caption") is not None) and "2/3" in "".join(made[1].find("caption").itertext())  # type: ignore[union-attr] # noqa: PT018


def test_tables_have_scopes_and_a_code_column() -> None:
    (made,) = table(
        Pen("fi"), "Kohdat", ("Tunnus", "Kohta", "Määrä"), [("P-1", "yksi", ("a", "b")), ("P-2", "kaksi", "")]
    )
    assert {cell.get("scope") for cell in made.iter("th")} == {"col", "row"}
    assert [cell.get("class") for cell in made.findall("tbody/tr/th")] == ["id", "id"]
    assert len(made.findall(".//td/ul/li")) == 2


def test_columns_are_as_wide_as_their_words_need() -> None:
    rows = [("P-1", "lyhyt", "Tämä on pitkä selitys, joka vie useita rivejä kapeassa sarakkeessa. " * 3)]
    shares = column_shares(("Tunnus", "Nimi", "Selitys"), rows, 170.0, "fi")
    assert sum(shares) == pytest.approx(170.0)
    assert shares[0] < shares[1] * 2 < shares[2]


@given(st.text(max_size=300))
def test_any_text_can_be_cleaned_and_printed(text: str) -> None:
    made = printable(text)
    assert clean(clean(text)) == clean(text)
    assert not any(ord(letter) < 32 and letter != "\n" for letter in made)
    made.encode()
    assert all(len(word) <= WORD for word in made.replace(ZERO_WIDTH_SPACE, " ").replace("\u00ad", " ").split())


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("a\x00b\x08c\ud800d", "abcd"),
        ("abc \u202e cba \u2066 x", "abc  cba  x"),
        ("a" + "\u0301" * 2000, "á\u0301\u0301\u0301\u0301"),
        ("a\u200d\u200d\u200d\u200db", "a\u200db"),
        ("e\u0301", "é"),
        ("rivi\r\ntoinen\rkolmas", "rivi\ntoinen\nkolmas"),
    ],
)
def test_letters_that_harm_the_layout_are_taken_out(given_text: str, kept: str) -> None:
    assert clean(given_text) == kept


def test_hostile_texts_take_no_time() -> None:
    start = time.monotonic()
    for text in ("ä" * 1_000_000, "a\u200b\u00ad\u200d" * 100_000, "\u0301" * 500_000, "a " * 200_000, "<b>" * 100_000):
        printable(text)
        list(paragraphs(text))
    assert time.monotonic() - start < 5


def test_a_long_paragraph_is_printed_as_several() -> None:
    text = "sana " * 3000
    made = list(paragraphs(text))
    assert max(map(len, made)) <= PARAGRAPH
    assert " ".join(made).split() == text.split()


def test_headings_keep_whole_the_words_that_fit_their_line() -> None:
    assert "\u00ad" not in headline("Siun soten Vaikuttavuuskehittämö", 12.0)
    assert plain(headline("Kokonaistaloudellisuuslaskelma pohja", 5.0)) == "Kokonaistaloudellisuuslaskelma pohja"


def test_words_are_data_and_never_markup() -> None:
    pen = Pen("fi")
    node = pen("p", "<script>alert(1)</script> & </p>", lang="sv")
    assert len(node) == 0
    assert plain("".join(node.itertext())) == "<script>alert(1)</script> & </p>"
    assert node.get("lang") == "sv"


def test_short_chapters_share_a_page_and_long_ones_do_not() -> None:
    def draft(name: str, lines: int) -> Draft:
        made = Draft(name, name, Voice("fi"))
        made.open()
        for _ in range(lines):
            made.say("Rivi.")
        return made

    groups = together([draft("a", 3), draft("b", 3), draft("c", 38), draft("d", 1), draft("e", 1)], {"e"})
    assert [[each.id for each in group] for group in groups] == [["a", "b"], ["c", "d"], ["e"]]


def test_a_word_wider_than_its_column_is_broken() -> None:
    shape = Words(x=0, y=0, text="x" * 500, width=40)
    assert len(shape.lines) > 5
