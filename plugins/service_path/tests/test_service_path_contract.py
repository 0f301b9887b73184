"""The method keeps the contract, in every language, on small, large and random boards."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kehittamo_core.api import Field
from kehittamo_core.testing import check_board, check_method, missing_words, random_board
from kehittamo_core.words import is_translated
from kehittamo_service_path.method import SERVICE_PATH


def test_contract() -> None:
    check_method(SERVICE_PATH, languages=("fi", "sv"))


def test_two_hundred_items() -> None:
    check_board(SERVICE_PATH, random_board(SERVICE_PATH, seed=11, size=200))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(min_value=100), size=st.integers(min_value=0, max_value=45))
def test_random_boards(seed: int, size: int) -> None:
    """Drawing, rules, insights and chapter never fail; boxes never overlap, also round those placed by hand."""
    check_board(SERVICE_PATH, random_board(SERVICE_PATH, seed=seed, size=size))


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_word_of_the_starters_is_translated(language: str) -> None:
    assert missing_words(SERVICE_PATH, language) == set()
    for starter in SERVICE_PATH.starters:
        for element in (*(starter.content.get("items") or ()), *(starter.content.get("links") or ())):
            kind = SERVICE_PATH.kind(element["kind"]) or SERVICE_PATH.link(element["kind"])
            assert kind is not None
            for name, value in element["values"].items():
                for text in _texts(kind.field(name), value):
                    assert is_translated(SERVICE_PATH.package, language, text), text


def _texts(field: Field | None, value: object) -> list[str]:
    if field is None or field.type not in ("text", "line"):
        return []
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]
