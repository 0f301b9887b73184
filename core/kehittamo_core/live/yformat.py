"""Reads a Yjs update (format 1) far enough to know what it touches, before it may touch anything.

The format is documented in Yjs' INTERNALS.md and `src/utils/encoding.js`. We read it ourselves, because the library applies first
and tells afterwards: an update that adds a map, a second text or an embedded picture must never reach a document.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kehittamo_core.live.varint import Truncated, read_bytes, read_text, read_varuint

ROOT = "text"
"""The name of the one root text that every document has."""

GC, DELETED, STRING, SKIP = 0, 1, 4, 10
ORIGIN, RIGHT_ORIGIN, PARENT_KEY, CONTENT = 0x80, 0x40, 0x20, 0x1F

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""Characters that no XML (so no drawing and no PDF) and not every database can hold; and CR, which textareas do not know."""


class BadUpdate(ValueError):
    """The update is malformed, or touches something else than the root text."""


@dataclass(frozen=True)
class Contents:
    """What an update holds.

    `spans`: (client, first clock, end clock) of each run of structs; `needs`: for each client the clock that must be known
    before (from origins and deletions); `inserted`: the UTF-16 units of new text in it.
    """

    spans: tuple[tuple[int, int, int], ...]
    needs: Mapping[int, int]
    inserted: int

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing at all."""
        return not self.spans and not self.needs

    def clients(self) -> frozenset[int]:
        """The clients whose writing it carries."""
        return frozenset(client for client, _, _ in self.spans)

    def fits(self, clocks: Mapping[int, int]) -> bool:
        """Whether a document with this state vector can take it up whole, with nothing left waiting for missing parts."""
        known = dict(clocks)
        for client, first, end in self.spans:
            if first > known.get(client, 0):
                return False
            known[client] = max(known.get(client, 0), end)
        return all(clock <= known.get(client, 0) for client, clock in self.needs.items())

    def is_news(self, clocks: Mapping[int, int]) -> bool:
        """Whether it holds structs that a document with this state vector has not, or any deletion."""
        return any(end > clocks.get(client, 0) for client, _, end in self.spans) or bool(self.needs and not self.spans)


def utf16(text: str) -> int:
    """The length of a text as JavaScript and Yjs count it."""
    return len(text) + sum(1 for letter in text if letter > "\uffff")


def read_state(state: bytes) -> dict[int, int]:
    """A state vector as {client: clock}. Raises BadUpdate."""
    try:
        count, at = read_varuint(state, 0)
        clocks = {}
        for _ in range(count):
            client, at = read_varuint(state, at)
            clocks[client], at = read_varuint(state, at)
    except Truncated as error:
        raise BadUpdate(f"state vector: {error}") from None
    if at != len(state):
        raise BadUpdate("state vector: something follows its end")
    return clocks


def read_update(update: bytes) -> Contents:
    """What the update holds. Raises BadUpdate unless every part of it is plain text in the root text, or a deletion."""
    try:
        return _read(update)
    except Truncated as error:
        raise BadUpdate(str(error)) from None


def _read(update: bytes) -> Contents:
    spans: list[tuple[int, int, int]] = []
    needs: dict[int, int] = {}
    inserted = 0
    clients, at = read_varuint(update, 0)
    for _ in range(clients):
        structs, at = read_varuint(update, at)
        client, at = read_varuint(update, at)
        clock, at = read_varuint(update, at)
        first = clock
        for _ in range(structs):
            if at >= len(update):
                raise Truncated("the bytes end between two structs")
            info = update[at]
            at += 1
            if info in (GC, SKIP):
                length, at = read_varuint(update, at)
                if info == SKIP:
                    if clock > first:
                        spans.append((client, first, clock))
                    first = clock + length
            else:
                length, at = _read_item(update, at, info, needs)
                if info & CONTENT == STRING:
                    inserted += length
            if length == 0:
                raise BadUpdate("a struct has no length")
            clock += length
        if clock > first:
            spans.append((client, first, clock))
    at = _read_deletions(update, at, needs)
    if at != len(update):
        raise BadUpdate("something follows the update's end")
    return Contents(tuple(spans), needs, inserted)


def _read_item(update: bytes, at: int, info: int, needs: dict[int, int]) -> tuple[int, int]:
    for flag in (ORIGIN, RIGHT_ORIGIN):
        if info & flag:
            client, at = read_varuint(update, at)
            clock, at = read_varuint(update, at)
            needs[client] = max(needs.get(client, 0), clock + 1)
    if not info & (ORIGIN | RIGHT_ORIGIN):
        is_root, at = read_varuint(update, at)
        if is_root != 1:
            raise BadUpdate("a part stands inside another part")
        name, at = read_text(update, at)
        if name != ROOT:
            raise BadUpdate(f"it touches {name[:40]!r}; only {ROOT!r} may be touched")
    if info & PARENT_KEY:
        raise BadUpdate("it sets a named value; only text may be touched")
    content = info & CONTENT
    if content == DELETED:
        return read_varuint(update, at)
    if content != STRING:
        raise BadUpdate(f"it holds content of type {content}; only text may be written")
    raw, at = read_bytes(update, at)
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise BadUpdate("its text is not UTF-8") from None
    if _CONTROL.search(text):
        raise BadUpdate("its text holds control characters")
    return utf16(text), at


def _read_deletions(update: bytes, at: int, needs: dict[int, int]) -> int:
    clients, at = read_varuint(update, at)
    for _ in range(clients):
        client, at = read_varuint(update, at)
        ranges, at = read_varuint(update, at)
        for _ in range(ranges):
            clock, at = read_varuint(update, at)
            length, at = read_varuint(update, at)
            needs[client] = max(needs.get(client, 0), clock + length)
    return at


def clean_text(text: str) -> str:
    """A text as we store it: line ends as one sign, no control characters, no halves of surrogate pairs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
