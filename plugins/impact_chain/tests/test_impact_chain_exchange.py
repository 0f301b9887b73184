"""CSV and back: what was written is read again, a wrong cell is named by row and column, and nothing is half read."""

from collections.abc import Callable

import pytest

from kehittamo_core.api import Add, Board, Change, Changes, Connect, Invalid
from kehittamo_core.testing import random_board
from kehittamo_impact_chain.exchange import KINDS, read_chain, write_chain
from kehittamo_impact_chain.exchange_costs import read_costs, write_costs
from kehittamo_impact_chain.method import IMPACT_CHAIN
from plugins.impact_chain.tests.impact_chain_boards import board, demo_board

EMPTY = board()
UNCHECKED = {"": "Imported, not checked yet"}


def read(text: str, made: Board = EMPTY) -> Changes:
    """The changes of a chain written by hand."""
    return read_chain(made, text.encode())


def test_a_chain_written_by_hand() -> None:
    changes = read(
        "kind;text;code;leads_to;actor;amount;unit\r\n"
        "Deed;Open door;T-1;V-1;Alue, b;1 200;visits\r\n"
        "outcome;Talks in a week;V-1;;;;\r\n"
        ";;;;;;\r\n"
    )
    assert changes == (
        Add(
            kind="output",
            values={"text": "Open door", "actor": ["a", "b"], "amount": {"amount": 1200.0, "unit": "visits"}},
            ref="T-1",
            uncertain=UNCHECKED,
        ),
        Add(kind="outcome", values={"text": "Talks in a week"}, ref="V-1", uncertain=UNCHECKED),
        Connect(kind="leads", source="T-1", target="V-1", uncertain=UNCHECKED),
    )


def test_what_was_written_is_read_again() -> None:
    """Onto its own board nothing is left to do; onto an empty one all items come, and ties to what is not in the file are named."""
    made = demo_board("harjoitus", "h-impact_chain")
    data = write_chain(made)
    assert read_chain(made, data) == ()
    own = [item for item in made.items if item.kind in KINDS]
    kept = Board(
        id="b",
        title="",
        method=made.method,
        actors=made.actors,
        labels=made.labels,
        package=made.package,
        items=tuple(own),
    )
    fresh = Board(id="n", title="", method=made.method, actors=made.actors, labels=made.labels, package=made.package)
    changes = read_chain(fresh, write_chain(kept))
    assert [change.ref for change in changes if isinstance(change, Add)] == [item.code for item in kept.of(*KINDS)]
    with pytest.raises(Invalid) as refused:
        read_chain(fresh, data)
    assert {fault.place.rpartition(" ")[2] for fault in refused.value.faults} == {"serves", "measures"}


def test_only_what_differs_is_changed() -> None:
    made = board(("t", "output", {"text": "Open door"}), ("v", "outcome", {"text": "Talks"}))
    assert read("code,kind,text,leads_to\nT-1,output,Open gate,V-1\nV-1,outcome,Talks,\n", made) == (
        Change(id="t", values={"text": "Open gate"}, uncertain=UNCHECKED),
        Connect(kind="leads", source="t", target="v", uncertain=UNCHECKED),
    )


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("kind;text\nDream;x", "row 2, column kind", "Dream is not one of input, output"),
        ("kind;text;amount\noutput;x;many", "row 2, column amount", "many is not a number"),
        ("kind;text;evidence\noutcome;x;sure", "row 2, column evidence", "sure is not one of assumed"),
        ("kind;text;actor\ninput;x;Nobody", "row 2, column actor", "the programme has no actor Nobody"),
        ("kind;text;leads_to\noutput;x;V-9", "row 2, column leads_to", "there is no V-9"),
        (
            "kind;text;code;leads_to\ninput;x;P-1;V-1\noutcome;y;V-1;",
            "row 2, column leads_to",
            "Input cannot be tied so",
        ),
        ("kind;text;code\noutput;x;T-1\noutput;y;T-1", "row 3, column code", "T-1 is already in the file"),
        ("kind;text\noutput;" + "a" * 2001, "row 2, column text", "2001 characters are too many"),
    ],
)
def test_wrong_cells_are_named_and_nothing_is_read(text: str, place: str, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(text)
    assert str(refused.value) == "1 cell is wrong; nothing was imported."
    assert [fault.place for fault in refused.value.faults] == [place]
    assert message in str(refused.value.faults[0])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xff\xfe", "is empty"),
        (b"kind;text\noutput;\0", "not text"),
        (b"", "is empty"),
        (b"kind;colour\n", "Unknown: colour; missing: text"),
        (b"kind;text\n" + b"output;x\n" * 2_001, "at most 2000"),
    ],
)
def test_files_that_cannot_be_read(data: bytes, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        read_chain(EMPTY, data)


def test_participants_braces_do_not_break_a_fault() -> None:
    with pytest.raises(Invalid) as refused:
        read("kind;text;amount\noutput;x;{ei} %s")
    assert "{ei} %s is not a number" in str(refused.value.faults[0])


def test_eleven_cost_lines_come_in_with_about_and_units() -> None:
    changes = read_costs(EMPTY, "total;per_unit;unit;volume\n≈ 400 000 €;≈1 000;hlö;\n18000;1800;ryhmä;8\n".encode())
    assert changes == (
        Add(
            kind="cost",
            values={
                "total": {"kind": "total", "base": 400_000.0, "approximate": True},
                "per_unit": {"kind": "per_unit", "base": 1_000.0, "approximate": True, "unit": "hlö"},
            },
            uncertain=UNCHECKED,
        ),
        Add(
            kind="cost",
            values={
                "total": {"kind": "total", "base": 18_000.0},
                "per_unit": {"kind": "per_unit", "base": 1_800.0, "unit": "ryhmä"},
                "volume": {"amount": 8.0, "unit": "ryhmä"},
            },
            uncertain=UNCHECKED,
        ),
    )


def test_costs_by_short_id_are_changed_and_wrong_ones_named() -> None:
    made = board(("ku", "cost", {"text": "Groups", "total": {"kind": "total", "base": 18000.0}}))
    assert read_costs(made, write_costs(made)) == ()
    assert read_costs(made, b"code;text;total;payer\nKU-1;Groups;19000;Kaupunki\n") == (
        Change(id="ku", values={"total": {"kind": "total", "base": 19000.0}, "payer": "b"}, uncertain=UNCHECKED),
    )
    with pytest.raises(Invalid) as refused:
        read_costs(made, b"total;direction;payer\nabc;gift;Nobody\n")
    assert [fault.place.rpartition(" ")[2] for fault in refused.value.faults] == ["direction", "total", "payer"]


@pytest.mark.parametrize("write", [write_chain, write_costs])
def test_any_board_can_be_written(write: Callable[[Board], bytes]) -> None:
    for seed in range(12):
        assert write(random_board(IMPACT_CHAIN, seed, 40)).startswith(b"\xef\xbb\xbf")
