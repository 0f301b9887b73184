"""Fields as a page shows them: labels and choices in the reader's words, the value, its number, its marks."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kehittamo_core.board import Board, Item
from kehittamo_core.fields import Field, is_gap
from kehittamo_core.showing import show
from kehittamo_core.web.language import say
from kehittamo_core.web.templating import words_of

LONGEST = 80
"""Characters of an item's words among the choices of a form."""


@dataclass(frozen=True)
class ChoiceView:
    """One of a field's choices in the reader's words."""

    id: str
    label: str
    glyph: str = ""


@dataclass(frozen=True)
class StaleView:
    """Both values of a write that came too late, in words."""

    mine: str
    theirs: str


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """A field in a form. `shown` is its value in words, `revision` the number that a writer sends back."""

    id: str
    type: str
    label: str
    many: bool = False
    help: str = ""
    unit: str = ""
    choices: tuple[ChoiceView, ...] = ()
    ends: tuple[str, str] = ("", "")
    words: tuple[str, str, str] = ("", "", "")
    value: Any = None
    shown: str = ""
    revision: int = 0
    text_key: str = ""
    uncertain: str = ""
    inferred: bool = False
    required: bool = False
    stale: StaleView | None = None
    error: str = ""
    parts: tuple[str, ...] = field(default=())

    @property
    def gap(self) -> bool:
        """Whether nothing is known."""
        return is_gap(self.value)

    @property
    def grouped(self) -> bool:
        """Whether it has several controls, which a legend names together."""
        if self.many:
            return self.type in ("choice", "evidence", "actor", "item", "sign", "series", "quantity", "money")
        return self.type in ("sign", "flag", "money", "quantity", "target", "series") or (
            self.type in ("choice", "evidence") and len(self.choices) <= 5
        )


def field_view(board: Board, prefix: str, declared: Field, value: Any = None) -> FieldView:
    """A field with a value; `prefix` is the label id of its owner, such as a kind or `link:ID`."""
    package = board.package
    if declared.type == "actor":
        choices: Iterable[ChoiceView] = (
            ChoiceView(actor.id, actor.name or actor.id)
            for actor in sorted(board.actors.values(), key=lambda actor: actor.name.casefold())
        )
    elif declared.type == "item":
        choices = item_choices(board, declared)
    elif declared.type == "board":
        choices = (ChoiceView(key, title or key) for key, title in board.siblings.items())
    else:
        choices = (
            ChoiceView(choice.id, choice_label(board, f"{prefix}.{declared.id}", choice.id, choice.label), choice.glyph)
            for choice in declared.choices
        )
    label_id = f"{prefix}.{declared.id}" if prefix else declared.id
    first, second = declared.ends
    plus, even, minus = declared.words
    return FieldView(
        id=declared.id, type=declared.type, many=declared.many, required=declared.required,
        label=board.labels.get(label_id) or words_of(package, declared.label),
        help=words_of(package, declared.help), unit=words_of(package, declared.unit),
        choices=tuple(choices), ends=(words_of(package, first), words_of(package, second)),
        words=(words_of(package, plus), words_of(package, even), words_of(package, minus)),
        value=None if is_gap(value) else value, shown=show(board, prefix, declared, value),
    )  # fmt: skip


def item_choices(board: Board, declared: Field) -> tuple[ChoiceView, ...]:
    """The board's items that an item field offers, by their words; two of the same words carry their short ids."""
    words = {item.id: _short(board, item) for item in board.of(*declared.kinds)}
    many = Counter(text.casefold() for text in words.values())
    found = [
        ChoiceView(item.id, f"{text} ({item.code})" if many[text.casefold()] > 1 and item.code != text else text)
        for item in board.of(*declared.kinds)
        if (text := words[item.id])
    ]
    return tuple(sorted(found, key=lambda choice: choice.label.casefold()))


def own_item(board: Board, declared: Field, organisation: str) -> str | None:
    """The id of the item that bears the name of the reader's organisation, where the field asks for it."""
    wanted = " ".join(organisation.split()).casefold()
    if not declared.own or not wanted:
        return None
    found = (item.id for item in board.of(*declared.kinds) if _short(board, item).casefold() == wanted)
    return next(found, None)


def _short(board: Board, item: Item) -> str:
    """An item's words on one line: the programme's actor that it stands for, else its text, else its short id."""
    key = item.get("actor")
    actor = board.actors.get(key) if isinstance(key, str) else None
    text = " ".join((actor.name if actor is not None and actor.name.strip() else item.text).split()) or item.code
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def choice_label(board: Board, prefix: str, id_: str, label: str) -> str:
    """A choice's label in the programme's own words."""
    return board.labels.get(f"{prefix}.{id_}") or words_of(board.package, label)


def element_fields(
    board: Board, prefix: str, fields: Iterable[Field], values: Mapping[str, Any], *, revisions: Mapping[str, int],
    uncertain: Mapping[str, str], inferred: Iterable[str], owner: str, language: str,
) -> list[FieldView]:  # fmt: skip
    """The fields of an element with their numbers and marks; `language` is the one its texts are written in."""
    read_out = set(inferred)
    return [
        replace(
            field_view(board, prefix, declared, values.get(declared.id)),
            revision=revisions.get(declared.id, 0),
            text_key=f"{owner}:{declared.id}:{language}" if declared.type == "text" else "",
            uncertain=uncertain.get(declared.id, ""),
            inferred=declared.id in read_out,
        )
        for declared in fields
    ]


def in_words(board: Board, prefix: str, declared: Field, value: Any) -> str:
    """A value in words, and words for a gap."""
    return show(board, prefix, declared, value) or say("not known")
