"""Results of votes that a facilitator set beside the count: the counted number stays, with what holds, who and why."""

from collections.abc import Sequence

from kehittamo_core.api import Cell
from kehittamo_exports.chapters.programme import Foreign
from kehittamo_exports.page.draft import Draft
from kehittamo_exports.reading import Version


def overruled_rows(version: Version) -> list[Sequence[Cell]]:
    """Note, counted points, points that hold, reason, by whom: a row for each overruled result."""
    items = {item["id"]: item for board in version.rows("boards") for item in board.get("items") or ()}
    rows: list[Sequence[Cell]] = []
    for ballot in version.rows("ballots"):
        for part in ballot.get("overruled") or ():
            item = items.get(part["element"], {})
            words = (item.get("values") or {}).get("text") or part["element"]
            counted = sum(
                vote.get("points") or 0
                for vote in version.rows("votes")
                if vote["element"] == part["element"] and vote.get("ballot") == ballot["id"]
            )
            name = f"{item.get('code', '')} {words}".strip()
            rows.append(
                (
                    name,
                    str(counted),
                    str(part["points"]),
                    part["reason"],
                    part.get("name") or version.voice("a facilitator"),
                )
            )
    return rows


def overruled(version: Version, draft: Draft) -> None:
    """The table of overruled results, where there are any."""
    rows, voice = overruled_rows(version), version.voice
    if rows:
        draft.rows(
            voice("Results of votes set beside the count"),
            [voice("Note"), voice("Counted"), voice("What holds"), voice("Reason"), voice("By whom")], rows,
            lang=Foreign(version),
        )  # fmt: skip
