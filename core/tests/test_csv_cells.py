"""CSV cells for methods: what people and spreadsheets write is read, what is wrong is named by row and column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kehittamo_core.api import Actor, Board, Cells, Invalid, Item, is_unchecked, write_cells

BOARD = Board(
    id="b",
    title="",
    method="m",
    language="en",
    actors={"sote": Actor(id="sote", name="Hyvinvointialue", aliases=("Alue",))},
)


def rows(data: bytes, columns: object = ("text", "amount"), **more: object) -> list[tuple[int, dict[str, str]]]:
    """The rows of a file that has nothing wrong."""
    cells = Cells(BOARD, data, columns, **more)  # type: ignore[arg-type]
    found = list(cells.rows())
    cells.refuse_if_wrong()
    return found


@pytest.mark.parametrize(
    "data",
    [
        "text;amount\nPäivä;3\n".encode(),
        "\ufefftext;amount\r\nPäivä;3\r\n".encode(),
        "amount,text\n3,Päivä\n".encode(),
        "TEXT\tAmount\nPäivä\t3\n\t\n".encode(),
        "text;amount\nPäivä;3\n".encode("cp1252"),
        "text;amount\nPäivä;3\n".encode("utf-16"),
    ],
    ids=["utf-8", "mark", "commas", "tabs", "windows", "utf-16"],
)
def test_every_spreadsheet_is_read(data: bytes) -> None:
    assert rows(data) == [(2, {"text": "Päivä", "amount": "3"})]


def test_headings_in_other_words() -> None:
    assert rows("Teksti;Määrä\nx;1".encode(), {"text": ("teksti",), "amount": ("määrä", "antal")}) == [
        (2, {"text": "x", "amount": "1"})
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\n;\n", "is empty"),
        (b"text;colour\nx;red\n", "Unknown: colour"),
        (b"text;text\nx;y\n", "Unknown: text"),
        (b"amount\n3\n", "missing: text"),
        (b"text\n\x00\x81\n", "is not text"),
        (b"text\n" + b"x\n" * 2_001, "at most 2000"),
        (b'text\n"' + b"x" * 200_000 + b"\n", "cannot be read as CSV"),
    ],
)
def test_files_that_cannot_be_read_say_why(data: bytes, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        rows(data, required=("text",))


def test_all_faults_come_at_once_with_row_and_column() -> None:
    data = "text;amount\nx;many\n" + "y" * 2_001 + ";1\nz;2;left over\n"
    cells = Cells(BOARD, data.encode(), ("text", "amount"))
    for number, row in cells.rows():
        cells.number(number, "amount", row["amount"])
    with pytest.raises(Invalid, match="3 cells are wrong; nothing was imported") as refused:
        cells.refuse_if_wrong()
    assert [str(fault) for fault in refused.value.faults] == [
        "row 2, column amount: many is not a number",
        "row 3, column text: 2001 characters are too many; at most 2000 fit",
        "row 4, column 3: the row has 3 cells, there are 2 columns",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 020 000", 1_020_000.0),
        ("1\u00a0020\u202f000,50 €", 1_020_000.5),
        ("3.8", 3.8),
        ("\u221212", -12.0),
        ("40 %", 40.0),
        ("1e3", 1000.0),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
        ("1.2.3", None),
        ("", None),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float | None) -> None:
    cells = Cells(BOARD, b"text\nx\n", ("text",))
    assert cells.number(2, "text", text) == value
    assert bool(cells.faults) is (value is None)


def test_choices_actors_days_and_flags() -> None:
    cells = Cells(BOARD, b"text\nx\n", ("text",))
    assert cells.choice(2, "c", "Lisääntyy", {"increase": "lisääntyy"}) == "increase"
    assert [cells.actor(2, "c", name) for name in ("sote", "hyvinvointialue", "ALUE")] == ["sote"] * 3
    assert cells.day(2, "c", "28.3.2018") == cells.day(2, "c", "2018-03-28") == "2018-03-28"
    assert [cells.flag(2, "c", word) for word in ("x", "Kyllä", "", "ei")] == [True, True, False, False]
    assert cells.faults == []
    wrong = [
        cells.choice(2, "c", "red", ("blue",)),
        cells.actor(2, "c", "Nobody"),
        cells.day(2, "c", "31.2.2020"),
        cells.flag(2, "c", "maybe"),
    ]
    assert wrong == [None] * 4
    assert len(cells.faults) == 4


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=10)), max_size=6))
def test_what_is_written_is_read_again(texts: list[tuple[str, str]]) -> None:
    """But for spaces at the ends and bytes that no text holds; no cell can be taken for a formula."""
    wanted = [
        (text.replace("\0", "").strip().lstrip("'"), "x" + more.replace("\0", "").strip()) for text, more in texts
    ]
    data = write_cells(("text", "amount"), [{"text": text, "amount": more} for text, more in wanted])
    found = [(row["text"], row["amount"]) for _, row in Cells(BOARD, data, ("text", "amount")).rows()]
    assert found == wanted
    for line in data.decode("utf-8-sig").split("\r\n"):
        assert not line.startswith(("=", "@")), line


def test_formulas_are_disarmed_and_numbers_stay_numbers() -> None:
    data = write_cells(("text", "amount"), [{"text": "=1+1", "amount": "-12"}])
    assert data.decode("utf-8-sig").split("\r\n")[1] == "'=1+1;-12"
    assert rows(data) == [(2, {"text": "=1+1", "amount": "-12"})]


def test_an_import_is_known_in_every_language() -> None:
    for language in ("fi", "sv", "en"):
        board = Board(id="b", title="", method="m", language=language)
        note = Cells(board, b"text\nx\n", ("text",)).unchecked
        assert is_unchecked(Item(id="i", kind="k", uncertain=note))
    assert not is_unchecked(Item(id="i", kind="k", uncertain={"": "Lähde ei kerro"}))
