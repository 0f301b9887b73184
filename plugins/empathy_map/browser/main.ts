// Profiles are put on their family's axes by dragging them: those that stand beside the quadrants too.
//
// The numbers in the profile's own panel do the same without a pointer; dragging is an extra.

import { page, randomId, say, toast } from "../../../core/browser/page";

const DRAWING = '.drawing[data-drawing$="/drawing/axes.svg"]';
const FAR = 5;
/** How far from the field's edges the middle of an extreme place stands, as shares of its side: drawings/axes.py, ROOM. */
const ROOM = { across: 19 / 130, up: 7 / 130 };

interface Held {
  profile: SVGGElement;
  drawing: HTMLElement;
  pointer: number;
  x: number;
  y: number;
  moved: boolean;
}

let held: Held | null = null;

/** A profile is drawn as a box with its name; a quadrant as the large empty field behind them. */
const isProfile = (group: SVGGElement): boolean => !!group.querySelector("path") && !!group.querySelector("text");

function quadrants(drawing: HTMLElement): DOMRect[] {
  return [...drawing.querySelectorAll<SVGGElement>("g[data-element]")]
    .filter((group) => group.querySelector("path") && !group.querySelector("text"))
    .map((group) => group.getBoundingClientRect());
}

/** Whether the reader may write: then the drawing's tools have an undo. */
const mayWrite = (drawing: HTMLElement): boolean =>
  !!drawing.closest(".drawing-pane")?.querySelector('.tools form[action$="/undo"]');

function take(event: PointerEvent): void {
  if (event.button !== 0 || !(event.target instanceof Element)) return;
  const drawing = event.target.closest<HTMLElement>(DRAWING);
  const profile = event.target.closest<SVGGElement>("g[data-element]");
  if (!drawing || !profile || !isProfile(profile) || !mayWrite(drawing)) return;
  held = { profile, drawing, pointer: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
  // The drawing itself would be moved otherwise.
  event.stopPropagation();
}

function move(event: PointerEvent): void {
  if (!held || event.pointerId !== held.pointer) return;
  const [dx, dy] = [event.clientX - held.x, event.clientY - held.y];
  if (!held.moved && Math.hypot(dx, dy) < FAR) return;
  held.moved = true;
  const scale = held.profile.getScreenCTM()?.a || 1;
  held.profile.style.transform = `translate(${dx / scale}px, ${dy / scale}px)`;
  event.preventDefault();
  event.stopPropagation();
}

function drop(event: PointerEvent): void {
  if (!held || event.pointerId !== held.pointer) return;
  const { profile, drawing, moved } = held;
  held = null;
  if (!moved) return;
  event.stopPropagation();
  document.addEventListener("click", swallow, { capture: true, once: true });
  window.setTimeout(() => document.removeEventListener("click", swallow, { capture: true }), 0);
  const box = profile.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const field = quadrants(drawing).find((one) => x >= one.left && x <= one.right && y >= one.top && y <= one.bottom);
  if (!field || event.type === "pointercancel") {
    profile.style.transform = "";
    return;
  }
  const across = place((x - field.left) / field.width, ROOM.across);
  const up = place((field.bottom - y) / field.height, ROOM.up);
  void store(profile, across, up);
}

/** From 0 to 100, so that the middle of the name is drawn where it was put. */
const place = (share: number, room: number): number =>
  Math.round(100 * Math.min(Math.max((share - room) / (1 - 2 * room), 0), 1));

const swallow = (event: Event): void => {
  event.stopPropagation();
  event.preventDefault();
};

async function store(profile: SVGGElement, across: number, up: number): Promise<void> {
  const board = page.room.split(":")[1] ?? "";
  const body = new URLSearchParams({ "v.profile": profile.dataset.element ?? "", "v.across": `${across}`, "v.up": `${up}` });
  const id = randomId();
  try {
    const headers = { "HX-Request": "true", "X-Command-Id": id };
    const answer = await fetch(`/b/${board}/actions/place`, { method: "POST", credentials: "same-origin", headers, body });
    if (answer.ok) return;
    const told = await answer.text();
    if (told.includes("<")) toast(told, true);
    else toast(say("It did not succeed. Try again."));
  } catch {
    toast(say("No network connection"));
  }
  profile.style.transform = "";
}

document.addEventListener("pointerdown", take, { capture: true });
document.addEventListener("pointermove", move, { capture: true });
for (const name of ["pointerup", "pointercancel"] as const) document.addEventListener(name, drop, { capture: true });
document.addEventListener("kehittamo:drawn", (event) => {
  const drawing = event.target instanceof Element ? event.target.closest<HTMLElement>(DRAWING) : null;
  if (!drawing || !mayWrite(drawing)) return;
  for (const group of drawing.querySelectorAll<SVGGElement>("g[data-element]")) {
    if (isProfile(group)) Object.assign(group.style, { touchAction: "none", cursor: "grab" });
  }
});
