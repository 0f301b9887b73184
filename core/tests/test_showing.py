"""Values in words, as they stand on paper in Finland."""

import pytest

from kehittamo_core.api import Board, Choice, Field, Goal, day, euros, money, number, show
from kehittamo_core.fields import check_value

BOARD = Board(id="b", title="B", method="m", labels={"k.grade.told": "kerrottu"}, goal=Goal())
SPACE = "\u00a0"


@pytest.mark.parametrize(
    ("value", "text"),
    [(1_020_000, f"1{SPACE}020{SPACE}000"), (3.8, "3,8"), (-112, "\u2212112"), (0.1 + 0.2, "0,3"), (0, "0")],
)
def test_numbers(value: float, text: str) -> None:
    """Groups of three, a comma, a true minus, no tails of binary fractions."""
    assert number(value) == text


def test_dates_and_euros() -> None:
    """28.3.2018 and 1 020 000 €."""
    assert day("2018-03-28") == "28.3.2018"
    assert day("18.-19.9.") == "18.-19.9."
    assert euros(1_020_000) == f"1{SPACE}020{SPACE}000{SPACE}€"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"kind": "total", "base": 100, "approximate": True}, f"≈{SPACE}100{SPACE}€"),
        ({"kind": "per_unit", "base": 12.5, "unit": "asiakas"}, f"12,5{SPACE}€ / asiakas"),
        ({"kind": "total", "low": 1, "base": 2, "high": 3}, f"2{SPACE}€ (1–3{SPACE}€)"),
        ({"kind": "total"}, ""),
    ],
)
def test_money(value: dict[str, object], text: str) -> None:
    """Low, base and high, about, per unit; a gap says nothing."""
    assert money(value) == text


def test_values_by_their_field() -> None:
    """Choices by their label, signs with their word, gaps as nothing."""
    grade = Field(id="grade", label="Grade", type="evidence", choices=(Choice("told", "told"),))
    sign = Field(id="sign", label="Sign", type="sign", words=("cheaper", "no change", "dearer"))
    assert show(BOARD, "k", grade, "told") == "kerrottu"
    assert show(BOARD, "k", grade, None) == ""
    assert show(BOARD, "k", sign, "-") == "\u2212 dearer"


@pytest.mark.parametrize(
    ("field", "value", "place", "message"),
    [
        (Field(id="f", label="F", type="number"), "abc", "", "{value} is not a number"),
        (Field(id="f", label="F", type="number"), float("nan"), "", "{value} is not a number"),
        (Field(id="f", label="F", type="number"), True, "", "{value} is not a number"),
        (Field(id="f", label="F", type="scale"), 101, "", "{value} is not between 0 and 100"),
        (Field(id="f", label="F", type="quantity"), {"amount": "x"}, ".amount", "{value} is not a number"),
        (Field(id="f", label="F", type="line", many=True), ["a", 3], "[1]", "{value} is not text"),
        (Field(id="f", label="F", type="date"), "28.3.2018", "", "{value} is not a date such as 2018-03-28"),
        (
            Field(id="f", label="F", type="series"),
            [{"date": "x"}],
            "[0].date",
            "{value} is not a date such as 2018-03-28",
        ),
        (Field(id="f", label="F", type="money"), {"cents": 1}, ".cents", "there is no such part; known are {known}"),
        (Field(id="f", label="F", type="text"), "x" * 2001, "", "{count} characters are too many; at most {limit} fit"),
    ],
)
def test_wrong_values_are_named(field: Field, value: object, place: str, message: str) -> None:
    """The place inside the value and what is wrong with it."""
    faults = list(check_value(field, value))
    assert [(fault[0], fault[1]) for fault in faults] == [(place, message)]
    assert message.format(**faults[0][2])


def test_gaps_are_never_wrong() -> None:
    """A gap is a gap, even where a value is asked for."""
    assert list(check_value(Field(id="f", label="F", type="number", required=True), None)) == []
