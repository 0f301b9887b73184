// What is selected: one thing, in the lists and in the drawing alike; what is known of it stands in the side panel.

import htmx from "htmx.org";
import { onChange } from "./apply";
import { around, page } from "./page";

type SideEvent = CustomEvent<{ ctx: { target?: Element; sourceElement?: Element; closes?: boolean } }>;

let selected = "";
const listeners: ((element: string) => void)[] = [];

export function onSelect(call: (element: string) => void): void {
  listeners.push(call);
}

export const isSelected = (element: string): boolean => element !== "" && element === selected;

/** Select an element by its id; `open` also shows it in the side panel. */
export function select(element: string, open = false): void {
  selected = element;
  mark();
  for (const call of listeners) call(element);
  if (!open || !element) return;
  const side = document.getElementById("side");
  const [kind, board] = page.room.split(":");
  if (side && kind === "board" && board) {
    void htmx.ajax("GET", `/b/${board}/items/${element}`, { target: side, swap: "innerHTML" });
  }
}

function mark(): void {
  for (const item of document.querySelectorAll<HTMLElement>("li[data-element], tr[data-element]")) {
    const is = isSelected(item.dataset.element ?? "");
    item.classList.toggle("is-selected", is);
    if (is) item.setAttribute("aria-current", "true");
    else item.removeAttribute("aria-current");
  }
}

export function startSelecting(): void {
  document.addEventListener("click", (event) => {
    const item = around(event, "[data-element]");
    if (item && around(event, "a.open")) select(item.dataset.element ?? "");
    if (around(event, "[data-close-side]")) select("");
  });
  // On a phone the panel lies over the board while it shows something that was chosen.
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = (event as SideEvent).detail;
    ctx.closes = ctx.sourceElement?.matches?.("[data-close-side]") ?? false;
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = (event as SideEvent).detail;
    const side = document.getElementById("side");
    if (!side || ctx.target !== side) return;
    const closes = ctx.closes ?? false;
    side.classList.toggle("has-element", !closes);
    if (!closes && window.innerWidth < 900) {
      side.setAttribute("tabindex", "-1");
      side.focus({ preventScroll: true });
      side.scrollTop = 0;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && around(event, "#side")) document.querySelector<HTMLElement>("[data-close-side]")?.click();
  });
  onChange(mark);
}
