"""The sections of prerequisites, leadership, the organiser's canvas and evaluation, and what the source leaves open."""

from collections.abc import Iterable

from kehittamo_core.api import Board, Element, Figure, Heading, Item, Note, Paragraph, Points, Table, number
from kehittamo_impact_chain.chain import chain_of
from kehittamo_impact_chain.chapters.expected import expected_blocks, review_blocks
from kehittamo_impact_chain.chapters.goal import Blocks
from kehittamo_impact_chain.chapters.notes import loose_notes, notes_about
from kehittamo_impact_chain.chapters.tables import Cell, kind_table, linked, value, words
from kehittamo_impact_chain.drawings.canvas import cells, means_of
from kehittamo_impact_chain.drawings.durations import pairs
from kehittamo_impact_chain.drawings.evaluation import letter_of
from kehittamo_impact_chain.groups import limits
from kehittamo_impact_chain.naming import choice, kind_many, name, sentence, shorten


def condition_section(board: Board) -> Blocks:
    """Prerequisites under their lead sentence, the actors' tasks and cooperation, the overlapping parts."""
    blocks: Blocks = []
    if board.of("prerequisite"):
        remarks = notes_about(board, "prerequisites")
        first = remarks[0] if remarks else None
        blocks.append(Heading(first.text if isinstance(first, Heading) else kind_many(board, "prerequisite")))
        blocks += remarks[1:] if isinstance(first, Heading) else remarks
        if board.settings.get("lead"):
            blocks.append(Paragraph(str(board.settings["lead"])))
        blocks.append(Figure(drawing="prerequisites", caption=kind_many(board, "prerequisite")))
        blocks += kind_table(
            board, "prerequisite", "number", "state", "owner",
            more=[linked(board, board.label("link:conditions"), "conditions", outgoing=True)],
        )  # fmt: skip
    if board.of("task", "cooperation"):
        blocks.append(Heading(board.label("drawing:cooperation"), 3))
        blocks += notes_about(board, "triangle")
        blocks.append(Figure(drawing="cooperation", caption=board.say("What each actor develops, and with whom")))
        blocks += kind_table(board, "task", "actor")
        blocks += kind_table(board, "cooperation", "partner", "between")
    if board.of("part"):
        blocks.append(Heading(board.label("drawing:circles"), 3))
        blocks.append(Figure(drawing="circles", caption=board.label("drawing:circles")))
        blocks += notes_about(board, "circles")
        blocks += kind_table(board, "part", "variant")
    return blocks


def leadership_section(board: Board) -> Blocks:
    """Leading impact: perspectives, open questions, series by duration."""
    perspectives, series = board.of("perspective"), board.of("duration_series")
    remarks = notes_about(board, "leadership")
    if not perspectives and not series and not remarks:
        return []
    blocks: Blocks = [Heading(board.say("Leading impact"))]
    blocks += remarks
    blocks += notes_about(board, "perspectives")
    blocks += kind_table(
        board, "perspective", "owner", more=[linked(board, board.label("link:follows"), "follows", outgoing=True)]
    )
    if series:
        blocks += notes_about(board, "durations")
        blocks.append(Figure(drawing="durations", caption=kind_many(board, "duration_series")))
        blocks += kind_table(
            board, "duration_series", "axis", "ticks", "unit",
            more=[(board.say("Values"), lambda item: _series(board, item))],
        )  # fmt: skip
    return blocks


def _series(board: Board, item: Item) -> Cell:
    found = tuple(f"{number(month, board.language)}: {number(amount, board.language)}" for month, amount in pairs(item))
    return found or board.say("not known")


def canvas_section(board: Board) -> Blocks:
    """The organiser's canvas part by part."""
    if not board.of("canvas"):
        return []
    blocks: Blocks = [*notes_about(board, "canvas"), Figure(drawing="canvas", caption=kind_many(board, "canvas"))]
    headings = cells(board, "heading")
    if headings:
        blocks.append(
            Table(
                caption=board.say("Columns of the canvas"),
                columns=(
                    board.say("Id"), board.say("Heading"), board.label("canvas.sub"), board.label("canvas.as_read"),
                    board.label("canvas.reading"),
                ),
                rows=tuple(
                    (item.code, words(board, item), *(value(board, item, part) for part in ("sub", "as_read", "reading")))
                    for item in headings
                ),
            )
        )  # fmt: skip
    blocks += notes_about(board, "critical")
    if cells(board, "critical"):
        blocks.append(Points(tuple(_as_read(board, item) for item in cells(board, "critical"))))
    goals = cells(board, "goal")
    told: set[str] = set()
    rows: list[tuple[Cell, ...]] = []
    for goal in goals:
        means = means_of(board, goal)
        told.update(item.id for item in means)
        rows.append(
            (
                value(board, goal, "for_whom") or board.say("not known"),
                words(board, goal),
                tuple(words(board, item) for item in means),
            )
        )
    if rows:
        blocks.append(
            Table(
                caption=board.say("Goals of preparation and their means"),
                columns=(
                    board.label("canvas.for_whom"),
                    sentence(board.label("canvas.part.goal")),
                    sentence(board.label("canvas.part.means")),
                ),
                rows=tuple(rows),
            )
        )
    loose = [item for item in cells(board, "means") if item.id not in told]
    for label, items in (
        (board.label("canvas.part.means"), loose),
        (board.label("canvas.part.deployment"), cells(board, "deployment")),
        (board.label("canvas.part.note"), cells(board, "note")),
        (kind_many(board, "canvas"), [item for item in board.of("canvas") if not item.get("part")]),
    ):
        if items:
            blocks.append(Heading(sentence(label), 3))
            blocks.append(Points(tuple(_then(board, item) for item in items)))
    return blocks


def _as_read(board: Board, item: Item) -> str:
    if item.text or not item.get("as_read"):
        return words(board, item)
    return board.say("cannot be read: {text}", text=item.get("as_read"))


def _then(board: Board, item: Item) -> str:
    after = [words(board, other) for other in board.after(item, "then")]
    return " → ".join([_as_read(board, item), *after])


def evaluation_section(board: Board) -> Blocks:
    """The anticipatory evaluation: questions, activity groups, pathways, conclusions n/N with status and evidence."""
    kinds = ("evaluation_goal", "question", "pathway", "conclusion", "activity_group")
    remarks = notes_about(board, "evaluation")
    if not board.of(*kinds) and not remarks:
        return []
    blocks: Blocks = [Heading(board.label("zone:evaluation")), *remarks]
    if board.of(*kinds):
        blocks.append(Figure(drawing="evaluation", caption=board.say("Questions, activities, results and conclusions")))
    blocks += _questions(board)
    blocks += kind_table(
        board,
        "activity_group",
        more=[
            linked(board, kind_many(board, "output"), "part_of", outgoing=False),
            (kind_many(board, "outcome"), lambda item: _results(board, item)),
        ],
    )
    reviewed = [item for item in board.of("output", "pathway") if item.get("right_things") or item.get("right_way")]
    blocks += kind_table(
        board, "pathway", "evidence", "review", "owner",
        more=[
            (board.label("link:passes"), lambda item: " → ".join(name(board, step) for step in board.after(item, "passes"))),
            (kind_many(board, "indicator"), lambda item: _leading(board, item)),
        ],
    )  # fmt: skip
    if reviewed:
        parts = ("right_things", "right_things_reason", "right_way", "right_way_reason")
        blocks.append(
            Table(
                caption=board.say("The two questions"),
                columns=(board.say("What is looked at"), *(board.label(f"pathway.{part}") for part in parts)),
                rows=tuple((name(board, item), *(value(board, item, part) for part in parts)) for item in reviewed),
            )
        )
    return [*blocks, *expected_blocks(board), *review_blocks(board), *_conclusions(board)]


def _results(board: Board, group: Item) -> Cell:
    """The outcomes that the deeds of an activity group lead to, by their own ties or through a solution."""
    onward = chain_of(board).onward
    found = {id_: None for deed in board.before(group, "part_of") for id_ in onward.get(deed.id, ())}
    return tuple(name(board, item) for item in board.of("outcome") if item.id in found)


def _leading(board: Board, pathway: Item) -> Cell:
    """The indicators of what a pathway passes, the leading ones marked."""
    found: dict[str, str] = {}
    for step in board.after(pathway, "passes"):
        for indicator in board.before(step, "measures"):
            lead = f" ({board.say('leading indicator')})" if indicator.get("leading") else ""
            found[indicator.id] = name(board, indicator) + lead
    return tuple(found.values())


def _questions(board: Board) -> Blocks:
    rows: list[tuple[Cell, ...]] = []
    told: set[str] = set()
    for goal in board.of("evaluation_goal"):
        rows.append((goal.code, words(board, goal), "", ""))
        own = [item for item in board.before(goal, "part_of") if item.kind == "question"]
        told.update(item.id for item in own)
        rows += [_question(board, item, index) for index, item in enumerate(own)]
    rest = [item for item in board.of("question") if item.id not in told]
    rows += [_question(board, item, index) for index, item in enumerate(rest)]
    if not rows:
        return []
    return [
        Table(
            caption=kind_many(board, "question"),
            columns=(
                board.say("Id"),
                board.label("question"),
                board.label("question.answer"),
                board.label("question.evidence"),
            ),
            rows=tuple(rows),
            widths=(0.8, 2.4, 3.0, 1.4),
        )
    ]


def _question(board: Board, item: Item, index: int) -> tuple[Cell, ...]:
    answer = [str(item.get("answer"))] if item.get("answer") else []
    answer += [name(board, other) for other in board.before(item, "concludes")]
    grade = choice(board, "question", "evidence", item.get("evidence"))
    source = item.get("evidence_source")
    return (
        item.code,
        f"{letter_of(item, index)}) {words(board, item)}",
        tuple(answer) or board.say("no answer yet"),
        ", ".join(filter(None, (grade, str(source) if source else ""))),
    )


def _conclusions(board: Board) -> Blocks:
    items = board.of("conclusion")
    if not items:
        return []
    parts = [
        part
        for part in ("status", "evidence", "evidence_source", "area", "limit")
        if any(item.get(part) for item in items)
    ]
    forbidden = [
        Note(board.say("What the material does not allow: {limit}", limit=text), tone="gap") for text in limits(board)
    ]
    return [
        *forbidden,
        Table(
            caption=kind_many(board, "conclusion"),
            columns=(
                board.say("n / N"), board.label("conclusion"), *(board.label(f"conclusion.{part}") for part in parts),
                sentence(board.label("link:concludes")),
            ),
            rows=tuple(
                (
                    f"{index}/{len(items)}",
                    f"{item.code} {words(board, item)}".strip(),
                    *(value(board, item, part) for part in parts),
                    tuple(name(board, other) for other in board.after(item, "concludes")),
                )
                for index, item in enumerate(items, start=1)
            ),
            widths=(0.7, 3.0, *(1.4 for _ in parts), 2.0),
        )
    ]  # fmt: skip


def remark_section(board: Board) -> Blocks:
    """Notes that name no part where they belong, and notes of parts that printed nothing else."""
    blocks: Blocks = list(loose_notes(board))
    if not board.of("prerequisite"):
        blocks += notes_about(board, "prerequisites")
    if not board.of("task", "cooperation"):
        blocks += notes_about(board, "triangle")
    if not board.of("part"):
        blocks += notes_about(board, "circles")
    if not board.of("canvas"):
        blocks += notes_about(board, "canvas", "critical")
    if not board.of("sub_change", "solution_group", "change_goal"):
        blocks += notes_about(board, "goal_map")
        if not board.of("input", "output", "outcome", "impact"):
            blocks += [block for block in notes_about(board, "solutions") if not board.of("solution")]
    if not board.of("perspective", "duration_series") and not notes_about(board, "leadership"):
        blocks += notes_about(board, "perspectives", "durations")
    elif not board.of("duration_series"):
        blocks += notes_about(board, "durations")
    return [Heading(kind_many(board, "note")), *blocks] if blocks else []


def _whose(element: Element) -> str:
    """How a note of uncertainty names its element: by the short id that the tables print, a remark by its words."""
    if element.kind == "note" and element.text:
        return f"«{shorten(element.text, 50)}»"
    return element.code or shorten(element.text, 50)


def uncertainty_section(board: Board) -> Blocks:
    """What the source leaves open, as a short list, and what was inferred; each note once, with what it concerns."""
    concerned: dict[str, list[str]] = {}
    elements: Iterable[Element] = (*board.items, *board.links)
    for element in elements:
        for text in element.uncertain.values():
            if text:
                concerned.setdefault(text, []).append(_whose(element))
    notes = tuple(
        f"{', '.join(dict.fromkeys(filter(None, whose)))}: {text}" if any(whose) else text
        for text, whose in concerned.items()
    )
    sources = tuple(dict.fromkeys(source for element in (*board.items, *board.links) for source in element.sources))
    blocks: Blocks = []
    if notes:
        blocks += [Heading(board.say("What the source leaves open"), 3), Points(notes)]
    if sources:
        blocks.append(Paragraph(board.say("Sources: {sources}", sources=", ".join(sources))))
    return blocks
