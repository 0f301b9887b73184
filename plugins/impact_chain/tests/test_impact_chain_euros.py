"""Euros that a controller accepts: sums worked out by hand, units kept apart, ROSI and present value."""

from typing import Any

import pytest

from kehittamo_core.api import Board
from kehittamo_impact_chain import rosi
from kehittamo_impact_chain.euros import (
    amount_of,
    implied_volume,
    in_words,
    lines,
    shares,
    sum_of,
    total_of,
    units,
)
from kehittamo_impact_chain.insights_cards import euro_insights
from plugins.impact_chain.tests.impact_chain_boards import board, said

SPACE = "\u00a0"

ELEVEN = (
    (400_000, 1_000, "hlö"), (1_200_000, 3_000, "hlö"), (600_000, 1_500, "hlö"), (250_000, 2_500, "hlö"),
    (3_000_000, 6_000, "työpaikka"), (900_000, 9_000, "työpaikka"), (1_500_000, 5_000, "työpaikka"),
    (2_000_000, 20_000, "yritys"), (560_000, 7_000, "yritys"), (300_000, 3_000, "yritys"), (300_000, 10_000, "yritys"),
)  # fmt: skip
"""Eleven lines in three units, without labels: 11 010 000 € in all."""


def eleven(language: str = "fi") -> Board:
    """A board with the eleven lines."""
    return board(
        *(
            (
                f"ku{number}",
                "cost",
                {
                    "total": {"kind": "total", "base": total, "approximate": True},
                    "per_unit": {"kind": "per_unit", "base": each, "unit": unit, "approximate": True},
                },
            )
            for number, (total, each, unit) in enumerate(ELEVEN)
        ),
        language=language,
    )


def test_eleven_unlabelled_lines_give_their_sum_and_say_what_it_is() -> None:
    assert sum(total for total, _, _ in ELEVEN) == 11_010_000
    first = said(euro_insights(eleven()))[0]
    assert first == (
        f"Kustannukset yhteensä ≈{SPACE}11{SPACE}010{SPACE}000{SPACE}€, laskettu summa, ei lähteessä; "
        "rivien merkitys tarkistamatta."
    )


def test_units_are_listed_apart_and_never_added() -> None:
    found = said(euro_insights(eleven()))
    per_unit = [text for text in found if text.startswith("Yksikköä")]
    assert [text.split("»")[0] for text in per_unit] == ["Yksikköä «hlö", "Yksikköä «työpaikka", "Yksikköä «yritys"]
    assert f"KU-1 ≈{SPACE}1{SPACE}000{SPACE}€ / hlö (tästä seuraisi 400 × hlö)" in per_unit[0]
    assert sum(map(len, units(eleven().of("cost")).values())) == 11
    assert not any(
        f"{sum(each for _, each, unit in ELEVEN if unit == 'hlö'):,}".replace(",", SPACE) in text for text in found
    )


def line(**values: Any) -> dict[str, Any]:
    """The values of a cost line."""
    return {"text": "x", **values}


def total(
    base: float | None, low: float | None = None, high: float | None = None, about: bool = False
) -> dict[str, Any]:
    """A total as a money value."""
    return {"kind": "total", "base": base, "low": low, "high": high, "approximate": about}


def test_ranges_add_lows_to_lows_and_keep_about() -> None:
    made = board(
        ("a1", "cost", line(total=total(100, 80, 150))),
        ("a2", "cost", line(total=total(50, about=True))),
        ("a3", "cost", line()),
    )
    found = sum_of(made.of("cost"))
    assert found is not None
    assert (found.amount.low, found.amount.base, found.amount.high, found.amount.approximate) == (130, 150, 200, True)
    assert [item.id for item in found.without] == ["a3"]
    assert in_words(made, found.amount) == f"≈{SPACE}150{SPACE}€ (130–200{SPACE}€)"


def test_a_total_from_unit_price_and_volume_only_in_the_same_unit() -> None:
    price = {"kind": "per_unit", "base": 200, "unit": "teacher"}
    same, other = {"amount": 120, "unit": "teacher"}, {"amount": 120, "unit": "school"}
    made = board(("a", "cost", line(per_unit=price, volume=same)), ("b", "cost", line(per_unit=price, volume=other)))
    first, second = (total_of(item) for item in made.of("cost"))
    assert first is not None
    assert first.base == 24_000
    assert second is None


def test_the_middle_stands_for_a_missing_base() -> None:
    found = amount_of({"kind": "total", "low": 10, "high": 30})
    assert found is not None
    assert (found.low, found.base, found.high) == (10, 20, 30)
    assert amount_of({"kind": "per_unit", "base": 3}) is None
    assert amount_of(None) is None


def test_implied_volume_is_total_by_unit_price() -> None:
    made = board(
        ("a", "cost", line(total=total(18_000), per_unit={"kind": "per_unit", "base": 1_800, "unit": "group"}))
    )
    assert implied_volume(made.of("cost")[0]) == (10, "group")


def test_costs_savings_yearly_and_single_are_never_added_together() -> None:
    made = board(
        ("a", "cost", line(total=total(10))),
        ("b", "cost", line(total=total(20), yearly=True)),
        ("c", "cost", line(total=total(40), direction="saving")),
        ("d", "cost", line(total=total(80), direction="saving", yearly=True)),
    )
    sums = [
        found.amount.base
        for saving in (False, True)
        for yearly in (False, True)
        if (found := sum_of(lines(made, saving=saving, yearly=yearly))) is not None
    ]
    assert sums == [10, 20, 40, 80]


def test_who_pays_and_who_saves_by_name_and_the_unknown_last() -> None:
    made = board(
        ("1", "cost", line(total=total(5))),
        ("2", "cost", line(total=total(100), payer="b")),
        ("3", "cost", line(total=total(10), payer="a")),
        ("4", "cost", line(total=total(7), payer="b")),
        ("5", "cost", line(total=total(60), saver="a", direction="saving")),
    )
    rows = [(row.actor, row.pays and row.pays.base, row.saves and row.saves.base) for row in shares(made)]
    assert rows == [("a", 10, 60), ("b", 107, None), ("", 5, None)]


@pytest.mark.parametrize(
    ("savings", "costs", "expected"),
    [(142, 100, 42), (226, 100, 126), (-12, 100, -112), (100, 100, 0), (0, 50, -100)],
)
def test_rosi_by_hand(savings: float, costs: float, expected: float) -> None:
    """(savings - costs) / costs; -112 % needs negative savings."""
    made = board(("ts", "rosi", {"savings": total(savings), "costs": total(costs)}))
    found = rosi.compute(made, made.of("rosi")[0])
    assert found is not None
    assert found.base == pytest.approx(expected)


@pytest.mark.parametrize("costs", [0, -5])
def test_costs_that_are_not_above_zero_are_refused(costs: float) -> None:
    made = board(("ts", "rosi", {"savings": total(10), "costs": total(costs)}))
    assert rosi.compute(made, made.of("rosi")[0]) is None
    assert rosi.refused(made.of("rosi")[0])


def test_a_stated_value_without_inputs_is_kept_as_stated() -> None:
    made = board(("ts", "rosi", {"text": "ROSI1", "stated": -112}), language="fi")
    item = made.of("rosi")[0]
    assert rosi.compute(made, item) is None
    assert rosi.in_words(made, item) == f"\u2212112{SPACE}% (lähteen mukaan)"
    assert rosi.qualities(made, item)[0] == "arvio ilman vertailua"


def test_the_range_takes_the_worst_and_the_best_of_each_part() -> None:
    """Savings 80-120-160, costs 80-100-120, half of the savings due to this: 60/100-1, 40/120-1, 80/80-1."""
    made = board(("ts", "rosi", {"savings": total(120, 80, 160), "costs": total(100, 80, 120), "share": 50}))
    found = rosi.compute(made, made.of("rosi")[0])
    assert found is not None
    assert (found.base, found.low, found.high) == pytest.approx((-40, -200 / 3, 0))


def test_what_moves_rosi_one_part_at_a_time() -> None:
    """Savings alone: 40/100-1 .. 80/100-1; costs alone: 60/120-1 .. 60/80-1; the share alone: 24/100-1 .. 96/100-1."""
    values = {
        "savings": total(120, 80, 160),
        "costs": total(100, 80, 120),
        "share": 50,
        "share_low": 20,
        "share_high": 80,
    }
    made = board(("ts", "rosi", values))
    found = [(move.part, round(move.low), round(move.high)) for move in rosi.drivers(made, made.of("rosi")[0])]
    assert found == [("share", -76, -4), ("savings", -60, -20), ("costs", -50, -25)]


@pytest.mark.parametrize(
    ("rate", "years", "factor"),
    [(5, 10, 7.7217), (3, 5, 4.5797), (10, 20, 8.5136), (3.5, 1, 0.9662), (0, 7, 7.0)],
)
def test_present_value_against_the_annuity_table(rate: float, years: float, factor: float) -> None:
    """The present value of an annuity of one, as finance tables print it with four decimals."""
    assert rosi.annuity(rate, years) == pytest.approx(factor, abs=0.00005)


def test_yearly_savings_are_discounted_only_at_a_stated_rate() -> None:
    """1 000 a year for ten years against 5 000 now: 7 721.73 at 5 %, 10 000 without a rate."""
    values = {"savings": total(1_000), "savings_yearly": True, "period": 10, "costs": total(5_000)}
    for rate, expected in ((5, (7_721.73 - 5_000) / 50), (None, 100)):
        made = board(("ts", "rosi", values), settings={"rate": rate}, language="fi")
        item = made.of("rosi")[0]
        found = rosi.compute(made, item)
        assert found is not None
        assert found.base == pytest.approx(expected, abs=0.001)
        said_ = "; ".join(rosi.qualities(made, item))
        assert (f"nykyarvona korolla 5{SPACE}%" in said_) == (rate == 5)
        assert ("ilman diskonttausta" in said_) == (rate is None)
