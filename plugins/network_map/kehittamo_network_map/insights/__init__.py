"""What the network says, in sentences: each with its limit, its formula and where the formula comes from."""

from collections.abc import Iterator

from kehittamo_core.api import Board, Insight
from kehittamo_network_map.insights import actors, groups, whole, work
from kehittamo_network_map.insights.study import study_of

FINDERS = (
    whole.how_dense,
    actors.brokers,
    whole.missing_ties,
    whole.one_or_many_parts,
    actors.most_ties,
    actors.cut_points,
    actors.nearest,
    actors.least_bound,
    groups.inside_and_out,
    groups.by_type,
    groups.found_groups,
    groups.interfaces_of_networks,
    whole.both_ways,
    whole.towards_target,
    work.what_ifs,
    work.named_missing,
    work.who_stated,
    work.where_solutions_are,
    work.covered_needs,
    work.inside_areas,
)


def find_insights(board: Board) -> Iterator[Insight]:
    """The findings of the whole first; at most three before "more"."""
    study = study_of(board)
    for find in FINDERS:
        yield from find(study)
