"""Carrying out: the primitives that commands, actions, files and starters are made of, inside one transaction.

Rights are asked at the door (`access`) before these are called; what is asked here is what the method declares.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from kehittamo_core.board import Board
from kehittamo_core.database import models as m
from kehittamo_core.database.ids import id_of, new_id
from kehittamo_core.errors import Invalid, Locked, NotAllowed, NotFound, Stale
from kehittamo_core.fields import TEXT_LIMIT, Field
from kehittamo_core.loading import Plugins
from kehittamo_core.method import Kind, LinkKind, Method
from kehittamo_core.words import translate
from kehittamo_core.workshop.access import NO_ELEMENT, look_up
from kehittamo_core.workshop.boards import build_board
from kehittamo_core.workshop.events import Log, board_room, programme_room
from kehittamo_core.workshop.kinds import CORE, kind_of, method_of
from kehittamo_core.workshop.ordering import order_between
from kehittamo_core.workshop.people import Identity
from kehittamo_core.workshop.rounds import refuse_rated
from kehittamo_core.workshop.seeing import boards_looking
from kehittamo_core.workshop.signing import hour, refuse_alone, signing_on, table_name
from kehittamo_core.workshop.texts import plain_texts, replace_text, text_key, text_place
from kehittamo_core.workshop.values import checked, checked_fields

SOURCE = Field(id="source", label="Source")


class Doing:
    """One command being carried out: who does it, in which programme, and the log of what happened.

    What is `nameless` is remembered as nobody's, at its hour.
    """

    def __init__(
        self, session: Session, plugins: Plugins, who: Identity, programme: m.Programme, command_id: str, *,
        nameless: bool = False,
    ) -> None:  # fmt: skip
        self.session = session
        self.plugins = plugins
        self.who = who
        self.programme = programme
        self.command_id = command_id
        self.nameless = nameless
        self.actor_id = None if nameless else who.person_id or None
        self.log = Log(session, programme.id, self.actor_id, command_id, hour(m.now()) if nameless else None)

    @property
    def author_id(self) -> str | None:
        """The participant who is kept as the author of what is new; accounts and the nameless are not."""
        return None if self.who.account or self.nameless else self.who.person_id

    def signed(self, board: m.Board) -> str | None:
        """The table's name that stands under what is new on a board, where it is written in its name."""
        if self.who.account or signing_on(self.session, board) != "group":
            return None
        return table_name(self.session, board, self.who.group_id)

    # What is declared

    def may_set_up(self, setup: bool) -> None:
        """Refuse a parameter of a method to all but facilitators."""
        if setup and not self.who.may("facilitate"):
            raise NotAllowed("Only facilitators may change this; ask yours.")

    def label(self, method: Method, text: str) -> str:
        """A method's label in the person's language."""
        return translate(method.package, self.who.language, text)

    def word(self, text: str, **values: Any) -> str:
        """A msgid of the core in the person's language."""
        return translate("kehittamo_core", self.who.language, text, **values)

    def room_of(self, element: m.Element) -> str:
        """The room in which an element's events stand."""
        return board_room(element.board_id) if element.board_id else programme_room(element.programme_id)

    def language(self, wanted: str | None) -> str:
        """The language in which a text is written: a wanted one that the programme has, else its first."""
        return wanted if wanted in self.programme.languages else self.programme.languages[0]

    def echo(self, element: m.Element) -> None:
        """Tell the other boards that show an element."""
        self._tell(element, boards_looking(self.session, self.plugins, element))

    def echo_new(self, element: m.Element) -> None:
        """Tell the boards that have this element's board beside them, and whom a new link across boards concerns."""
        self._tell(element, boards_looking(self.session, self.plugins, element, new=True))

    def _tell(self, element: m.Element, boards: set[str]) -> None:
        for board_id in sorted(boards):
            self.log.add(board_room(board_id), "echo", element.id, echo=True)

    # Items

    def next_code(self, prefix: str) -> str:
        """The next short id of a prefix; a number is never given twice."""
        if not prefix:
            return ""
        n = self.session.execute(
            update(m.CodeCounter)
            .where(m.CodeCounter.programme_id == self.programme.id, m.CodeCounter.prefix == prefix)
            .values(n=m.CodeCounter.n + 1)
            .returning(m.CodeCounter.n)
        ).scalar_one_or_none()
        if n is None:
            n = 1
            self.session.add(m.CodeCounter(programme_id=self.programme.id, prefix=prefix, n=n))
            self.session.flush()
        return f"{prefix}-{n}"

    def new_element(self, kind: Kind | LinkKind, **parts: Any) -> m.Element:
        """A stored element with a fresh id, key and short id."""
        at = hour(m.now()) if self.nameless else m.now()
        id_ = id_of(at) if self.nameless else new_id()
        code = self.next_code(kind.code)
        row = m.Element(
            id=id_, made_at=at, programme_id=self.programme.id, key=f"{(code or kind.id).lower()}-{id_[-6:]}", code=code, kind=kind.id,
            author_id=parts.pop("author_id", None), **parts,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        return row

    def zone_items(self, board: m.Board, method: Method, zone: str) -> list[m.Element]:
        """The living items of a zone, in order."""
        rows = self.session.scalars(
            select(m.Element).where(m.Element.board_id == board.id, m.Element.deleted_at.is_(None), ~m.Element.is_link)
        )
        return sorted(
            (row for row in rows if (row.zone or method.zone_of(row.kind)) == zone), key=lambda row: (row.order, row.id)
        )

    def add_item(
        self, board: m.Board, kind_id: str, values: Mapping[str, Any], *, zone: str = "", after: str | None = None,
        language: str | None = None, author_id: str | None = None,
    ) -> m.Element:  # fmt: skip
        """Add an item to a board; not while everybody writes alone on it."""
        method = method_of(self.plugins, board.method)
        kind, zone = self.kind_and_zone(method, kind_id, zone)
        self.may_set_up(kind.setup)
        if not kind.setup:
            refuse_alone(self.session, board)
        self.refuse_too_many(board, method, kind)
        fields = checked_fields(self.session, self.programme.id, kind.fields, values)
        items = self.zone_items(board, method, zone)
        at = len(items)
        if after is not None:
            at = next((index + 1 for index, row in enumerate(items) if row.id == after), at)
        row = self.new_element(
            kind, board_id=board.id, is_link=False, method=method.id, zone=zone, order=order_between(items, at),
            author_id=author_id, signed=self.signed(board),
        )  # fmt: skip
        self.write_first(row, kind.fields, fields, self.language(language))
        self.log.add(board_room(board.id), "item.added", row.id, None, self.picture(row))
        self.echo_new(row)
        return row

    def kind_and_zone(self, method: Method, kind_id: str, zone_id: str) -> tuple[Kind, str]:
        """The kind and the zone of a new item, of which either may be left out.

        Raises:
            Invalid: there is no such kind or zone, or the zone does not take the kind.
        """
        zone = method.zone(zone_id) if zone_id else None
        if zone_id and zone is None:
            known = ", ".join(zone.id for zone in method.zones)
            raise Invalid("There is no zone {zone} on this board; known are {known}.", zone=zone_id, known=known or "-")
        if not kind_id and zone is not None and zone.kinds:
            kind_id = zone.kinds[0]
        if not kind_id:
            kind_id = next((kind.id for kind in method.kinds if not kind.setup), method.kinds[0].id)
        kind = method.kind(kind_id)
        if kind is None:
            known = ", ".join(kind.id for kind in method.kinds)
            raise Invalid("There is no kind {kind} in this method; known are {known}.", kind=kind_id, known=known)
        if zone is not None and kind.id not in zone.kinds:
            raise Invalid(
                "{zone} does not take {kind}.", zone=self.label(method, zone.label), kind=self.label(method, kind.label)
            )
        return kind, zone.id if zone is not None else method.zone_of(kind.id)

    def refuse_too_many(self, board: m.Board, method: Method, kind: Kind) -> None:
        """Refuse one more of a kind that a board holds only so many of."""
        if kind.at_most is None:
            return
        count = self.session.execute(
            select(func.count()).where(
                m.Element.board_id == board.id,
                m.Element.kind == kind.id,
                m.Element.deleted_at.is_(None),
                ~m.Element.is_link,
            )
        ).scalar_one()
        if count >= kind.at_most:
            raise Invalid(
                "This board holds at most {limit} of {kind}. Change or delete one first.", limit=kind.at_most,
                kind=self.label(method, kind.label_many or kind.label),
            )  # fmt: skip

    def write_first(self, row: m.Element, fields: tuple[Field, ...], values: Mapping[str, Any], language: str) -> None:
        """The first values of a new element: texts as texts, lines in another language as translations."""
        types = {field.id: field.type for field in fields}
        plain: dict[str, Any] = {}
        for name, value in values.items():
            if value is None:
                continue
            if types[name] == "text":
                self.write_text(row.id, name, language, value)
            elif types[name] == "line" and language != self.programme.languages[0] and isinstance(value, str):
                row.translations = {**row.translations, language: {**row.translations.get(language, {}), name: value}}
            else:
                plain[name] = value
        row.values = plain
        self.session.flush()

    def write_text(self, owner_id: str, field: str, language: str, words: str) -> tuple[str, str] | None:
        """Make a text read `words`; (before, after), or None where it reads so already."""
        place = text_place(self.session, self.plugins, text_key(owner_id, field, language))
        return replace_text(self.session, place, words, self.actor_id, remember=False)

    # Fields

    def set_fields(
        self,
        row: m.Element,
        values: Mapping[str, Any],
        revisions: Mapping[str, int] | None = None,
        language: str | None = None,
    ) -> bool:
        """Set fields of an element; whether anything changed."""
        kind = self.kind(row)
        self.may_set_up(kind.setup)
        if row.is_link:
            refuse_rated(self.session, row.board_id, row.kind)
        known = {field.id: field for field in kind.fields}
        language = self.language(language)
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for name, value in values.items():
            if name not in known:
                checked_fields(self.session, self.programme.id, kind.fields, {name: value})
            new = checked(self.session, self.programme.id, known[name], value)
            changed = self._set_field(row, known[name], new, (revisions or {}).get(name), language)
            if changed is not None:
                before[name], after[name] = changed
        if not after:
            return False
        self.session.flush()
        what = "link.changed" if row.is_link else "item.changed"
        self.log.add(
            self.room_of(row),
            what,
            row.id,
            {"values": before, "language": language},
            {"values": after, "language": language},
        )
        self.echo(row)
        return True

    def _set_field(
        self, row: m.Element, field: Field, new: Any, revision: int | None, language: str
    ) -> tuple[Any, Any] | None:
        if field.type == "text":
            words = new or ""
            old, number = self.stored_text(row, field.id, language)
            if old == words:
                return None
            self._refuse_stale(words, old, number, revision)
            return self.write_text(row.id, field.id, language, words)
        translated = field.type == "line" and not field.many and language != self.programme.languages[0]
        name = f"{field.id}:{language}" if translated else field.id
        stored = row.translations.get(language, {}).get(field.id) if translated else row.values.get(field.id)
        if stored == new:
            return None
        self._refuse_stale(new, stored, row.revision.get(name, 0), revision)
        if translated:
            words_there = {**row.translations.get(language, {}), field.id: new}
            row.translations = {**row.translations, language: {key: part for key, part in words_there.items() if part}}
        else:
            row.values = {key: part for key, part in {**row.values, field.id: new}.items() if part is not None}
        row.revision = {**row.revision, name: row.revision.get(name, 0) + 1}
        return stored, new

    @staticmethod
    def _refuse_stale(mine: Any, theirs: Any, number: int, revision: int | None) -> None:
        if revision is not None and revision != number:
            raise Stale(
                "Somebody changed this while you were writing. Compare both, and keep the one that is right.",
                mine=mine, theirs=theirs, revision=number,
            )  # fmt: skip

    def stored_text(self, row: m.Element, field: str, language: str) -> tuple[str, int]:
        """How a text reads, and its number."""
        text = self.session.get(m.CoText, text_key(row.id, field, language))
        if text is not None:
            return text.plain, text.n
        values = row.values if language == self.programme.languages[0] else row.translations.get(language, {})
        words = values.get(field)
        return (words if isinstance(words, str) else ""), 0

    def kind(self, row: m.Element) -> Kind | LinkKind:
        """The kind of an element that is to be changed.

        Raises:
            Locked: its method is not installed, or does not know the kind any more.
        """
        kind = kind_of(self.plugins, row)
        if kind is None:
            if row.method != CORE:
                method_of(self.plugins, row.method)
            raise Locked(
                "The installed method does not know {kind} any more; it can be read, but not changed.", kind=row.kind
            )
        return kind

    def build(self, board_id: str) -> Board:
        """A board's picture for the person who does this."""
        self.session.flush()
        language = self.language(self.who.language)
        return build_board(self.session, self.plugins, board_id, self.who.role, language)

    # Doubts and sources

    def note_doubts(self, row: m.Element, notes: Mapping[str, str]) -> bool:
        """Note doubts by field ("" for the whole); an empty note takes one away. Whether anything changed."""
        before = dict(row.uncertain)
        after = {field: words for field, words in self._doubts(row, {**before, **notes}).items() if words}
        if after == before:
            return False
        row.uncertain = after
        what = "link.changed" if row.is_link else "item.changed"
        self.log.add(self.room_of(row), what, row.id, {"uncertain": before}, {"uncertain": after})
        self.echo(row)
        return True

    def come_from(self, row: m.Element, sources: tuple[str, ...], doubts: Mapping[str, str]) -> None:
        """Say of a new element where it comes from and what is doubtful in it."""
        for source in sources:
            checked(self.session, self.programme.id, SOURCE, source)
        row.sources = list(sources)
        row.uncertain = {field: words for field, words in self._doubts(row, doubts).items() if words}
        self.session.flush()

    def _doubts(self, row: m.Element, notes: Mapping[str, str]) -> dict[str, str]:
        kind = self.kind(row)
        found = {}
        for field, note in notes.items():
            if field and kind.field(field) is None:
                known = ", ".join(field.id for field in kind.fields)
                raise Invalid("There is no field {field} here; known are {known}.", field=field, known=known)
            words = note.strip()
            if len(words) > TEXT_LIMIT:
                raise Invalid(
                    "{count} characters are too many; at most {limit} fit.", count=len(words), limit=TEXT_LIMIT
                )
            found[field] = words
        return found

    # Reading

    def picture(self, row: m.Element) -> dict[str, Any]:
        """What the history remembers of an element."""
        texts = plain_texts(self.session, [row.id]).get(row.id, {})
        values = {
            **row.values,
            **{field: languages.get(self.programme.languages[0], "") for field, languages in texts.items()},
        }
        made: dict[str, Any] = {
            "kind": row.kind,
            "code": row.code,
            "values": {name: part for name, part in values.items() if part is not None},
        }
        if row.is_link:
            made.update(source=row.source_id, target=row.target_id)
        else:
            made.update(zone=row.zone, order=row.order)
        return made

    def element(self, id_: str) -> m.Element:
        """A living element of this programme.

        Raises:
            NotFound: there is none.
        """
        row = look_up(self.session, m.Element, id_)
        if row is None or row.deleted_at is not None or row.programme_id != self.programme.id:
            raise NotFound(NO_ELEMENT)
        if row.board_id is not None and self.session.get_one(m.Board, row.board_id).deleted_at is not None:
            raise NotFound(NO_ELEMENT)
        return row
