"""Texts as pure functions of Yjs bytes: what is let in, what a difference touches, what two people keep."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, XmlFragment

from kehittamo_core.live import ytext
from kehittamo_core.live.document import trim
from kehittamo_core.live.varint import Truncated, read_varuint, varuint
from kehittamo_core.live.yformat import read_state, utf16

WORDS = st.text(alphabet=st.sampled_from("aä ö\n.,😀é家\u0301bcd"), max_size=60)


@given(st.lists(WORDS, min_size=1, max_size=6))
def test_a_text_reads_what_was_last_written(versions: list[str]) -> None:
    updates: list[bytes] = []
    for words in versions:
        update = ytext.diff_update(updates, words)
        assert (update is None) == (ytext.plain(updates) == words)
        if update is not None:
            ytext.check_update(update)
            updates.append(update)
    assert ytext.plain(updates) == versions[-1]
    assert ytext.plain([ytext.merge(*updates)]) == versions[-1]
    assert ytext.plain([ytext.compact(updates)]) == versions[-1]
    assert ytext.plain(reversed(updates)) == versions[-1]


def test_a_difference_keeps_what_somebody_else_writes_at_the_same_time() -> None:
    start = ytext.diff_update([], "Palvelut tukevat arkea.")
    assert start is not None
    mine = ytext.diff_update([start], "Palvelut tukevat asiakkaan arkea.")
    theirs = ytext.diff_update([start], "Palvelut tukevat arkea. Ja omaisia.")
    assert mine is not None
    assert theirs is not None
    assert ytext.plain([start, mine, theirs]) == "Palvelut tukevat asiakkaan arkea. Ja omaisia."


def test_a_difference_is_small() -> None:
    long = "sana " * 380
    start = ytext.diff_update([], long)
    assert start is not None
    change = ytext.diff_update([start], long.replace("sana ", "Sana ", 1) + "loppu")
    assert change is not None
    assert len(change) < 80


def test_deleted_words_go_when_a_text_is_compacted() -> None:
    first = ytext.diff_update([], "Salainen diagnoosi")
    assert first is not None
    second = ytext.diff_update([first], "")
    assert second is not None
    assert b"diagnoosi" in ytext.merge(first, second)
    assert b"diagnoosi" not in ytext.compact([first, second])


def _of(name: str, kind: type[Map] | type[Array] | type[Text] | type[XmlFragment]) -> bytes:
    doc: Doc = Doc()
    part = doc.get(name, type=kind)
    if isinstance(part, Map):
        part["a"] = "b"
    elif isinstance(part, Array):
        part.append("a")
    elif isinstance(part, Text):
        part += "a"
    else:
        part.children.append("a")
    return doc.get_update()


def _formatted() -> bytes:
    doc: Doc = Doc()
    text = doc.get("text", type=Text)
    text.insert(0, "lihava", {"bold": True})
    return doc.get_update()


def _embedded() -> bytes:
    doc: Doc = Doc()
    text = doc.get("text", type=Text)
    text.insert_embed(0, {"image": "x"})
    return doc.get_update()


@pytest.mark.parametrize(
    "update",
    [
        _of("text", Map), _of("text", Array), _of("other", Text), _of("other", Map), _of("text", XmlFragment), _formatted(),
        _embedded(), b"", b"\x01", b"\x00", b"\x00\x00\x00", b"\xff" * 40, b"\x01\x01\x01\x00\x04\x01\x04text\x02\xc3\x28\x00",
    ],
    ids=range(13),
)  # fmt: skip
def test_an_update_that_touches_anything_but_the_text_is_refused(update: bytes) -> None:
    with pytest.raises(ytext.BadUpdate):
        ytext.check_update(update)


def test_an_update_with_control_characters_is_refused() -> None:
    doc: Doc = Doc()
    text = doc.get("text", type=Text)
    text += "a\x00b"
    with pytest.raises(ytext.BadUpdate):
        ytext.check_update(doc.get_update())


@given(st.binary(max_size=60))
def test_random_bytes_are_refused_or_understood_but_never_crash(data: bytes) -> None:
    try:
        contents = ytext.check_update(data)
    except ytext.BadUpdate:
        return
    assert contents.inserted >= 0


@settings(max_examples=60)
@given(st.data())
def test_a_mutated_update_is_never_let_in_with_anything_but_text(data: st.DataObject) -> None:
    source: Doc = Doc(client_id=77)
    words = source.get("text", type=Text)
    words += "Hei maailma"
    del words[2:5]
    update = bytearray(source.get_update())
    at = data.draw(st.integers(0, len(update) - 1))
    update[at] = data.draw(st.integers(0, 255))
    try:
        ytext.check_update(bytes(update))
    except ytext.BadUpdate:
        return
    doc: Doc = Doc()
    doc.get("text", type=Text)
    doc.apply_update(bytes(update))
    assert set(doc.keys()) == {"text"}


def test_an_update_fits_only_where_nothing_before_it_is_missing() -> None:
    first = ytext.diff_update([], "abc")
    assert first is not None
    second = ytext.diff_update([first], "abcd")
    third = ytext.diff_update([first], "")
    for later in (second, third):
        assert later is not None
        contents = ytext.check_update(later)
        assert not contents.fits({})
        assert contents.fits({client: end for client, _, end in ytext.check_update(first).spans})


def test_lengths_are_counted_as_browsers_count_them() -> None:
    assert utf16("aä😀家") == 5
    update = ytext.diff_update([], "aä😀家")
    assert update is not None
    assert ytext.check_update(update).inserted == 5


def test_a_state_vector_is_read_whole_or_refused() -> None:
    doc: Doc = Doc(client_id=77)
    text = doc.get("text", type=Text)
    text += "hei"
    assert read_state(doc.get_state()) == {77: 3}
    with pytest.raises(ytext.BadUpdate):
        read_state(doc.get_state() + b"\x00")


@given(st.integers(0, (1 << 53) - 1))
def test_numbers_are_written_as_they_are_read(number: int) -> None:
    assert read_varuint(varuint(number), 0) == (number, len(varuint(number)))


@pytest.mark.parametrize("data", [b"", b"\x80", b"\xff" * 8, b"\xff" * 9 + b"\x01"])
def test_a_number_that_does_not_end_or_is_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(Truncated):
        read_varuint(data, 0)


@given(WORDS, WORDS, st.integers(0, 30))
def test_trimming_takes_only_from_the_new_words(before: str, after: str, limit: int) -> None:
    if len(before) > limit or len(after) <= limit:
        return
    kept, cut = trim(before, after, limit)
    assert len(kept) == limit
    assert len(cut) == len(after) - limit


def test_trimming_leaves_what_stood_before() -> None:
    assert trim("alku loppu", "alku uutta tekstiä loppu", 16) == ("alku uutta loppu", "tekstiä ")


def test_line_ends_and_halves_of_letters_are_made_whole() -> None:
    assert ytext.clean_text("a\r\nb\rc\x00\ud83d") == "a\nb\nc\ufffd"
