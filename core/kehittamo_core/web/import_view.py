"""What a file would bring to a board, shown before anything is stored: counts, the first rows, every fault."""

import asyncio
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from litestar.datastructures import UploadFile

from kehittamo_core.board import Board, Element, Link
from kehittamo_core.changes import Add, Change, Changes, Codec, Connect
from kehittamo_core.errors import Invalid, Refused
from kehittamo_core.method import Kind, LinkKind, Method
from kehittamo_core.showing import reference, show
from kehittamo_core.web.desk import Desk
from kehittamo_core.web.errors import faults_of, told
from kehittamo_core.web.language import count, say
from kehittamo_core.web.templating import words_of

FILE_LIMIT = 5 * 1024 * 1024
PREVIEW_LIMIT = 3 * 1024 * 1024
"""A previewed file travels back inside the form that confirms it, as base64, and has to fit into a request."""
ROWS = 50


@dataclass(frozen=True)
class Sent:
    """A file that was sent: its bytes and its name."""

    data: bytes
    name: str


async def sent_file(desk: Desk) -> Sent:
    """The file of a request: an upload, or the one that a preview carries.

    Raises:
        Invalid: there is none, or it is too large.
    """
    form = await desk.request.form()
    upload = form.get("file")
    if isinstance(upload, UploadFile):
        sent = Sent(await upload.read(FILE_LIMIT + 1), upload.filename or "")
    else:
        carried = form.get("data")
        if not isinstance(carried, str) or not carried:
            raise Invalid("Choose a file first.")
        try:
            sent = Sent(b64decode(carried, validate=True), str(form.get("name") or ""))
        except (NotBase64, ValueError) as error:
            raise Invalid("Choose a file first.") from error
    if len(sent.data) > FILE_LIMIT:
        raise Invalid("The file is too large; at most {limit} MB can be read.", limit=FILE_LIMIT // 1024 // 1024)
    return sent


@dataclass(frozen=True)
class Row:
    """One change: what happens to what, and the values."""

    what: str
    text: str
    values: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class ImportView:
    """The preview. With `sentence` the file was refused; `data` is its bytes as base64 for the form that confirms.

    `done` says that it has been read in.
    """

    codec: str
    label: str
    name: str
    data: str = ""
    done: bool = False
    counts: Sequence[str] = ()
    rows: Sequence[Row] = ()
    more: int = 0
    sentence: str = ""
    faults: Sequence[tuple[str, str]] = ()


async def import_view(board: Board, method: Method, codec: Codec, sent: Sent) -> ImportView:
    """What reading a file into a board would do; nothing is stored."""
    view = ImportView(
        codec=codec.id, label=words_of(method.package, codec.label), name=sent.name, data=b64encode(sent.data).decode()
    )
    if len(sent.data) > PREVIEW_LIMIT:
        limit = PREVIEW_LIMIT // 1024 // 1024
        return replace(view, sentence=say("The file is too large; at most {limit} MB can be read.", limit=limit))
    assert codec.read is not None
    try:
        changes: Changes = await asyncio.to_thread(codec.read, board, sent.data)
    except Refused as error:
        return replace(view, sentence=told(error.message, error.values), faults=faults_of(error))
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        return replace(view, sentence=say("{what} failed: {error}. Nothing was changed.", what=view.label, error=why))
    texts = {change.ref: _name(change) for change in changes if isinstance(change, Add) and change.ref}
    rows = [_row(board, method, change, texts) for change in changes]
    return replace(view, counts=_counts(board, method, changes), rows=rows[:ROWS], more=max(len(rows) - ROWS, 0))


def read_in(method: Method | None, codec: Codec, name: str) -> ImportView:
    """What is said when a file has been read in."""
    label = words_of(method.package, codec.label) if method is not None else codec.id
    return ImportView(codec=codec.id, label=label, name=name, done=True)


def _name(change: Add) -> str:
    text = change.values.get("text")
    return text if isinstance(text, str) and text else change.ref


def _counts(board: Board, method: Method, changes: Changes) -> list[str]:
    added = Counter(board.label(change.kind) for change in changes if isinstance(change, Add))
    said = [f"{label}: {many}" for label, many in added.items()]
    changed = sum(1 for change in changes if isinstance(change, Change))
    ties = sum(1 for change in changes if isinstance(change, Connect))
    gone = len(changes) - sum(added.values()) - changed - ties
    if changed:
        said.append(count("{number} note changes", "{number} notes change", changed))
    if ties:
        said.append(count("{number} new link", "{number} new links", ties))
    if gone:
        said.append(count("{number} note is deleted", "{number} notes are deleted", gone))
    return said


def _row(board: Board, method: Method, change: Any, texts: Mapping[str, str]) -> Row:
    if isinstance(change, Add):
        values = _values(board, method.kind(change.kind), change.kind, change.values)
        return Row(say("New: {what}", what=board.label(change.kind)), str(change.values.get("text") or ""), values)
    if isinstance(change, Connect):
        ends = [_end(board, end, texts) for end in (change.source, change.target)]
        label = board.label(f"link:{change.kind}")
        values = _values(board, method.link(change.kind), f"link:{change.kind}", change.values)
        return Row(say("New link"), f"{ends[0]} → {label} → {ends[1]}", values)
    element = board.find(change.id)
    if not isinstance(change, Change):
        return Row(say("Deleted"), reference(element) if element else change.id, ())
    kind: Kind | LinkKind | None = None
    prefix = ""
    if element is not None:
        kind = method.link(element.kind) if isinstance(element, Link) else method.kind(element.kind)
        prefix = f"link:{element.kind}" if isinstance(element, Link) else element.kind
    values = _values(board, kind, prefix, change.values, element)
    return Row(say("Changes"), reference(element) if element else texts.get(change.id, change.id), values)


def _end(board: Board, end: str, texts: Mapping[str, str]) -> str:
    found = board.find(end)
    return reference(found) if found is not None else texts.get(end, end)


def _values(
    board: Board, kind: Kind | LinkKind | None, prefix: str, values: Mapping[str, Any], old: Element | None = None
) -> list[tuple[str, str]]:
    """The filled fields in words; those of an element that changes with what they were."""
    found = []
    for field in kind.fields if kind is not None else ():
        if field.id not in values or (field.id == "text" and old is None):
            continue
        shown = show(board, prefix, field, values[field.id])
        if old is not None:
            before = show(board, prefix, field, old.values.get(field.id)) or say("not known")
            shown = f"{before} → {shown or say('not known')}"
        if shown:
            found.append((board.label(f"{prefix}.{field.id}"), shown))
    return found
