"""What may lead to what: the pairs of PRODUCT.md, a refusal that says why, and no circles but feedback."""

import pytest

from kehittamo_core.api import Link
from kehittamo_impact_chain.chain import chain_of, depths, forward
from kehittamo_impact_chain.links import LEADS, LEADS_PAIRS, no_circle
from plugins.impact_chain.tests.impact_chain_boards import board


def test_exactly_these_pairs_lead() -> None:
    assert set(LEADS_PAIRS) == {
        ("input", "output"),
        ("output", "outcome"),
        ("outcome", "outcome"),
        ("outcome", "impact"),
        ("solution", "outcome"),
    }


def test_the_refusal_names_both_kinds_and_the_right_ways() -> None:
    sentence = LEADS.refusal.format(source="Panos", target="Vaikuttavuus")
    assert sentence.startswith("Panos does not lead straight to Vaikuttavuus.")
    assert "An input leads to a deed" in sentence


CIRCLE = board(
    ("v1", "outcome"), ("v2", "outcome"), ("v3", "outcome"), ("vv", "impact"),
    links=(("leads", "v1", "v2"), ("leads", "v2", "v3"), ("leads", "v3", "vv")),
)  # fmt: skip


@pytest.mark.parametrize(("source", "target", "refused"), [("v3", "v1", True), ("v2", "v1", True), ("v1", "v3", False)])
def test_a_circle_of_outcomes_is_refused_with_the_way_out(source: str, target: str, refused: bool) -> None:
    answer = no_circle(CIRCLE, Link(id="new", kind="leads", source=source, target=target))
    assert (answer is not None) == refused
    if answer:
        assert "«feeds back to»" in answer


def test_forward_drops_only_what_closes_a_circle() -> None:
    kept = forward([("a", "b"), ("b", "c"), ("c", "a"), ("a", "c")])
    assert set(kept) == {("a", "b"), ("b", "c"), ("a", "c")}


def test_depth_is_the_longest_way() -> None:
    assert depths("abcd", [("a", "b"), ("b", "c"), ("a", "c"), ("c", "b")]) == {"a": 0, "b": 1, "c": 2, "d": 0}


def test_a_deed_leads_where_its_solution_leads() -> None:
    chain = chain_of(
        board(
            ("t", "output"), ("r", "solution"), ("v", "outcome"), ("vv", "impact"), ("p", "input"),
            links=(("directs", "r", "t"), ("directs", "r", "p"), ("leads", "r", "v"), ("leads", "v", "vv")),
        )
    )  # fmt: skip
    assert chain.onward["t"] == ("v",)
    assert chain.onward["p"] == ()
    assert chain.reaching("impact") == {"t", "r", "v", "vv"}


def test_routes_are_counted_by_hand() -> None:
    """p -> t1, t2; t1 -> v1, v2; t2 -> v2; v1, v2 -> vv: p-t1-v1-vv, p-t1-v2-vv, p-t2-v2-vv."""
    chain = chain_of(
        board(
            ("p", "input"), ("t1", "output"), ("t2", "output"), ("v1", "outcome"), ("v2", "outcome"), ("vv", "impact"),
            links=(
                ("leads", "p", "t1"), ("leads", "p", "t2"), ("leads", "t1", "v1"), ("leads", "t1", "v2"),
                ("leads", "t2", "v2"), ("leads", "v1", "vv"), ("leads", "v2", "vv"),
            ),
        )
    )  # fmt: skip
    assert chain.routes("input", "impact") == 3
    assert chain.routes("output", "impact") == 3
