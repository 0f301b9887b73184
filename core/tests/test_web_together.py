"""Who asks at once is answered by one computing, and never with what was read before they asked."""

import asyncio
import random

import pytest

from kehittamo_core.web.together import Together


async def test_many_who_ask_at_once_cost_two_computings_and_get_nothing_older_than_their_question() -> None:
    together, stored, begun = Together(), 0, []

    async def read() -> int:
        seen = stored
        begun.append(seen)
        await asyncio.sleep(0.02)
        return seen

    answers = await asyncio.gather(*(together.get("board", read) for _ in range(50)))
    assert (len(answers), len(begun)) == (50, 2)

    async def ask(after: float) -> None:
        nonlocal stored
        await asyncio.sleep(after)
        stored += 1
        mine = stored
        assert await together.get("board", read) >= mine

    begun.clear()
    dice = random.Random(7)
    await asyncio.gather(*(ask(dice.uniform(0, 0.3)) for _ in range(200)))
    assert len(begun) < 25
    assert not together._under_way
    assert not together._next


async def test_an_error_goes_to_all_who_wait_and_not_to_those_who_come_later() -> None:
    together = Together()
    fails = True

    async def work() -> str:
        await asyncio.sleep(0.01)
        if fails:
            raise ValueError("the drawing fails")
        return "drawn"

    told = await asyncio.gather(*(together.get(1, work) for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in told] == [ValueError] * 3
    fails = False
    assert await together.get(1, work) == "drawn"


async def test_one_who_goes_away_does_not_stop_the_others() -> None:
    together = Together()

    async def work() -> str:
        await asyncio.sleep(0.02)
        return "drawn"

    first = asyncio.create_task(together.get(1, work))
    second = asyncio.create_task(together.get(1, work))
    await asyncio.sleep(0)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await second == "drawn"
