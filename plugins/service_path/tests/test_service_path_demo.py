"""The demo boards: they load, hold to the declared fields and links, and every word of theirs is in the chapter."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Chapter, Heading, Note, Paragraph, Points, Table
from kehittamo_core.fields import check_value
from kehittamo_core.picture import may_end
from kehittamo_core.testing import check_board
from kehittamo_service_path.method import SERVICE_PATH

METHODS = {"service_path": SERVICE_PATH}
NOT_PRINTED = {
    "zone",
    "tone",
    "line_below",
    "number",
    "column",
    "sort",
    "role",
    "heights",
    "start",
    "end",
    "marker_at",
    "letter",
}
"""Fields that a chapter shows by its order, its drawing or a label of its own."""


def words(chapter: Chapter) -> str:
    """All words of a chapter, as a report prints them."""

    def parts() -> Iterator[str]:
        yield chapter.title
        for block in chapter.blocks:
            match block:
                case Paragraph() | Heading() | Note():
                    yield block.text
                case Points():
                    yield from block.texts
                case Table():
                    yield block.caption
                    yield from block.columns
                    for row in block.rows:
                        for cell in row:
                            yield from (cell,) if isinstance(cell, str) else cell

    return "\n".join(parts())


def chapter_of(board: Board) -> Chapter:
    assert SERVICE_PATH.write_chapter is not None
    assert SERVICE_PATH.find_insights is not None
    return SERVICE_PATH.write_chapter(board, tuple(SERVICE_PATH.find_insights(board)))


def test_boards_hold_together(demo, programme, board_id) -> None:
    check_board(SERVICE_PATH, demo(programme, board_id))


def test_every_text_is_in_the_chapter(demo, programme, board_id) -> None:
    board = demo(programme, board_id)
    printed = words(chapter_of(board))
    assert board.title in printed
    for element in (*board.items, *(link for link in board.links if link.board == board.id)):
        declared = SERVICE_PATH.kind(element.kind) or SERVICE_PATH.link(element.kind)
        assert declared is not None
        for name, value in element.values.items():
            field = declared.field(name)
            if field is None or field.type not in ("text", "line") or name in NOT_PRINTED:
                continue
            for text in value if isinstance(value, list) else [value]:
                assert text in printed, (element.id, name, text)
    lines = {setting.id for setting in SERVICE_PATH.settings if setting.type == "line"}
    for heading in (value for name, value in board.settings.items() if name in lines):
        assert heading is None or heading in printed


def test_notes_on_what_the_source_does_not_show_are_printed(demo, programme, board_id) -> None:
    board = demo(programme, board_id)
    printed = words(chapter_of(board))
    for element in board.items:
        for note in element.uncertain.values():
            assert note in printed, element.id


def test_values_and_links_keep_their_declarations(demo, programme, board_id) -> None:
    board = demo(programme, board_id)
    for element in (*board.items, *board.links):
        declared = SERVICE_PATH.kind(element.kind) or SERVICE_PATH.link(element.kind)
        assert declared is not None, element.kind
        for name, value in element.values.items():
            field = declared.field(name)
            assert field is not None, (element.id, name)
            assert list(check_value(field, value)) == [], (element.id, name)
    for item in board.items:
        zone = SERVICE_PATH.zone(item.zone)
        assert zone is not None, item.id
        assert item.kind in zone.kinds, item.id
    for link in board.links:
        kind = SERVICE_PATH.link(link.kind)
        assert kind is not None
        for end, id_ in (("source", link.source), ("target", link.target)):
            element = board.find(id_)
            if element is not None:
                assert may_end(kind, end, element, METHODS, "service_path"), (link.id, end)


def test_ids_are_unique_and_links_have_ends(documents) -> None:
    foreign = {"leaf-4", "hem-k-1", "hem-k-2", "hem-k-3", "hem-k-4", "ic-m-1"}
    for programme in ("siun-sote-hebu", "harjoitus"):
        document = documents(programme)
        elements = [element for board in document["boards"] for element in (*board["items"], *board["links"])]
        ids = [board["id"] for board in document["boards"]] + [
            element["id"] for element in (*elements, *document["links"])
        ]
        assert len(ids) == len(set(ids))
        assert all(len(id_) <= 64 for id_ in ids)
        known = {element["id"] for element in elements} | foreign
        for link in (*(e for e in elements if "source" in e), *document["links"]):
            assert {link["source"], link["target"]} <= known, link["id"]


def test_the_source_path_is_as_the_source_has_it(demo) -> None:
    """Four lanes, the customer's four steps, four meetings of which two share a name, nothing invented."""
    board = demo("siun-sote-hebu", "kokonaisratkaisu")
    assert [item.id for item in board.of("lane")] == ["lane-asiakas", "lane-ohjaus", "lane-kasvu", "lane-tieto"]
    assert [item.id for item in board.of("step")] == ["c1", "c2", "c3", "c4"]
    names = [item.text for item in board.of("meeting")]
    assert len(names) == 4
    assert names.count("Vaikutusten arviointi") == 2
    assert all("" in link.inferred for link in board.links_of("then", "returns"))
    assert [item.zone for item in board.of("monitoring")] == ["unplaced"] * 4
    assert not any(board.outgoing(item, "supports", "then") for item in board.of("support"))
    assert {(link.source, link.target) for link in board.links_of("returns")} == {("g4", "c4"), ("g2", "c2")}


def test_the_letters_of_the_source_stay_open(demo) -> None:
    board = demo("siun-sote-hebu", "kokeilu")
    assert [group.text for group in board.of("trial_group")] == ["Ryhmä A", "Ryhmä B", "Ryhmä C", "Ryhmä D"]
    assert not board.links_of("assigned")
    varied = {factor.id: {step.id for step in board.after(factor, "varies")} for factor in board.of("factor")}
    assert varied == {"fa": {"g1"}, "fb": {"c3", "g3", "g4"}}
