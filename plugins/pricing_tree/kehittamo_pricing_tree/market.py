"""What goes with a tender: services compared by price and quality, and the market dialogue with its participants."""

from kehittamo_core.api import Block, Board, Figure, Heading, Item, Note, Table, day, number, reference
from kehittamo_pricing_tree import services


def services_blocks(board: Board) -> list[Block]:
    """The comparison in the chapter: the drawing, every price with its unit, and the feedback over time."""
    offered = board.of("service")
    if not offered:
        return []
    rows = tuple(
        (
            item.code, item.text, _provider(board, item), _figure(board, item, "price"), str(item.get("unit", "") or "–"),
            _figure(board, item, "quality"), str(item.get("quality_from", "") or "–"),
        )
        for item in offered
    )  # fmt: skip
    blocks: list[Block] = [Heading(board.say("Services by price and quality"), level=3)]
    if services.priced(board):
        blocks.append(Figure(drawing="services", caption=f"{board.title} – {board.label('drawing:services')}"))
    blocks.append(
        Table(
            caption=board.label("service+"),
            columns=(
                board.say("Id"), board.label("service"), board.label("service.provider"), board.label("service.price"),
                board.label("service.unit"), board.label("service.quality"), board.label("service.quality_from"),
            ),
            rows=rows, widths=(1, 4, 3, 2, 2, 2, 3),
        )
    )  # fmt: skip
    told: list[tuple[Item | None, Item]] = [
        (item, entry) for item in offered for entry in services.feedback(board, item)
    ]
    own = {entry.id for _, entry in told}
    told += [(None, entry) for entry in board.of("feedback") if entry.id not in own]
    if told:
        blocks.append(
            Table(
                caption=board.label("feedback+"),
                columns=(
                    board.label("service"), board.label("feedback.when"), board.label("feedback.grade"),
                    board.label("feedback.number"), board.label("feedback"),
                ),
                rows=tuple(
                    (
                        reference(service) if service is not None else "–",
                        day(str(entry.get("when")), board.language) if entry.get("when") else "–",
                        _figure(board, entry, "grade"), _figure(board, entry, "number"), entry.text,
                    )
                    for service, entry in told
                ),
                widths=(4, 2, 2, 2, 6),
            )
        )  # fmt: skip
    return blocks


def _provider(board: Board, item: Item) -> str:
    actor = board.actors.get(str(item.get("provider", "")))
    return actor.name if actor is not None else "–"


def _figure(board: Board, item: Item, field: str) -> str:
    value = item.get(field)
    return number(value, board.language) if isinstance(value, int | float) and not isinstance(value, bool) else "–"


def dialogue_blocks(board: Board) -> list[Block]:
    """The market dialogue: what was said, and the participants as the annex of the tender documents."""
    said, people = board.of("said"), board.of("participant")
    if not said and not people:
        return []
    blocks: list[Block] = [Heading(board.say("Market dialogue"), level=3)]
    if said:
        blocks.append(
            Table(
                caption=board.label("said+"),
                columns=(board.say("Id"), board.label("said"), board.label("said.about"), board.label("link:told_by")),
                rows=tuple(
                    (
                        item.code, item.text, str(item.get("about", "") or ""),
                        ", ".join(other.text or other.code for other in board.after(item, "told_by")),
                    )
                    for item in said
                ),
                widths=(1, 7, 3, 3),
            )
        )  # fmt: skip
    if people:
        blocks.append(Heading(board.say("Annex: participants of the market dialogue"), level=3))
        blocks.append(
            Table(
                caption=board.label("participant+"),
                columns=(
                    board.label("participant"), board.label("participant.organisation"), board.label("participant.role"),
                    board.label("participant.met"),
                ),
                rows=tuple(
                    (
                        item.text, str(item.get("organisation", "") or "–"), str(item.get("role", "") or "–"),
                        day(str(item.get("met")), board.language) if item.get("met") else "–",
                    )
                    for item in people
                ),
                widths=(4, 4, 3, 2),
            )
        )  # fmt: skip
    else:
        blocks.append(
            Note(board.say("Nobody is on the list of participants yet; the list goes with the tender documents."))
        )
    return blocks
