"""The chain's section: the levels, every input, deed, outcome and impact, and each link said as a sentence."""

from kehittamo_core.api import Board, Figure, Heading, Item, Link, Paragraph, Points, Table
from kehittamo_impact_chain.chain import chain_of, contributors
from kehittamo_impact_chain.chapters.goal import Blocks, solutions
from kehittamo_impact_chain.chapters.notes import notes_about
from kehittamo_impact_chain.chapters.tables import Cell, column, kind_table, linked, table
from kehittamo_impact_chain.drawings.levels import definition
from kehittamo_impact_chain.kinds import LEVELS
from kehittamo_impact_chain.naming import choice, kind_many, name, sentence


def link_sentence(board: Board, link: Link) -> str:
    """A link as a sentence: in the indicative only where it is shown to hold, else as what is assumed."""
    source, target = board.find(link.source), board.find(link.target)
    if source is None or target is None:
        return name(board, link)
    ends = {"source": name(board, source), "target": name(board, target)}
    match link.get("evidence"):
        case "shown":
            text = board.say("“{source}” leads to this: “{target}”.", **ends)
        case "promising":
            text = board.say("There is promising evidence that “{source}” leads to this: “{target}”.", **ends)
        case "contradictory":
            text = board.say("The evidence is contradictory on whether “{source}” leads to this: “{target}”.", **ends)
        case _:
            text = board.say("We assume that “{source}” leads to this: “{target}”.", **ends)
    return sentence(text)


def chain_section(board: Board) -> Blocks:
    """The chain as drawing, sentences and tables."""
    blocks: Blocks = []
    items = board.of(*LEVELS)
    levels = board.of("level")
    remarks = notes_about(board, "chain")
    if items or levels or remarks:
        blocks.append(Heading(board.label("drawing:chain")))
        if board.settings.get("expected"):
            blocks.append(
                Paragraph(
                    board.say(
                        "This is an anticipatory chain: its effects are assumed first and compared with observations later."
                    )
                )
            )
    blocks += remarks
    if items or levels:
        blocks.append(Figure(drawing="chain", caption=board.say("From inputs to impact")))
    blocks += kind_table(board, "level", "definition")
    if not items:
        return blocks
    if not levels:
        blocks.append(
            Points(tuple(f"{kind_many(board, level)}: {sentence(definition(board, level))}" for level in LEVELS))
        )
    blocks += _items(board)
    if not board.of("sub_change", "solution_group", "change_goal"):
        blocks += solutions(board)
    blocks += _links(board)
    return blocks


def _items(board: Board) -> Blocks:
    leads = board.label("link:leads")
    directed = linked(board, board.say("Directed by"), "directs", outgoing=False, brief=True)
    votes = (board.say("Votes"), lambda item: str(item.votes) if item.votes else "")
    chain = chain_of(board)
    blocks: Blocks = []
    blocks += kind_table(
        board,
        "input",
        "actor",
        "amount",
        more=[directed, linked(board, leads, "leads", outgoing=True, brief=True), votes],
    )
    blocks += kind_table(
        board, "output", "actor", "amount", "state",
        more=[directed, linked(board, leads, "leads", outgoing=True, brief=True), votes],
    )  # fmt: skip
    blocks += kind_table(
        board, "outcome", "change", "group", "evidence", "evidence_source",
        more=[
            linked(board, leads, "leads", outgoing=True, brief=True),
            linked(board, board.say("Measured by"), "measures", outgoing=False, brief=True),
            votes,
        ],
    )  # fmt: skip

    def makers(item: Item) -> Cell:
        return ", ".join(board.actor(actor) for actor in contributors(board, chain, item))

    blocks += kind_table(
        board, "impact", "benefit", "means", "evidence",
        more=[(board.say("Made by"), makers), linked(board, board.say("Measured by"), "measures", outgoing=False, brief=True)],
    )  # fmt: skip
    return blocks


def _links(board: Board) -> Blocks:
    leads = chain_of(board).leads
    blocks: Blocks = []
    if leads:
        blocks.append(Heading(board.say("The chain in words"), 3))
        blocks.append(Points(tuple(link_sentence(board, link) for link in leads)))
    argued = [
        link for link in leads if any(link.get(part) for part in ("rationale", "assumption", "evidence_source", "risk"))
    ]
    if argued:
        fields = ("rationale", "assumption", "evidence", "evidence_source", "risk")
        columns = [part for part in fields if any(link.get(part) for link in argued)]
        blocks.append(
            Table(
                caption=board.say("Why it leads there"),
                columns=(board.say("Link"), *(board.label(f"link:leads.{part}") for part in columns)),
                rows=tuple((name(board, link), *(_argument(board, link, part) for part in columns)) for link in argued),
            )
        )
    back = sorted(
        (link for link in board.links_of("feedback") if board.find(link.source) and board.find(link.target)),
        key=lambda link: [getattr(board.find(end), "code", "") for end in (link.source, link.target)],
    )
    if back:
        blocks.append(Heading(sentence(board.label("link:feedback")), 3))
        blocks.append(Points(tuple(_feedback(board, link) for link in back)))
    return blocks


def _argument(board: Board, link: Link, part: str) -> str:
    found = str(link.get(part) or "")
    if part == "evidence":
        return choice(board, "link:leads", part, found)
    if part == "assumption" and found and link.get("assumption_state"):
        return f"{found} ({choice(board, 'link:leads', 'assumption_state', link.get('assumption_state'))})"
    return found


def _feedback(board: Board, link: Link) -> str:
    source, target = board.find(link.source), board.find(link.target)
    ends = " → ".join(name(board, end) for end in (source, target) if end is not None)
    return f"{ends}: {link.get('rationale')}" if link.get("rationale") else ends


def ecosystem_section(board: Board) -> Blocks:
    """The ecosystem: the drawing with its counts, and the claim that impact is made together."""
    remarks = notes_about(board, "ecosystem")
    if not board.of(*LEVELS) and not remarks:
        return []
    blocks: Blocks = [Heading(board.label("drawing:ecosystem")), *remarks]
    counts = [(level, len(board.of(level))) for level in ("input", "output", "solution", "outcome", "impact")]
    if board.of(*LEVELS):
        blocks.append(
            Paragraph(
                board.say(
                    "Counts per level: {counts}.",
                    counts=", ".join(f"{kind_many(board, level)} {count}" for level, count in counts),
                )
            )
        )
    blocks.append(Figure(drawing="ecosystem", caption=board.say("Many inputs and deeds, one shared impact")))
    return blocks


def together_section(board: Board) -> Blocks:
    """The same deeds alone and together, and those that lead to no shared change."""
    remarks = notes_about(board, "together")
    deeds = board.of("output")
    if not remarks and not deeds:
        return []
    blocks: Blocks = [Heading(board.label("drawing:together")), *remarks]
    if deeds:
        blocks.append(
            Figure(drawing="together", caption=board.say("Each actor alone, and directed by shared solutions"))
        )
        chain = chain_of(board)
        lost = [deed for deed in deeds if not chain.onward[deed.id]]
        if lost:
            made = table(
                board, board.say("Deeds that lead to no shared change"), lost, [column(board, "output", "actor")]
            )
            blocks += [made] if made is not None else []
    return blocks


def challenge_section(board: Board) -> Blocks:
    """Challenges with the deeds that answer them, values from one to another, and pledges against needs."""
    blocks: Blocks = []
    if board.of("challenge"):
        blocks.append(Heading(kind_many(board, "challenge"), 3))
        blocks += kind_table(board, "challenge", more=[(board.say("Answered by"), lambda item: _answers(board, item))])
    if board.of("value_flow"):
        blocks.append(Heading(kind_many(board, "value_flow"), 3))
        blocks.append(
            Figure(drawing="values", caption=board.say("Who gives what value to whom, now and in the future"))
        )
    blocks += kind_table(board, "value_flow", "giver", "receiver", "time")
    if board.of("pledge"):
        blocks.append(Heading(kind_many(board, "pledge"), 3))
        blocks += kind_table(
            board, "pledge", "actor", "amount", "value", "state",
            more=[linked(board, board.label("link:covers"), "covers", outgoing=True)],
        )  # fmt: skip
    return blocks


def _answers(board: Board, item: Item) -> Cell:
    found = tuple(name(board, other) for other in board.before(item, "answers"))
    return found or board.say("nobody")
