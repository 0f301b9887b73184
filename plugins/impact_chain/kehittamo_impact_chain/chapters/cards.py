"""The sections of indicators and euros: whole cards, sums that say what they are, ROSI with its conditions."""

from kehittamo_core.api import Board, Figure, Heading, Item, Note, Paragraph, Points, Table, number
from kehittamo_impact_chain import rosi
from kehittamo_impact_chain.chapters.goal import Blocks
from kehittamo_impact_chain.chapters.groups import group_blocks
from kehittamo_impact_chain.chapters.notes import notes_about
from kehittamo_impact_chain.chapters.tables import Cell, kind_table, linked, words
from kehittamo_impact_chain.chapters.tables import value as field_value
from kehittamo_impact_chain.euros import implied_volume, in_words, lines, shares, sum_of, units
from kehittamo_impact_chain.insights import driver_label
from kehittamo_impact_chain.insights_cards import sum_words, unit_lines
from kehittamo_impact_chain.measures import change, revisions, series_words, target_words, value
from kehittamo_impact_chain.naming import kind_many, name, sentence
from kehittamo_impact_chain.pledges import before_and_after, for_solutions, givers, in_unit, needs
from kehittamo_impact_chain.present import present_values


def indicator_section(board: Board) -> Blocks:
    """The cards as drawing and tables: what is measured, how, and what has been measured."""
    items = board.of("indicator")
    if not items:
        return []
    blocks: Blocks = [
        Heading(kind_many(board, "indicator")),
        Figure(drawing="indicators", caption=board.say("Measurements and the path to each target")),
    ]
    blocks += kind_table(
        board, "indicator", "unit", "direction", "baseline", "baseline_date",
        more=[
            (board.label("indicator.target"), lambda item: (target_words(board, item), *revisions(board, item))),
            linked(board, board.label("link:measures"), "measures", outgoing=True),
        ],
    )  # fmt: skip
    blocks.append(
        _second(
            board, board.say("How each is measured"), items,
            ("source", "frequency", "measured_by", "owner", "group", "instrument", "licence", "review", "payment_basis",
             "verifier"),
        )
    )  # fmt: skip
    measured = [item for item in items if series_words(board, item) or series_words(board, item, "comparison")]
    if measured:
        blocks.append(_measured(board, measured))
    return blocks + group_blocks(board)


def _second(board: Board, caption: str, items: tuple[Item, ...], fields: tuple[str, ...]) -> Table:
    """A table whose rows are the cards and whose cells list the fields that are filled."""
    rows = tuple(
        (
            name(board, item),
            tuple(
                f"{board.label(f'indicator.{part}')}: {shown}"
                for part in fields
                if (shown := field_value(board, item, part))
            )
            or board.say("not known"),
        )
        for item in items
    )
    return Table(caption=caption, columns=(board.label("indicator"), board.say("How it is measured")), rows=rows)


def _measured(board: Board, items: list[Item]) -> Table:
    def moved(item: Item, field: str) -> str:
        ends = change(item, field)
        if ends is None:
            return ""
        first, last = ends
        step = number(last.value - first.value, board.language)
        return board.say(
            "before {before}, after {after} ({change})",
            before=value(board, item, first.value),
            after=value(board, item, last.value),
            change=step if step.startswith("\u2212") else f"+{step}",
        )

    rows: list[tuple[Cell, ...]] = []
    for item in items:
        rows.append((name(board, item), series_words(board, item), moved(item, "series")))
        if series_words(board, item, "comparison"):
            group = item.get("comparison_group") or board.say("comparison group")
            label = f"{item.code} {group}".strip()
            rows.append((label, series_words(board, item, "comparison"), moved(item, "comparison")))
    return Table(
        caption=board.say("Measurements"),
        columns=(board.label("indicator"), board.say("Measurements"), board.say("Change")),
        rows=tuple(rows),
    )


def euro_section(board: Board) -> Blocks:
    """Cost lines, their sums, the figures per unit, who pays and who saves, and ROSI."""
    items = board.of("cost")
    values = board.of("rosi")
    remarks = notes_about(board, "rosi")
    if not items and not values and not remarks:
        return []
    blocks: Blocks = [Heading(board.label("zone:euros"))]
    if items or values:
        blocks.append(Figure(drawing="euros", caption=board.say("Who pays, who saves, and what it gives back")))
    if items:
        # few columns, so that a portrait page holds them: what belongs together stands in one cell
        blocks += kind_table(
            board, "cost", "direction", "total", "per_unit",
            more=[
                (board.label("cost.volume"), lambda item: _volume(board, item)),
                (board.label("cost.yearly"), lambda item: _yearly(board, item)),
                (board.say("Who pays, who saves"), lambda item: _whose(board, item)),
                linked(board, board.say("Concerns"), "costs", outgoing=True, brief=True),
            ],
        )  # fmt: skip
        blocks += _sums(board)
    blocks += remarks
    blocks += _rosi(board, values)
    return blocks


def _volume(board: Board, item: Item) -> Cell:
    """The stated volume, and the one that total and unit price imply."""
    said = [field_value(board, item, "volume")]
    found = implied_volume(item)
    if found is not None:
        said.append(
            board.say("(implies {count} × {unit})", count=number(found[0], board.language, 0), unit=found[1] or "–")
        )
    return tuple(filter(None, said))


def _yearly(board: Board, item: Item) -> str:
    """Whether a line recurs every year, and for how many."""
    said = field_value(board, item, "yearly") if item.get("yearly") else ""
    years = field_value(board, item, "years")
    return ", ".join(filter(None, (said, years)))


def _whose(board: Board, item: Item) -> Cell:
    """Who pays and who saves, each under its own word."""
    return tuple(
        f"{board.label(f'cost.{part}')}: {shown}"
        for part in ("payer", "saver")
        if (shown := field_value(board, item, part))
    )


def _sums(board: Board) -> Blocks:
    said = []
    for saving in (False, True):
        for yearly in (False, True):
            found = sum_of(lines(board, saving=saving, yearly=yearly))
            if found is not None:
                said.append(sum_words(board, found, saving=saving, yearly=yearly))
    for unit, items in units(board.of("cost")).items():
        said.append(
            board.say(
                "Per unit «{unit}»: {lines}.", unit=unit or board.say("unit not known"), lines=unit_lines(board, items)
            )
        )
    said += present_values(board)
    blocks: Blocks = [Points(tuple(said))] if said else []
    if units(board.of("cost")):
        blocks.append(Note(board.say("Figures per unit are kept apart and never added together.")))
    single, yearly_ = shares(board), shares(board, yearly=True)
    rows = [
        (
            board.actor(row.actor) or board.say("Not said"),
            in_words(board, row.pays) if row.pays is not None else "",
            in_words(board, row.saves) if row.saves is not None else "",
            period,
        )
        for found_rows, period in ((single, board.say("in all")), (yearly_, board.say("in a year")))
        for row in found_rows
    ]
    if rows:
        blocks.append(
            Table(
                caption=board.say("Who pays and who saves"),
                columns=(
                    board.say("Organisation"), board.label("cost.payer"), board.label("cost.saver"), board.say("Period"),
                ),
                rows=tuple(rows),
            )
        )  # fmt: skip
    return blocks


def _rosi(board: Board, items: tuple[Item, ...]) -> Blocks:
    if not items:
        return []
    table = Table(
        caption=kind_many(board, "rosi"),
        columns=(
            board.say("Id"), board.label("rosi"), board.say("Value"), board.say("On what conditions"),
            board.label("rosi.as_read"),
        ),
        rows=tuple(
            (
                item.code or "–",
                words(board, item),
                rosi.in_words(board, item) or board.say("cannot be computed"),
                (*rosi.qualities(board, item), *_inputs(board, item)),
                str(item.get("as_read") or ""),
            )
            for item in items
        ),
        widths=(0.7, 1.6, 1.6, 2.6, 1.2),
    )  # fmt: skip
    blocks: Blocks = [table]
    formulas = dict.fromkeys(str(item.get("formula")) for item in items if item.get("formula"))
    marked = any("formula" in item.inferred for item in items)
    for formula in formulas or {board.say("(savings − costs) / costs, in per cent"): None}:
        shown = board.say("{value} (inferred)", value=formula) if marked and formulas else formula
        blocks.append(Paragraph(board.say("Formula: {formula}", formula=shown)))
    moved = [
        board.say(
            "{rosi}, {part}: from {low} to {high}",
            rosi=name(board, item),
            part=driver_label(board, move.part),
            low=rosi.per_cent(board, min(move.low, move.high)),
            high=rosi.per_cent(board, max(move.low, move.high)),
        )
        for item in items
        for move in rosi.drivers(board, item)
    ]
    if moved:
        blocks.append(Paragraph(board.say("What moves the value, one part at a time, the widest first:")))
        blocks.append(Points(tuple(moved)))
    return blocks


def _inputs(board: Board, item: Item) -> tuple[str, ...]:
    """The savings and costs that a ROSI was computed from."""
    computed = rosi.compute(board, item)
    if computed is None:
        return (board.say("the costs are not above zero, so no ROSI is computed"),) if rosi.refused(item) else ()
    return (
        board.say("savings counted: {amount}", amount=in_words(board, computed.savings)),
        board.say("costs counted: {amount}", amount=in_words(board, computed.costs)),
    )


def need_section(board: Board) -> Blocks:
    """What is needed and what has been promised of it, need by need and solution by solution."""
    found = needs(board)
    if not found or not board.of("pledge"):
        return []
    rows = tuple(
        (
            name(board, need.item),
            in_unit(board, need, need.needed),
            in_unit(board, need, need.confirmed),
            in_unit(board, need, need.promised),
            board.say("covered") if need.covered else in_unit(board, need, need.missing),
            tuple(filter(None, (givers(board, need), *(name(board, pledge) for pledge in need.other)))),
        )
        for need in found
    )
    blocks: Blocks = [
        Figure(drawing="pledges", caption=board.say("What is needed, what is promised, and what nobody gives yet")),
        Table(
            caption=board.say("Pledges against needs"),
            columns=(
                board.label("input"), board.say("Needed"), sentence(board.label("pledge.state.confirmed")),
                sentence(board.label("pledge.state.promised")), board.say("Not covered"), board.label("pledge.actor"),
            ),
            rows=rows,
        ),
    ]  # fmt: skip
    solutions = tuple(
        (
            name(board, solution),
            tuple(f"{name(board, need.item)}: {before_and_after(board, need)}" for need in own),
            tuple(name(board, pledge) for pledge in given),
        )
        for solution, own, given in for_solutions(board)
    )
    if solutions:
        blocks.append(
            Table(
                caption=board.say("What each solution needs, before the pledges and now"),
                columns=(board.label("solution"), board.say("Needed"), board.say("Promised to the solution itself")),
                rows=solutions,
            )
        )
    return blocks
