"""By keyboard alone: the Tab key reaches everything that a screen offers, in turn, and shows where one is."""

from typing import Any

import pytest

from tests.browser.test_screens import HALL, PROCESS

pytestmark = pytest.mark.slow

PEOPLE = ("people", "people/invite", "groups", "boards", "boards/new", "report")

MARK = """() => {
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && !e.closest('[inert]');
  const wanted = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].filter(shown);
  window.left = new Set(wanted.filter((e) => e.type !== 'radio' || (e.checked || ![...wanted].some((o) => o.type === 'radio' && o.name === e.name
    && o.form === e.form && (o.checked || o !== e && wanted.indexOf(o) < wanted.indexOf(e))))));
  window.blind = []; window.steps = 0;
  document.addEventListener('focusin', ({ target }) => {
    window.steps += 1; window.left.delete(target);
    if (target.type === 'radio') for (const o of [...window.left]) if (o.name === target.name && o.type === 'radio') window.left.delete(o);
    const s = getComputedStyle(target), l = target.labels?.[0] ? getComputedStyle(target.labels[0]) : s;
    const seen = (c) => (c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) > 0) || c.boxShadow !== 'none';
    if (!seen(s) && !seen(l)) window.blind.push(target.outerHTML.slice(0, 120));
  });
  return window.left.size;
}"""


async def test_everything_is_reached_by_tab_and_shows_where_one_is(server: Any, people: Any) -> None:
    page = await people("Mikko", "facilitator", path="/", viewport={"width": 1440, "height": 900})
    missed: dict[str, str] = {}
    unseen: dict[str, str] = {}
    for part in ("", *PROCESS, *PEOPLE, *HALL):
        address = f"/p/{server.programme}/{part}".rstrip("/")
        answer = await page.goto(address)
        assert answer.status == 200, address
        count = await page.evaluate(MARK)
        assert count > (0 if part == "screen" else 3), address
        for _ in range(count + 60):
            await page.keyboard.press("Tab")
            if not await page.evaluate("window.left.size"):
                break
        for one in await page.evaluate(
            "[...window.left].filter((e) => e.isConnected).map((e) => e.outerHTML.slice(0, 160))"
        ):
            missed.setdefault(one, address)
        for one in await page.evaluate("window.blind"):
            unseen.setdefault(one, address)
    assert missed == {}
    assert unseen == {}
