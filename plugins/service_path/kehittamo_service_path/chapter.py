"""The report's chapter: the path in words, drawings, tables that hold every word, what was counted, what is unsure."""

from collections.abc import Iterator

from kehittamo_core.api import Block, Board, Chapter, Element, Figure, Heading, Insight, Note, Paragraph, Points
from kehittamo_service_path.chapter_pairs import together_blocks
from kehittamo_service_path.chapter_path import compared, observations, path_tables, steps_table
from kehittamo_service_path.chapter_plan import plan_blocks
from kehittamo_service_path.chapter_trial import trial_blocks
from kehittamo_service_path.experience import curves
from kehittamo_service_path.flow import walk
from kehittamo_service_path.path import has_path, inside, is_guess, lanes_of, names, placed, unplaced
from kehittamo_service_path.trial import factors_of, has_trial


def write_chapter(board: Board, insights: tuple[Insight, ...]) -> Chapter:
    """The chapter of a board: of its path, its trial, its plan, whichever it holds."""
    blocks: list[Block] = [Paragraph(lead(board), lead=True)]
    if has_path(board):
        blocks += _path(board)
    elif any(target.kind != "chart" for item in board.of("callout") for target in placed(board, item)):
        blocks += observations(board)
    if has_trial(board):
        blocks += trial_blocks(board)
    blocks += plan_blocks(board)
    blocks += _told(board, insights)
    blocks += _uncertain(board)
    return Chapter.of(board.title or board.label("method"), blocks)


def lead(board: Board) -> str:
    """The reading of the board in two or three sentences."""
    said = []
    if has_path(board):
        steps, meetings = len(board.of("step")), len(board.of("meeting"))
        said.append(
            board.say(
                "The path has {steps} and {meetings} in {lanes}.",
                steps=board.say_many("{number} step taken alone", "{number} steps taken alone", steps),
                meetings=board.say_many("{number} meeting", "{number} meetings", meetings),
                lanes=board.say_many("{number} lane", "{number} lanes", len(lanes_of(board))),
            )
        )
        order = [item for item in walk(board) if item.kind != "support" and item.text]
        if order and inside(board, "then"):
            said.append(
                board.say("It begins with «{first}» and ends with «{last}».", first=order[0].text, last=order[-1].text)
            )
        supports, data = len(board.of("support")), len(board.of("data"))
        if supports or data:
            said.append(
                board.say(
                    "Around it stand {supports} and {data}.",
                    supports=board.say_many("{number} supporting service", "{number} supporting services", supports),
                    data=board.say_many("{number} data group", "{number} data groups", data),
                )
            )
    if has_trial(board):
        factors = factors_of(board)
        said.append(
            board.say(
                "The trial has {factors} and {groups}.",
                factors=board.say_many("{number} factor", "{number} factors", len(factors)),
                groups=board.say_many("{number} group", "{number} groups", len(board.of("trial_group"))),
            )
        )
    if not said and board.of("chart"):
        said.append(board.say_many("Here is {number} chart.", "Here are {number} charts.", len(board.of("chart"))))
    return " ".join(said) or board.say("Nothing has been written on this board yet.")


def _path(board: Board) -> Iterator[Block]:
    yield Figure(drawing="path", caption=board.say("{title}: the whole path", title=board.title))
    if any(is_guess(link) for link, _, _ in inside(board, "then", "returns")):
        yield Note(
            board.say("Dashed arrows were read out of the order and the texts; the source does not draw them."), "gap"
        )
    loose = unplaced(board)
    if loose:
        yield Note(board.say("Not placed yet: {things}.", things=names(loose)), "gap")
    yield from steps_table(board)
    if board.of("meeting") and board.of("step"):
        yield Figure(
            drawing="customer", caption=board.say("{title}: steps taken alone and meetings", title=board.title)
        )
    yield from path_tables(board)
    if curves(board):
        yield Figure(drawing="feelings", caption=board.say("{title}: how the path feels", title=board.title))
    if any(item.get("change") in ("new", "changed", "removed") for item in board.items):
        yield Figure(
            drawing="change", caption=board.say("{title}: today's path and the target path", title=board.title)
        )
        yield compared(board)
    yield from together_blocks(board)


def _told(board: Board, insights: tuple[Insight, ...]) -> Iterator[Block]:
    told = tuple(f"{insight.finding} {insight.limit}".strip() for insight in insights if not insight.more)
    if told:
        yield Heading(board.say("What the board tells"))
        yield Points(told)


def _uncertain(board: Board) -> Iterator[Block]:
    """The notes on what the source does not show: each once, with the elements that it concerns."""
    notes: dict[str, list[Element]] = {}
    own = {item.id for item in board.items}
    links = [link for link in board.links if link.source in own]
    for element in (*board.items, *board.links):
        for note in dict.fromkeys(element.uncertain.values()):
            notes.setdefault(note, []).append(element)
    guessed = [element for element in links if is_guess(element) and not element.uncertain]
    if not notes and not guessed:
        return
    yield Heading(board.say("Uncertain points"))
    points = [f"{_who(board, elements)}: {note}" for note, elements in notes.items()]
    if guessed:
        points.append(
            board.say_many("{number} more link was inferred.", "{number} more links were inferred.", len(guessed))
        )
    yield Points(tuple(points))


def _who(board: Board, elements: list[Element]) -> str:
    """Short ids of elements; of links without one, the kinds of link."""
    codes = [element.code for element in elements if element.code]
    kinds = dict.fromkeys(board.label(f"link:{element.kind}") for element in elements if not element.code)
    return ", ".join((*codes, *(f"«{kind}»" for kind in kinds)))
