"""Pricing decision tree: questions, answers and alternatives, judged by signs, ruled out or chosen with reasons."""

from kehittamo_core.api import Method, hookimpl
from kehittamo_pricing_tree.method import PRICING_TREE


@hookimpl
def kehittamo_methods() -> tuple[Method, ...]:
    """Offer the pricing decision tree."""
    return (PRICING_TREE,)
