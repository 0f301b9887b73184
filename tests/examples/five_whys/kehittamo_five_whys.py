"""Five whys: ask "why?" until a cause is found that we can act on."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Box, Drawing, Insight, Kind, LinkKind, Method, Problem, Scene, hookimpl


def one_problem(board: Board) -> Iterator[Problem]:
    """The group should agree on one problem to start from."""
    if len(board.of("problem")) != 1:
        yield Problem(message=board.say("Choose one problem to start from."), items=board.of("problem"))


def ladder(board: Board) -> Scene:
    """One column: the problem on top, each cause below the last."""
    shapes, y = [], 0.0
    for item in board.items:
        shapes.append(
            Box(item=item, x=0, y=y, width=90, tone="lakka" if item.kind == "problem" else "plain", code=True)
        )
        y = shapes[-1].bottom + 6
    return Scene(shapes=tuple(shapes), alt=" because ".join(item.text for item in board.items).strip() or board.title)


def root_causes(board: Board) -> Iterator[Insight]:
    """A cause nobody has asked "why?" about is where to act."""
    for item in board.without_link("because"):
        yield Insight(finding=board.say("Act here: {cause}", cause=item.text or item.code), items=(item,))


FIVE_WHYS = Method(
    id="five_whys",
    package="kehittamo_five_whys",
    title="Five whys",
    summary="Ask why until a cause is found that we can act on.",
    kinds=(Kind(id="problem", code="FP", label="Problem", at_most=1), Kind(id="cause", code="FC", label="Cause")),
    links=(LinkKind(id="because", label="because", source=("problem", "cause"), target=("cause",)),),
    rules=(one_problem,),
    drawings=(Drawing(id="ladder", label="Ladder", draw=ladder),),
    find_insights=root_causes,
)


@hookimpl
def kehittamo_methods() -> tuple[Method, ...]:
    """Offer the five whys."""
    return (FIVE_WHYS,)
