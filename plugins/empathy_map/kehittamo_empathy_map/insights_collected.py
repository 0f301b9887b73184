"""What the collected material tells: how much there is, which services people use, how the week went."""

from collections import Counter
from collections.abc import Iterator

from kehittamo_core.api import Board, Insight, number
from kehittamo_empathy_map.collection import by_municipality, totals, uses


def collected(board: Board) -> Iterator[Insight]:
    """How many maps and diaries there are, beside what is reported and stated."""
    if not board.of("service_map", "diary", "municipality"):
        return
    counted = by_municipality(board)
    maps, diaries, entries = (len(board.of(kind)) for kind in ("service_map", "diary", "entry"))
    said = [
        board.say(
            "Filled in here: {maps} service maps and {diaries} diaries with {entries} entries.",
            maps=maps, diaries=diaries, entries=entries,
        )
    ]  # fmt: skip
    reported = {
        field: sum(value for one in counted if (value := one.reported[field]) is not None)
        for field in ("maps", "diaries")
    }
    reporting = [one for one in counted if any(value is not None for value in one.reported.values())]
    if reporting:
        said.append(
            board.say_many(
                "{number} municipality reports {maps} maps and {diaries} diaries.",
                "{number} municipalities report {maps} maps and {diaries} diaries together.",
                len(reporting),
                maps=number(reported["maps"], board.language),
                diaries=number(reported["diaries"], board.language),
            )
        )
    differing = [total for total in totals(board) if total.reported is not None and total.reported != total.stated]
    if differing:
        shown = ", ".join(
            f"{board.label(f'{total.kind}+')} {number(total.stated, board.language)}" for total in differing
        )
        said.append(board.say("Stated elsewhere: {totals}. The difference is not explained.", totals=shown))
    yield Insight(
        finding=" ".join(said),
        items=board.of("municipality", "stated"),
        limit=board.say(
            "Whoever hands in a map is not like all customers; the numbers say how much material there is."
        ),
    )


def most_used(board: Board) -> Iterator[Insight]:
    """The services that most maps and entries name, with how people come to them."""
    found = uses(board)
    if not found:
        return
    first = ", ".join(f"{use.service.text or use.service.code} {use.maps + use.entries}" for use in found[:5])
    ways: Counter[str] = Counter()
    for use in found:
        ways.update(dict(use.ways))
    said = board.say("Named most: {services}.", services=first)
    if ways:
        shown = ", ".join(f"{board.label(f'link:used.channel.{way}')} {count}" for way, count in ways.most_common())
        said += " " + board.say("How: {ways}.", ways=shown)
    yield Insight(
        finding=said,
        items=tuple(use.service for use in found[:5]),
        limit=board.say("The figures count maps and diary entries that name a service, not visits."),
        formula=board.say("maps that name the service + diary entries that name it"),
    )


def how_it_went(board: Board) -> Iterator[Insight]:
    """How the entries of the diaries say that it went."""
    felt = Counter(str(item.get("felt")) for item in board.of("entry") if item.get("felt"))
    total = sum(felt.values())
    if not total:
        return
    well, badly = felt["good"] + felt["rather_good"], felt["bad"] + felt["rather_bad"]
    yield Insight(
        finding=board.say(
            "Of {total} diary entries, {well} went well and {badly} badly.", total=total, well=well, badly=badly
        ),
        items=tuple(item for item in board.of("entry") if item.get("felt") in ("bad", "rather_bad")),
        limit=board.say("Only entries that say how it went are counted."),
        more=True,
    )
