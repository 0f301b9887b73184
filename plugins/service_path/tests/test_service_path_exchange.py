"""The path as CSV: what is written is read back; what is wrong is named by row and column and nothing is imported."""

import pytest

from kehittamo_core.api import Add, Connect, Invalid
from kehittamo_service_path.exchange import read_csv, write_csv

HEAD = "row;kind;zone;text;participants;channel;duration_max;duration_unit;next;at\n"


def test_a_file_makes_items_and_arrows(make) -> None:
    data = (
        HEAD + '1;step;customer;Kartoitus;Asiakas;"face; phone";2;weeks;2;\n'
        '2;meeting;;Budjetin raamit;"Asiakas; Kelan edustaja";;1,5;hours;;\n'
        ";tool;;Lomake;;;;;;1\n"
    ).encode()
    changes = read_csv(make({}), data)
    items = [change for change in changes if isinstance(change, Add)]
    assert [(item.kind, item.zone, item.values["text"]) for item in items] == [
        ("step", "customer", "Kartoitus"), ("meeting", "guidance", "Budjetin raamit"), ("tool", "tools", "Lomake"),
    ]  # fmt: skip
    assert items[0].values["channel"] == ["face", "phone"]
    assert items[1].values["participants"] == ["asiakas", "kela"]
    assert items[1].values["duration_max"] == 1.5
    assert all(item.values["unchecked"] is True for item in items)
    links = [(change.kind, change.source, change.target) for change in changes if isinstance(change, Connect)]
    assert links == [("then", "row-2", "row-3"), ("uses", "row-2", "row-4")]


def test_every_fault_is_named_by_row_and_column(make) -> None:
    data = (HEAD + "1;stp;;A;;;;;;\n2;step;;B;Joku muu;fax;x;weeks;9;\n2;tool;notes;C;;;;;;2\n").encode()
    with pytest.raises(Invalid) as caught:
        read_csv(make({}), data)
    assert [str(fault) for fault in caught.value.faults] == [
        "row 2, column Kind: stp is not one of step, meeting, support, data, tool, monitoring",
        "row 3, column Who takes part: the programme has no actor Joku muu",
        "row 3, column Channel: fax is not one of face, home, phone, video, online, letter",
        "row 3, column Duration at most: x is not a number",
        "row 4, column Part of the board: notes is not one of tools, unplaced",
        "row 4, column Row: 2 is used twice",
        "row 3, column Next: there is no row 9",
        "row 4, column Where: 2 cannot stand here",
    ]
    with pytest.raises(Invalid) as caught:
        read_csv(make({}, language="fi"), data)
    said = [str(fault) for fault in caught.value.faults]
    assert said[5:] == [
        "rivi 4, sarake Rivi: 2 on käytetty kahdesti",
        "rivi 3, sarake Seuraava: riviä 9 ei ole",
        "rivi 4, sarake Missä: 2 ei voi olla tässä",
    ]


@pytest.mark.parametrize("data", [b"", b"foo;bar\n1;2\n"])
def test_a_file_of_another_form_is_refused(make, data) -> None:
    with pytest.raises(Invalid):
        read_csv(make({}), data)


def test_too_long_a_text_is_refused(make) -> None:
    with pytest.raises(Invalid) as caught:
        read_csv(make({}), (HEAD + f"1;step;;{'a' * 2001};;;;;;\n").encode())
    assert "2001" in str(caught.value.faults[0])


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_is_written_is_read_back(demo, language) -> None:
    board = demo("harjoitus", "h-service_path", language)
    changes = read_csv(board, write_csv(board))
    items = [change for change in changes if isinstance(change, Add)]
    written = board.of("step", "meeting", "support", "data", "tool", "monitoring")
    assert len(items) == len(written)
    for item, read in zip(written, items, strict=True):
        kept = {name: value for name, value in item.values.items() if name in read.values}
        assert {name: read.values[name] for name in kept} == {
            name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()
        }
    arrows = sum(1 for change in changes if isinstance(change, Connect) and change.kind == "then")
    assert arrows == len(board.links_of("then"))


def test_a_cell_is_never_a_formula_and_a_number_loses_no_digit(make) -> None:
    board = make({"a": ("step", {"text": "=1+1", "duration_max": 1234567.5})})
    assert b"'=1+1" in write_csv(board)
    (add,) = read_csv(board, write_csv(board))
    assert isinstance(add, Add)
    assert (add.values["text"], add.values["duration_max"]) == ("=1+1", 1234567.5)
