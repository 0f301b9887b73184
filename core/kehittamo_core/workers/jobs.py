"""What workers are asked to do for the pages: paint a drawing, ask the rules, compute insights, write a chapter.

Each takes the plugin's own function, which is importable by name, and a `Board`, a picture of one moment.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from kehittamo_core.board import Board
from kehittamo_core.errors import PluginError
from kehittamo_core.exporting import ExportRequest
from kehittamo_core.findings import Insight, Pair, Problem
from kehittamo_core.method import Method
from kehittamo_core.report import Chapter
from kehittamo_core.scene import svg
from kehittamo_core.scene.shapes import Scene
from kehittamo_core.showing import plain_chapter
from kehittamo_core.workers.process import tell

log = logging.getLogger("kehittamo.workers")
Rule = Callable[[Board], Iterable[Problem]]


def draw(function: Callable[[Board], Scene], board: Board) -> Scene:
    """A method's drawing of a board."""
    scene = function(board)
    if not isinstance(scene, Scene):
        raise PluginError(f"{function.__qualname__} gave a {type(scene).__name__}, not a Scene")
    return scene


def paint(function: Callable[[Board], Scene], board: Board, palette: Literal["screen", "print"], title_id: str) -> str:
    """A method's drawing of a board as SVG."""
    return svg.paint(draw(function, board), palette, title_id=title_id)


def find_problems(rules: tuple[Rule, ...], board: Board) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
    """What the rules find, and the names of rules that failed: one bad rule does not silence the others."""
    found: list[Problem] = []
    failed: list[str] = []
    for rule in rules:
        try:
            found.extend(replace(problem, rule=problem.rule or rule.__name__) for problem in rule(board))
        except MemoryError:
            raise
        except Exception:
            failed.append(rule.__name__)
    return tuple(found), tuple(failed)


def find_insights(function: Callable[[Board], Iterable[Insight]], board: Board) -> tuple[Insight, ...]:
    """What a method computes from a board."""
    return tuple(function(board))


def find_pairs(function: Callable[[Board], Iterable[Pair]], board: Board) -> tuple[Pair, ...]:
    """Who should sit together, as a method finds it on a board."""
    return tuple(function(board))


def write_chapter(method: Method, board: Board) -> Chapter:
    """A board's chapter; where computing the insights fails it is written without them, as a plain one where it has none."""
    found: tuple[Insight, ...] = ()
    if method.find_insights is not None:
        try:
            found = tuple(method.find_insights(board))
        except MemoryError:
            raise
        except Exception:
            log.exception(
                "the insights of %s failed on board %s; its chapter is written without them", method.id, board.id
            )
    if method.write_chapter is None:
        return plain_chapter(board, method, found)
    return method.write_chapter(board, found)


def export(write: Callable[[ExportRequest], bytes], request: ExportRequest) -> bytes:
    """A whole export, which tells how far it is through the worker's pipe."""
    return write(replace(request, progress=tell))
