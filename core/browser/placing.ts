// Putting things elsewhere in a drawing by hand: by dragging, or with Alt and an arrow for what is selected.
//
// What was moved stands at its new place at once; the lines to it follow when the drawing comes anew.

import { command } from "./commands";
import { announce, around, page, say } from "./page";

const DRAG = 5;
const HOLD = 350;
const STEP = 5;
const REST = 400;
const LATE = 10_000;

interface Point {
  x: number;
  y: number;
}

/** Something on its way: where it stood, how far it has come (millimetres of the drawing), and when it is let go. */
interface Way {
  element: string;
  place: HTMLElement;
  from: Point;
  by: Point;
}

let way: Way | null = null;
/** What was let go and is not drawn at its new place yet: an older drawing may come first. */
let sent: Way[] = [];
let pointer = -1;
let waiting = 0;
let resting = 0;

const groupsOf = ({ place, element }: Way): SVGGElement[] => [
  ...place.querySelectorAll<SVGGElement>(`g[data-element="${CSS.escape(element)}"]`),
];

function begin(place: HTMLElement, element: string): Way | null {
  const told = place.querySelector<SVGGElement>(`g[data-element="${CSS.escape(element)}"][data-place]`)?.dataset.place;
  const [x, y] = (told ?? "").split(" ").map(Number);
  return told && x !== undefined && y !== undefined ? { element, place, from: { x, y }, by: { x: 0, y: 0 } } : null;
}

function show(moved: Way): void {
  for (const group of groupsOf(moved)) group.setAttribute("transform", `translate(${moved.by.x} ${moved.by.y})`);
}

async function send(moved: Way): Promise<void> {
  const board = page.room.split(":")[1] ?? "";
  const [x, y] = [moved.from.x + moved.by.x, moved.from.y + moved.by.y].map((value) => value.toFixed(2));
  announce(say("Put elsewhere in the drawing"));
  sent.push(moved);
  const forget = (): void => {
    sent = sent.filter((one) => one !== moved);
  };
  window.setTimeout(() => {
    // Nothing came: it was put where it stood already, and stands there.
    if (sent.includes(moved)) for (const group of groupsOf(moved)) group.removeAttribute("transform");
    forget();
  }, LATE);
  if (await command(`/b/${board}/items/${moved.element}/place`, { x: x ?? "", y: y ?? "" })) return;
  forget();
  for (const group of groupsOf(moved)) group.removeAttribute("transform");
}

/** A drawing has come: what still stands in it where it was taken from is shown where it was put. */
function keep(place: HTMLElement): void {
  sent = sent.filter((one) => {
    const drawn = one.place === place ? begin(place, one.element) : null;
    return one.place !== place || (drawn !== null && drawn.from.x === one.from.x && drawn.from.y === one.from.y);
  });
  for (const one of sent) if (one.place === place) show(one);
  if (way?.place === place) show(way);
}

/** A point of the window in millimetres of a drawing. */
function inside(place: HTMLElement, event: PointerEvent): Point {
  const matrix = place.querySelector("svg")?.getScreenCTM();
  return new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix?.inverse());
}

export function startPlacing(): void {
  document.addEventListener("pointerdown", down, { capture: true });
  document.addEventListener("touchmove", (event) => pointer >= 0 && event.preventDefault(), { passive: false });
  document.addEventListener("contextmenu", (event) => pointer >= 0 && event.preventDefault());
  document.addEventListener("keydown", key);
  // A drawing that comes meanwhile shows what is on its way where it is on its way to.
  document.addEventListener("kehittamo:drawn", (event) => {
    if (event.target instanceof HTMLElement) keep(event.target);
  });
}

function down(event: PointerEvent): void {
  const place = around(event, "[data-drawing][data-may-place]");
  const element = around<SVGGElement>(event, "g[data-element]")?.dataset.element;
  const found = place && element && event.button === 0 && pointer < 0 ? begin(place, element) : null;
  if (!place || !found) return;
  const { clientX, clientY, pointerId } = event;
  const start = inside(place, event);
  // A finger scrolls; held still it takes the thing. A mouse on a thing takes it, and the drawing stays where it is.
  const isTouch = event.pointerType === "touch";
  if (!isTouch) event.stopPropagation();
  const take = (): void => {
    pointer = pointerId;
    way = found;
    place.setPointerCapture(pointerId);
    place.classList.add("is-placing");
  };
  const follow = (move: PointerEvent): void => {
    if (move.pointerId !== pointerId) return;
    if (pointer !== pointerId) {
      if (Math.hypot(move.clientX - clientX, move.clientY - clientY) <= DRAG) return;
      if (isTouch) return stop();
      take();
    }
    move.stopPropagation();
    const now = inside(place, move);
    found.by = { x: now.x - start.x, y: now.y - start.y };
    show(found);
  };
  const stop = (): void => {
    window.clearTimeout(waiting);
    document.removeEventListener("pointermove", follow, { capture: true });
    document.removeEventListener("pointerup", up, { capture: true });
    document.removeEventListener("pointercancel", cancel, { capture: true });
    document.removeEventListener("keydown", escape, { capture: true });
    place.classList.remove("is-placing");
    pointer = -1;
    way = null;
  };
  const up = (end: PointerEvent): void => {
    if (end.pointerId !== pointerId) return;
    const taken = pointer === pointerId;
    stop();
    if (!taken) return;
    swallowClick();
    if (found.by.x || found.by.y) void send(found);
  };
  const cancel = (): void => {
    stop();
    for (const group of groupsOf(found)) group.removeAttribute("transform");
  };
  const escape = (pressed: KeyboardEvent): void => {
    if (pressed.key === "Escape") cancel();
  };
  document.addEventListener("pointermove", follow, { capture: true });
  document.addEventListener("pointerup", up, { capture: true });
  document.addEventListener("pointercancel", cancel, { capture: true });
  document.addEventListener("keydown", escape, { capture: true });
  if (isTouch) waiting = window.setTimeout(take, HOLD);
}

/** The click that ends a drag must not open what was dragged. */
function swallowClick(): void {
  const swallow = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("click", swallow, { capture: true, once: true });
  window.setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 50);
}

function key(event: KeyboardEvent): void {
  const place = around(event, "[data-drawing][data-may-place]");
  const [across = STEP, down = STEP] = (place?.querySelector("svg")?.dataset.step ?? "").split(" ").filter(Boolean).map(Number);
  const by = { ArrowLeft: [-across, 0], ArrowRight: [across, 0], ArrowUp: [0, -down], ArrowDown: [0, down] }[event.key];
  const element = place?.querySelector<SVGGElement>("g.is-selected[data-place]")?.dataset.element;
  if (!place || !by || !element || !event.altKey || event.ctrlKey || event.metaKey || pointer >= 0) return;
  event.preventDefault();
  way ??= begin(place, element);
  if (!way) return;
  way.by = { x: way.by.x + (by[0] ?? 0), y: way.by.y + (by[1] ?? 0) };
  show(way);
  window.clearTimeout(resting);
  resting = window.setTimeout(() => {
    const moved = way;
    way = null;
    if (moved) void send(moved);
  }, REST);
}
