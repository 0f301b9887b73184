"""The one test line that a method author writes."""

from kehittamo_core.testing import check_method
from kehittamo_five_whys import FIVE_WHYS


def test_five_whys() -> None:
    """The method keeps its contract."""
    check_method(FIVE_WHYS)
