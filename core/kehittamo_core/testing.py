"""For method authors: `check_method(METHOD)` holds a method to its contract, and makes boards to try it on.

Used as one line of a test: `def test_method() -> None: check_method(FIVE_WHYS)`.
"""

import ast
import importlib
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kehittamo_core.board import Board
from kehittamo_core.fields import Field
from kehittamo_core.findings import Insight, Pair, Problem
from kehittamo_core.method import Method
from kehittamo_core.picture import board_from_document
from kehittamo_core.random_boards import random_board, random_value, random_values
from kehittamo_core.report import Chapter, Figure
from kehittamo_core.scene.marks import is_finite, lower
from kehittamo_core.scene.measure import text_width
from kehittamo_core.scene.shapes import Box, Scene, overlaps
from kehittamo_core.words import is_translated

__all__ = [
    "ContractBroken",
    "check_board",
    "check_method",
    "check_scene",
    "functions_of",
    "messages_of",
    "missing_words",
    "random_board",
    "random_value",
    "random_values",
    "starter_board",
]


class ContractBroken(AssertionError):
    """A method breaks its contract; the message says where and how."""


def check_method(method: Method, *, languages: Iterable[str] = (), boards: int = 24) -> None:
    """Hold a method to its contract.

    Functions must be importable by name; on starters and on `boards` random boards (seeded, the same every time) rules,
    insights, drawings and the chapter must not fail; drawings have finite numbers, boxes do not overlap, labels stay
    inside; every msgid has words in `languages`.

    Raises:
        ContractBroken: the first thing that is wrong.
    """
    for function in functions_of(method):
        _check_importable(function)
    for language in languages:
        missing = missing_words(method, language)
        if missing:
            raise ContractBroken(
                f"{method.id}: no words in {language} for {sorted(missing)[:5]} ({len(missing)} in all)"
            )
    for starter in method.starters:
        check_board(method, starter_board(method, starter.id))
    for seed in range(boards):
        check_board(method, random_board(method, seed, size=(0, 1, 3, 8, 20, 60)[seed % 6]))


def check_board(method: Method, board: Board) -> None:
    """Run every function of a method on one board and look at what comes out.

    Raises:
        ContractBroken: a function failed or gave something unusable.
    """
    if pickle.loads(pickle.dumps(board)) != board:  # noqa: S301 (our own bytes)
        raise ContractBroken(f"{method.id}: a board changed by being pickled")
    insights: tuple[Insight, ...] = ()
    for rule in method.rules:
        for problem in _called(method, rule, lambda rule=rule: tuple(rule(board))):  # type: ignore[misc]
            if type(problem) is not Problem or not problem.message.strip():
                raise ContractBroken(f"{method.id}: {rule.__name__} gave {problem!r}")
    if method.find_insights is not None:
        find = method.find_insights
        insights = _called(method, find, lambda: tuple(find(board)))
        for insight in insights:
            if type(insight) is not Insight or not insight.finding.strip():
                raise ContractBroken(f"{method.id}: {find.__name__} gave {insight!r}")
            if " nan" in f" {insight.finding.lower()}":
                raise ContractBroken(f"{method.id}: nan in {insight.finding!r}")
    if method.find_pairs is not None:
        pairs = method.find_pairs
        for pair in _called(method, pairs, lambda: tuple(pairs(board))):
            if type(pair) is not Pair or not all(part.strip() for part in (pair.first, pair.second, pair.reason)):
                raise ContractBroken(f"{method.id}: {pairs.__name__} gave {pair!r}")
    for drawing in method.drawings:
        draw = drawing.draw
        scene = _called(method, draw, lambda draw=draw: draw(board))  # type: ignore[misc]
        check_scene(f"{method.id}: {drawing.id}", scene)
        if _called(method, draw, lambda draw=draw: draw(board)) != scene:  # type: ignore[misc]
            raise ContractBroken(f"{method.id}: {drawing.id} draws the same board differently")
    if method.arrange is not None:
        arrange, shown = method.arrange, method.shown_zones(board.settings, {item.zone for item in board.items})
        arranged = _called(method, arrange, lambda: arrange(board, shown))
        if sorted(zone.id for zone in arranged) != sorted(zone.id for zone in shown):
            raise ContractBroken(f"{method.id}: {arrange.__name__} lost or added a zone")
    for link in method.links:
        if link.asks is not None:
            asks = link.asks
            for item in board.items:
                if item.kind in link.source:
                    _called(method, asks, lambda asks=asks, item=item: asks(board, item))  # type: ignore[misc]
    if method.write_chapter is not None:
        write = method.write_chapter
        chapter = _called(method, write, lambda: write(board, insights))
        if not isinstance(chapter, Chapter):
            raise ContractBroken(f"{method.id}: write_chapter gave {type(chapter).__name__}")
        for block in chapter.blocks:
            if isinstance(block, Figure) and method.drawing(block.drawing) is None:
                raise ContractBroken(f"{method.id}: the chapter shows the unknown drawing {block.drawing!r}")


def check_scene(where: str, scene: Scene) -> None:
    """Finite numbers, no two boxes over each other, labels inside their boxes.

    Raises:
        ContractBroken: what is wrong, with the labels.
    """
    if not is_finite(lower(scene)):
        raise ContractBroken(f"{where}: a number is not finite")
    boxes = sorted((box for box in scene.boxes if box.form != "plain"), key=lambda box: box.x)
    for index, first in enumerate(boxes):
        for second in boxes[index + 1 :]:
            if second.x >= first.right:
                break
            if overlaps(first, second):
                raise ContractBroken(f"{where}: {' '.join(first.lines)!r} and {' '.join(second.lines)!r} overlap")
    for box in scene.boxes:
        _check_label(where, box)


def _check_label(where: str, box: Box) -> None:
    room = box.width + 0.01
    for line in box.lines:
        if text_width(line, box.size, box.weight) > room:
            raise ContractBroken(f"{where}: {line!r} is wider than its box")
    if box.content_height > box.height + 0.01:
        raise ContractBroken(f"{where}: {' '.join(box.lines)!r} is higher than its box")


def _called(method: Method, function: Callable[..., Any], call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Exception as error:
        name = getattr(function, "__name__", repr(function))
        raise ContractBroken(f"{method.id}: {name} failed: {type(error).__name__}: {error}") from error


def functions_of(method: Method) -> Iterator[Callable[..., Any]]:
    """Every function that a method hands over."""
    yield from method.rules
    yield from (drawing.draw for drawing in method.drawings)
    found = (method.find_insights, method.find_pairs, method.write_chapter)
    yield from (function for function in found if function is not None)
    yield from (action.run for action in method.actions)
    yield from (link.check for link in method.links if link.check is not None)
    yield from (link.asks for link in method.links if link.asks is not None)
    yield from (function for function in (method.arrange,) if function is not None)
    yield from (function for codec in method.codecs for function in (codec.read, codec.write) if function is not None)
    yield from method.upgrades


def _check_importable(function: Callable[..., Any]) -> None:
    name = getattr(function, "__qualname__", "")
    module = getattr(function, "__module__", "")
    found: Any = importlib.import_module(module) if module else None
    for part in name.split("."):
        found = getattr(found, part, None)
    if found is not function:
        raise ContractBroken(
            f"{module}.{name} cannot be imported by name, so it cannot run in a worker; make it a function of a module"
        )


def starter_board(method: Method, starter_id: str, language: str = "en") -> Board:
    """The board that a starter begins with."""
    starter = next(starter for starter in method.starters if starter.id == starter_id)
    document = {
        "programme": {"id": "starter", "languages": [language]},
        "boards": [{"id": "starter-board", "method": method.id, "title": starter.label, **starter.content}],
    }
    return board_from_document(document, {method.id: method}, "starter-board", language)


def missing_words(method: Method, language: str) -> set[str]:
    """The msgids of a method that have no words in a language."""
    return {
        message for message in messages_of(method) if message and not is_translated(method.package, language, message)
    }


def messages_of(method: Method) -> set[str]:
    """Every English msgid of a method: its declared words, and the sentences that its modules `say`."""
    found: set[str] = {method.title, method.summary, *method.guide, *method.plain_guide}

    def fields(parts: Iterable[Field]) -> None:
        for part in parts:
            found.update(
                (
                    part.label,
                    part.help,
                    part.banner,
                    part.unit if part.unit.isalpha() else "",
                    *part.ends,
                    *part.words,
                    *(choice.label for choice in part.choices),
                )
            )

    for kind in method.kinds:
        found.update((kind.label, kind.label_many, kind.help))
        fields(kind.fields)
    for link in method.links:
        found.update((link.label, link.reverse_label, link.refusal))
        fields(link.fields)
    for zone in method.zones:
        found.update((zone.label, zone.question, zone.plain_question))
    for action in method.actions:
        found.update((action.label, action.help))
        fields(action.fields)
    fields(method.settings)
    for starter in method.starters:
        found.update((starter.label, starter.help))
        if starter.translated:
            found.update(starter_messages(starter.content))
    found.update(drawing.label for drawing in method.drawings)
    found.update(codec.label for codec in method.codecs)
    found.update(spoken(method.package))
    return found - {""}


def starter_messages(content: Mapping[str, Any]) -> Iterator[str]:
    """The texts of a starter's items, links and title that are msgids: texts and lines."""
    for element in (*(content.get("items") or ()), *(content.get("links") or ())):
        text = (element.get("values") or {}).get("text")
        if isinstance(text, str) and text:
            yield text


def spoken(package: str) -> set[str]:
    """The constant first arguments of every `say(...)`, and the first two of every `say_many(...)`, in a package."""
    found: set[str] = set()
    for file in _sources(package):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("say", "say_many")
            ):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def _sources(package: str) -> Iterator[Path]:
    """The Python files of an import package, or of a module that is a method all by itself."""
    module = importlib.import_module(package) if package else None
    if module is None or module.__file__ is None:
        return
    if not hasattr(module, "__path__"):
        yield Path(module.__file__)
        return
    for folder in module.__path__:
        yield from (file for file in sorted(Path(folder).rglob("*.py")) if "demo" not in file.parts)
