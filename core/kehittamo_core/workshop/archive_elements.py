"""Boards, items, links, comments and votes from an archive, written as differences from what stands.

Long because: one writer holds the maps of what stood and what shall stand, which every step of the work needs.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.database.ids import new_id
from kehittamo_core.document.links import link_kind
from kehittamo_core.document.normal import voter
from kehittamo_core.exchange import Document
from kehittamo_core.live import ytext
from kehittamo_core.loading import Plugins
from kehittamo_core.method import Kind, LinkKind
from kehittamo_core.workshop.archive_ballots import write_ballots
from kehittamo_core.workshop.archive_rows import marks
from kehittamo_core.workshop.archive_spreads import write_spreads
from kehittamo_core.workshop.counting import counted
from kehittamo_core.workshop.events import Log, board_room, open_room, programme_room
from kehittamo_core.workshop.kinds import item_kind
from kehittamo_core.workshop.seeing import boards_by_bringing
from kehittamo_core.workshop.teams import as_stored
from kehittamo_core.workshop.texts import TextPlace, replace_text, text_key


class ElementWriter:
    """Makes the boards of a programme read as the target document says."""

    def __init__(
        self, session: Session, plugins: Plugins, programme: m.Programme, log: Log, existing: Document, target: Document
    ) -> None:
        self.session = session
        self.plugins = plugins
        self.programme = programme
        self.log = log
        self.target = target
        self.source = programme.languages[0]
        self.fresh = not existing
        self.old_boards: dict[str, Document] = {board["id"]: board for board in existing.get("boards", [])}
        self.old = _by_id(existing)
        self.new = _by_id(target)
        rows = session.scalars(select(m.Element).where(m.Element.programme_id == programme.id))
        self.rows: dict[str, m.Element] = {row.key: row for row in rows}
        self.ids = {key: row.id for key, row in self.rows.items()}
        self.ids.update({key: new_id() for key in self.new if key not in self.ids})
        self.boards: dict[str, m.Board] = {}
        self.people = self._keys(m.Participant)
        self.groups = self._keys(m.Group)
        self.stages = self._keys(m.Stage)
        texts = session.execute(
            select(m.CoText.owner_id, m.CoText.field, m.CoText.language).where(m.CoText.programme_id == programme.id)
        )
        self.texts: dict[str, set[tuple[str, str]]] = {}
        for text in texts:
            self.texts.setdefault(text.owner_id, set()).add((text.field, text.language))

    def _keys(self, table: Any) -> dict[str, str]:
        rows = self.session.execute(select(table.key, table.id).where(table.programme_id == self.programme.id))
        return {row.key: row.id for row in rows}

    def write(self) -> None:
        """Everything, in the order in which one needs the other."""
        self.count_codes()
        for position, board in enumerate(self.target.get("boards", []), 1):
            self.board(board, float(position))
        for board in self.target.get("boards", []):
            row = self.boards[board["id"]]
            for part in board.get("items", []):
                self.element(part, row, board["method"], is_link=False)
            for part in board.get("links", []):
                self.element(part, row, board["method"], is_link=True)
        for part in self.target.get("links", []):
            self.element(part, None, part["method"], is_link=True)
        self.session.flush()
        self.remove_missing()
        for board in self.target.get("boards", []):
            write_spreads(self.session, self.boards[board["id"]], board.get("spreads", []), self.ids)
        self.comments()
        self.ballots, gone = write_ballots(self.session, self.programme.id, self.target.get("ballots", []))
        self.votes()
        for ballot in gone:
            self.session.execute(delete(m.Vote).where(m.Vote.ballot == ballot.id))
            self.session.delete(ballot)
        self.session.flush()

    # Short ids

    def count_codes(self) -> None:
        """Let the counters stand at the highest number that is given or taken; a new element then gets the next."""
        highest: dict[str, int] = {}
        codes = [row.code for row in self.rows.values()] + [part.get("code", "") for part in self.new.values()]
        for code in codes:
            prefix, _, number = code.rpartition("-")
            if prefix and number.isdigit():
                highest[prefix] = max(highest.get(prefix, 0), int(number))
        counters = self.session.scalars(
            select(m.CodeCounter).where(m.CodeCounter.programme_id == self.programme.id).with_for_update()
        )
        self.counters = {row.prefix: row for row in counters}
        for prefix, number in highest.items():
            self.counter(prefix).n = max(self.counter(prefix).n, number)

    def counter(self, prefix: str) -> m.CodeCounter:
        """The counter of a prefix."""
        if prefix not in self.counters:
            self.counters[prefix] = m.CodeCounter(programme_id=self.programme.id, prefix=prefix, n=0)
            self.session.add(self.counters[prefix])
        return self.counters[prefix]

    # Boards

    def board(self, part: Document, position: float) -> None:
        """A board's own row."""
        row = self.session.scalars(
            select(m.Board).where(m.Board.programme_id == self.programme.id, m.Board.key == part["id"])
        ).one_or_none()
        old = self.old_boards.get(part["id"])
        if row is None:
            row = m.Board(id=new_id(), programme_id=self.programme.id, key=part["id"], method=part["method"])
            self.session.add(row)
            self.session.flush()
            open_room(self.session, board_room(row.id))
        values = {
            "position": position, "method": part["method"], "version": part["version"], "title": part.get("title", ""),
            "stage_id": self.stages.get(part.get("stage", "")), "group_id": self.groups.get(part.get("group", "")),
            "state": part["state"], "settings": part.get("settings", {}), "deleted_at": None,
            **as_stored(part, self.groups), **marks(part),
        }  # fmt: skip
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
        self.session.flush()
        self.boards[part["id"]] = row
        if old is None:
            made = {"title": row.title, "method": row.method}
            self.log.add(programme_room(self.programme.id), "board.created", row.id, None, made)
        else:
            before, after = (
                {name: value for name, value in doc.items() if name not in ("items", "links", "spreads")}
                for doc in (old, part)
            )
            if before != after:
                self.log.add(programme_room(self.programme.id), "board.imported", row.id, before, after, echo=True)
                self.log.add(board_room(row.id), "board.imported", row.id, before, after)

    # Elements

    def element(self, part: Document, board: m.Board | None, method: str, *, is_link: bool) -> None:
        """An item or a link: its row, its texts, and what happened."""
        old = self.old.get(part["id"])
        row = self.rows.get(part["id"])
        board_id = board.id if board is not None else None
        kind: Kind | LinkKind | None
        kind = (
            link_kind(self.plugins, method, part["kind"]) if is_link else item_kind(self.plugins, method, part["kind"])
        )
        # What was read while its method was missing gets its short id as soon as the method is here.
        lacks_code = row is not None and not row.code and kind is not None and bool(kind.code)
        if old is not None and row is not None and _same(old, part) and row.board_id == board_id and not lacks_code:
            return
        created = row is None
        if row is None:
            row = m.Element(
                id=self.ids[part["id"]],
                programme_id=self.programme.id,
                key=part["id"],
                kind=part["kind"],
                method=method,
            )
        code = part.get("code") or self.code(row, part["kind"], kind)
        place = part.get("place") or {}
        signed = part.get("signed")
        # The archive knows what a table wrote by the table alone.
        author = (
            row.author_id
            if signed and not created and row.signed == signed
            else self.people.get(part.get("author", ""))
        )
        values = {
            "board_id": board_id, "is_link": is_link, "method": method, "kind": part["kind"], "code": code,
            "origins": part.get("origins", []),
            "zone": part.get("zone", ""), "order": float(part.get("order", 0.0)), "x": place.get("x"), "y": place.get("y"),
            "source_id": self.ids.get(part.get("source", "")), "target_id": self.ids.get(part.get("target", "")),
            "author_id": author, "signed": signed, "deleted_at": None, "deleted_by": None, **marks(part),
        }  # fmt: skip
        for name, value in values.items():
            if created or getattr(row, name) != value:
                setattr(row, name, value)
        if created:
            row.values, row.translations, row.revision = {}, {}, {}
            self.session.add(row)
            self.session.flush()
        self.words(row, part, kind)
        self.tell(row, part, old, board)

    def code(self, row: m.Element, kind_id: str, kind: Kind | LinkKind | None) -> str:
        """The short id that a new element gets; an old one keeps its own as long as its kind stays."""
        if row.code and row.kind == kind_id:
            return row.code
        if kind is None or not kind.code:
            return ""
        counter = self.counter(kind.code)
        counter.n += 1
        return f"{kind.code}-{counter.n}"

    def words(self, row: m.Element, part: Document, kind: Kind | LinkKind | None) -> None:
        """An element's values: co-edited texts to their own rows, everything else as it is."""
        text_fields = {field.id for field in kind.fields if field.type == "text"} if kind is not None else set()
        stored = set(self.texts.get(row.id, ()))
        plain: dict[str, Any] = {}
        translations: dict[str, dict[str, Any]] = {}
        wanted: dict[tuple[str, str], str] = {}
        languages = {self.source: part.get("values", {}), **part.get("translations", {})}
        for language, values in languages.items():
            for name, value in values.items():
                if isinstance(value, str) and (name in text_fields or (name, language) in stored):
                    wanted[name, language] = value
                elif language == self.source:
                    plain[name] = value
                else:
                    translations.setdefault(language, {})[name] = value
        self.count_revisions(row, plain, translations)
        if row.values != plain:
            row.values = plain
        if row.translations != translations:
            row.translations = translations
        self.session.flush()
        for field, language in sorted(stored | set(wanted)):
            self.text(row, field, language, wanted.get((field, language), ""))

    @staticmethod
    def count_revisions(row: m.Element, plain: dict[str, Any], translations: dict[str, dict[str, Any]]) -> None:
        """Give every plain value that changes its next number, so that a form that is open now is not saved over it."""
        changed = [name for name in {*row.values, *plain} if row.values.get(name) != plain.get(name)]
        for language in {*row.translations, *translations}:
            old, new = row.translations.get(language, {}), translations.get(language, {})
            changed += [f"{name}:{language}" for name in {*old, *new} if old.get(name) != new.get(name)]
        if changed:
            row.revision = {**row.revision, **{name: row.revision.get(name, 0) + 1 for name in changed}}

    def text(self, row: m.Element, field: str, language: str, words: str) -> None:
        """One text; a new one is written in one go."""
        key = text_key(row.id, field, language)
        room = board_room(row.board_id) if row.board_id else programme_room(self.programme.id)
        if (field, language) in self.texts.get(row.id, ()):
            place = TextPlace(key, self.programme.id, room, row.board_id, row.id, field, language)
            replace_text(self.session, place, words, self.log.actor_id, remember=False)
            return
        data = ytext.diff_update([], words)
        if data is None:
            return
        self.session.execute(
            insert(m.CoText).values(
                key=key,
                programme_id=self.programme.id,
                room=room,
                owner_id=row.id,
                field=field,
                language=language,
                plain=words,
                n=1,
            )
        )
        self.session.execute(
            insert(m.TextUpdate).values(text_key=key, n=1, data=data, actor_id=self.log.actor_id, at=m.now())
        )
        self.texts.setdefault(row.id, set()).add((field, language))

    def tell(self, row: m.Element, part: Document, old: Document | None, board: m.Board | None) -> None:
        """An event for an element of a board that stood already; a new board is told as a whole."""
        if board is not None and board.key not in self.old_boards:
            return
        if board is None and self.fresh:
            return
        room = board_room(board.id) if board is not None else programme_room(self.programme.id)
        sort = "link" if row.is_link else "item"
        if old is None:
            self.log.add(room, f"{sort}.added", row.id, None, part)
        else:
            names = [name for name in sorted({*old, *part}) if old.get(name) != part.get(name)]
            self.log.add(
                room,
                f"{sort}.changed",
                row.id,
                {name: old.get(name) for name in names},
                {name: part.get(name) for name in names},
            )
        self.tell_ends(row)

    def tell_ends(self, row: m.Element) -> None:
        """Tell the boards on which the ends of a link across boards stand."""
        if row.board_id is None and row.is_link:
            ends = self.session.scalars(
                select(m.Element.board_id).where(
                    m.Element.id.in_([row.source_id, row.target_id]), m.Element.board_id.is_not(None)
                )
            )
            brought = boards_by_bringing(self.session, self.plugins, row)
            for board_id in sorted({end for end in ends if end is not None} | brought):
                self.log.add(board_room(board_id), "echo", row.id, echo=True)

    def remove_missing(self) -> None:
        """Delete softly what lives and is not in the target."""
        for key, row in self.rows.items():
            if key in self.new or row.deleted_at is not None:
                continue
            row.deleted_at = m.now()
            if key in self.old:
                sort = "link" if row.is_link else "item"
                room = board_room(row.board_id) if row.board_id else programme_room(self.programme.id)
                self.session.flush()
                self.log.add(room, f"{sort}.removed", row.id, self.old[key], None)
                self.tell_ends(row)
        boards = self.session.scalars(
            select(m.Board).where(m.Board.programme_id == self.programme.id, m.Board.deleted_at.is_(None))
        ).all()
        for board in boards:
            if board.key not in self.boards:
                board.deleted_at = m.now()
                self.session.flush()
                self.log.add(
                    programme_room(self.programme.id),
                    "board.deleted",
                    board.id,
                    {"title": board.title},
                    None,
                    echo=True,
                )
                self.log.add(board_room(board.id), "board.deleted", board.id, {"title": board.title}, None)

    # Comments and votes

    def comments(self) -> None:
        """Comments by their ids."""
        rows = {
            row.key: row
            for row in self.session.scalars(select(m.Comment).where(m.Comment.programme_id == self.programme.id))
        }
        here = set()
        for part in self.target.get("comments", []):
            here.add(part["id"])
            row = rows.get(part["id"])
            made = row is None
            if row is None:
                row = m.Comment(id=new_id(), programme_id=self.programme.id, key=part["id"])
            author = self.people.get(part.get("author", ""))
            if author is None and row.author_id is not None and row.author_id not in self.people.values():
                author = row.author_id  # an account's: the archive knows it by its name alone
            values = {
                "element_id": self.ids[part["element"]], "text": part["text"], "author_id": author,
                "signed": part.get("signed"), "done": part["done"], "deleted_at": None,
                "written": datetime.fromisoformat(part["written"]) if part.get("written") else None,
            }  # fmt: skip
            changed = [name for name, value in values.items() if made or getattr(row, name) != value]
            for name in changed:
                setattr(row, name, values[name])
            if made:
                self.session.add(row)
            if changed:
                self.refresh(row.element_id, "commented")
        for key, row in rows.items():
            if key not in here and row.deleted_at is None and self.lives(row.element_id):
                row.deleted_at = m.now()
                self.refresh(row.element_id, "comment.changed")

    def votes(self) -> None:
        """Votes by element and voter."""
        people = {id_: key for key, id_ in self.people.items()}
        groups = {id_: key for key, id_ in self.groups.items()}
        keys = {id_: key for key, id_ in self.ids.items()}
        ballots = {id_: key for key, id_ in self.ballots.items()}
        stored: dict[tuple[str, ...], list[m.Vote]] = {}
        for vote, name in self.session.execute(
            select(m.Vote, m.Account.name)
            .outerjoin(m.Account, m.Account.id == m.Vote.account_id)
            .where(m.Vote.programme_id == self.programme.id, counted())
        ):
            part = {
                "element": keys.get(vote.element_id, ""), "participant": people.get(vote.participant_id or ""),
                "group": groups.get(vote.group_id or ""), "signed": vote.signed or name,
                "ballot": ballots.get(vote.ballot),
            }  # fmt: skip
            stored.setdefault(voter(part), []).append(vote)
        for part in self.target.get("votes", []):
            votes = stored.pop(voter(part), [])
            if sum(vote.points for vote in votes) == part["points"] and votes:
                continue
            for extra in votes[1:]:
                self.session.delete(extra)
            if votes:
                votes[0].points = part["points"]
            else:
                self.session.add(
                    m.Vote(
                        programme_id=self.programme.id, element_id=self.ids[part["element"]], points=part["points"],
                        participant_id=self.people.get(part.get("participant", "")),
                        group_id=self.groups.get(part.get("group", "")), signed=part.get("signed"),
                        ballot=self.ballots.get(part.get("ballot", ""), ""),
                    )
                )  # fmt: skip
            self.refresh(self.ids[part["element"]], "voted")
        for (element, *_), votes in stored.items():
            if element in self.new:
                for vote in votes:
                    self.session.delete(vote)
                self.refresh(self.ids[element], "voted")

    def lives(self, element_id: str) -> bool:
        """Whether an element is in the target."""
        row = self.session.get(m.Element, element_id)
        return row is not None and row.key in self.new

    def refresh(self, element_id: str, kind: str) -> None:
        """Tell the room of an element on a board that stood already."""
        self.session.flush()
        row = self.session.get_one(m.Element, element_id)
        board = self.session.get(m.Board, row.board_id) if row.board_id else None
        if board is not None and board.key in self.old_boards:
            self.log.add(board_room(board.id), kind, row.id)
        elif board is None and not self.fresh:
            self.log.add(programme_room(self.programme.id), kind, row.id)
            self.tell_ends(row)


def _by_id(document: Document) -> dict[str, Document]:
    parts = [
        part for board in document.get("boards", []) for name in ("items", "links") for part in board.get(name, [])
    ]
    return {part["id"]: part for part in [*parts, *document.get("links", [])]}


def _same(old: Document, new: Document) -> bool:
    """Whether two elements say the same; a short id that the new one leaves out is the old one's."""
    if "code" in new or "code" not in old:
        return old == new
    return {**new, "code": old["code"]} == old
