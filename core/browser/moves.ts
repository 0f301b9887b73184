// Moving notes: Alt and an arrow, or by dragging; within a zone and to another that takes such things.

import { moveBefore } from "./apply";
import { command } from "./commands";
import { announce, around, page, say } from "./page";

const ITEM = "[data-movable]";
const HOLD = 350;
const DRAG = 6;
const EDGE = 60;

const zonesOf = (item: HTMLElement): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>("[data-zone][data-accept]")].filter((zone) =>
    (zone.dataset.accept ?? "").split(" ").includes(item.dataset.kind ?? ""),
  );

const itemsOf = (zone: HTMLElement): HTMLElement[] => [...zone.querySelectorAll<HTMLElement>(":scope > [data-element]")];

function zoneOf(item: HTMLElement): HTMLElement | null {
  return item.parentElement?.closest<HTMLElement>("[data-zone]") ?? null;
}

/** The board that a zone belongs to: its id is `z-BOARD-ZONE`, else it is the page's own. */
function boardOf(zone: HTMLElement): string {
  return /^z-([0-9a-f]{32})-/.exec(zone.id)?.[1] ?? page.room.split(":")[1] ?? "";
}

/** Put an item into a zone, before another or last; here at once, and on the server. */
async function put(item: HTMLElement, zone: HTMLElement, next: HTMLElement | null): Promise<void> {
  const home = item.parentElement;
  const after = item.nextElementSibling;
  if (home === zone && (after === next || next === item)) return;
  // Where people sit at a table has no order.
  if (home === zone && zone.dataset.move && zone.dataset.ordered === undefined) return;
  moveBefore(zone, item, next);
  const heading = zone.closest("section")?.querySelector("h2, h3")?.textContent ?? zone.dataset.zone ?? "";
  announce(say("Moved: {zone}, place {number}", { zone: heading.trim(), number: itemsOf(zone).indexOf(item) + 1 }));
  const address = zone.dataset.move ?? `/b/${boardOf(zone)}/items/${item.dataset.element ?? ""}/move`;
  const done = await command(address, {
    element: item.dataset.element ?? "",
    zone: zone.dataset.zone ?? "",
    before: next?.dataset.element ?? "",
  });
  if (!done && home) moveBefore(home, item, after?.parentElement === home ? after : null);
  else zone.dispatchEvent(new CustomEvent("kehittamo:moved"));
}

function step(item: HTMLElement, key: string): void {
  const zone = zoneOf(item);
  if (!zone) return;
  const items = itemsOf(zone);
  const at = items.indexOf(item);
  if (key === "ArrowUp" && at > 0) {
    void put(item, zone, items[at - 1] ?? null);
  } else if (key === "ArrowDown" && at < items.length - 1) {
    void put(item, zone, items[at + 2] ?? null);
  } else if (key === "ArrowLeft" || key === "ArrowRight") {
    const zones = zonesOf(item);
    const other = zones[zones.indexOf(zone) + (key === "ArrowLeft" ? -1 : 1)];
    if (!other) return announce(say("It cannot be moved further that way"));
    void put(item, other, itemsOf(other)[at] ?? null);
  } else return announce(say("It cannot be moved further that way"));
  item.scrollIntoView({ block: "nearest" });
}

interface Drag {
  item: HTMLElement;
  pointer: number;
  x: number;
  y: number;
  zones: HTMLElement[];
  zone: HTMLElement | null;
  next: HTMLElement | null;
}

let drag: Drag | null = null;
let waiting = 0;

export function startMoving(): void {
  document.addEventListener("keydown", (event) => {
    if (drag && event.key === "Escape") return end(false);
    const item = around(event, ITEM);
    if (!item || !event.altKey || event.ctrlKey || event.metaKey || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    step(item, event.key);
  });
  document.addEventListener("pointerdown", (event) => {
    const item = around(event, ITEM);
    if (!item || event.button !== 0 || around(event, "button, input, textarea, select, summary, form")) return;
    const { clientX: x, clientY: y, pointerId } = event;
    const begin = (): void => {
      stopWaiting();
      drag = { item, pointer: pointerId, x, y, zones: zonesOf(item), zone: null, next: null };
      item.classList.add("is-dragging");
      document.documentElement.classList.add("dragging");
    };
    const follow = (move: PointerEvent): void => {
      if (move.pointerId !== pointerId) return;
      const far = Math.hypot(move.clientX - x, move.clientY - y) > DRAG;
      if (far && event.pointerType === "touch") stopWaiting();
      else if (far) begin();
    };
    const stopWaiting = (): void => {
      window.clearTimeout(waiting);
      document.removeEventListener("pointermove", follow);
      for (const name of ["pointerup", "pointercancel"]) document.removeEventListener(name, stopWaiting);
    };
    document.addEventListener("pointermove", follow);
    for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, stopWaiting);
    // A finger scrolls; held still it takes the note.
    if (event.pointerType === "touch") waiting = window.setTimeout(begin, HOLD);
  });
  document.addEventListener("pointermove", (event) => {
    if (drag && event.pointerId === drag.pointer) aim(event.clientX, event.clientY);
  });
  document.addEventListener("pointerup", (event) => {
    if (drag && event.pointerId === drag.pointer) end(true);
  });
  document.addEventListener("pointercancel", () => end(false));
  document.addEventListener("touchmove", (event) => drag && event.preventDefault(), { passive: false });
  document.addEventListener("dragstart", (event) => around(event, ITEM) && event.preventDefault());
  document.addEventListener("contextmenu", (event) => drag && event.preventDefault());
}

/** Show where the note would land. */
function aim(x: number, y: number): void {
  if (!drag) return;
  clear();
  const under = document.elementFromPoint(x, y);
  const zone = drag.zones.find((one) => one.contains(under) || one.closest("section")?.contains(under)) ?? null;
  drag.zone = zone;
  drag.next = null;
  if (y < EDGE) window.scrollBy(0, -12);
  else if (y > window.innerHeight - EDGE) window.scrollBy(0, 12);
  if (!zone) return;
  zone.classList.add("drop-into");
  const { item } = drag;
  drag.next = itemsOf(zone).find((other) => other !== item && isBefore(other.getBoundingClientRect(), x, y)) ?? null;
  drag.next?.classList.add("drop-before");
}

/** Whether a point comes before the middle of a box, reading row by row. */
function isBefore(box: DOMRect, x: number, y: number): boolean {
  if (y < box.top) return true;
  if (y > box.bottom) return false;
  const alone = box.width > window.innerWidth * 0.6;
  return alone ? y < box.top + box.height / 2 : x < box.left + box.width / 2 && y < box.bottom;
}

function clear(): void {
  for (const name of ["drop-into", "drop-before"]) {
    for (const element of document.querySelectorAll(`.${name}`)) element.classList.remove(name);
  }
}

function end(drop: boolean): void {
  if (!drag) return;
  const { item, zone, next } = drag;
  drag = null;
  clear();
  item.classList.remove("is-dragging");
  document.documentElement.classList.remove("dragging");
  // The click that ends a drag must not open the note.
  const swallow = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("click", swallow, { capture: true, once: true });
  window.setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 50);
  if (drop && zone) void put(item, zone, next);
}
