"""Yjs texts as pure functions of bytes: check, merge, read as plain text, and write a new plain text as a small difference.

A text is a list of updates; merged or not, in any order, they give the same text. Every document has one root text, named `text`.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from pycrdt import Doc, Text, merge_updates

from kehittamo_core.fields import TEXT_LIMIT
from kehittamo_core.live.yformat import ROOT, BadUpdate, Contents, clean_text, read_state, read_update

__all__ = [
    "ROOT",
    "TEXT_LIMIT",
    "BadUpdate",
    "Contents",
    "check_update",
    "clean_text",
    "compact",
    "diff_update",
    "edits",
    "empty",
    "merge",
    "plain",
    "read_state",
    "replace",
]

_EMPTY = b"\x00\x00"


def empty() -> bytes:
    """The update that changes nothing."""
    return _EMPTY


def check_update(update: bytes) -> Contents:
    """What an update from outside holds. Raises BadUpdate unless it touches nothing but the root text, with plain text."""
    return read_update(update)


def merge(*updates: bytes) -> bytes:
    """One update that does what all of these do. Deleted words are still in it; see `compact`."""
    if not updates:
        return _EMPTY
    return updates[0] if len(updates) == 1 else merge_updates(*updates)


def document(updates: Iterable[bytes]) -> "tuple[Doc[Text], Text]":
    """A document with these updates taken up, and its root text."""
    doc: Doc[Text] = Doc()
    text = doc.get(ROOT, type=Text)
    for update in updates:
        doc.apply_update(update)
    return doc, text


def compact(updates: Iterable[bytes]) -> bytes:
    """The state of the text as one update, in which deleted words are gone and only their lengths remain."""
    doc, _ = document(updates)
    return doc.get_update()


def plain(updates: Iterable[bytes]) -> str:
    """The text as a person reads it."""
    _, text = document(updates)
    return str(text)


def diff_update(updates: Iterable[bytes], new_text: str) -> bytes | None:
    """The update that makes the text read `new_text`, touching as little as possible; None where it reads so already.

    It keeps the carets and the simultaneous typing of everybody who has the text open. The new text is cleaned first
    (`clean_text`); its length is the caller's affair (`TEXT_LIMIT`).
    """
    doc, text = document(updates)
    return replace(doc, text, clean_text(new_text))


def replace(doc: "Doc[Text]", text: Text, new_text: str) -> bytes | None:
    """Make a live document's text read `new_text`, and return the update that did it; None where nothing changed."""
    old_text = str(text)
    if old_text == new_text:
        return None
    made: list[bytes] = []
    subscription = doc.observe(lambda event: made.append(event.update))
    with doc.transaction():
        for start, end, words in reversed(list(edits(old_text, new_text))):
            at = len(old_text[:start].encode())
            if end > start:
                del text[at : at + len(old_text[start:end].encode())]
            if words:
                text.insert(at, words)
    doc.unobserve(subscription)
    return merge(*made)


_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


def edits(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """The replacements (start, end, new words) that lead from `old` to `new`, in the order of the text, by whole words.

    What both begin and end with is left alone; a change inside one word touches only the letters that differ.
    """
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    old_part, new_part = old[head : len(old) - tail], new[head : len(new) - tail]
    if not old_part or not new_part:
        yield head, head + len(old_part), new_part
        return
    old_words, new_words = _WORDS.findall(old_part), _WORDS.findall(new_part)
    starts = [head]
    for word in old_words:
        starts.append(starts[-1] + len(word))
    for tag, i, j, k, m in SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes():
        if tag != "equal":
            yield starts[i], starts[j], "".join(new_words[k:m])


def _common(a: str, b: str) -> int:
    count = 0
    for left, right in zip(a, b, strict=False):
        if left != right:
            break
        count += 1
    return count
