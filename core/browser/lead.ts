// The console and the projector: asked for anew when something in the hall has changed, thumbnails when a drawing is announced.

import htmx from "htmx.org";
import { applyAll } from "./apply";
import { command } from "./commands";
import { live } from "./live";
import { announce } from "./page";
import type { RoomPlace } from "./page";
import type { Op } from "./wire";

/** Milliseconds: between two looks at the hall, after a control, and when nothing was told. */
const EVERY = 1000;
const SOON = 20;
const ANYWAY = 20_000;
const FLYING = 2;
const ARRIVALS_EVERY = 10_000;

/** Asks for something at once or after a pause, never twice at a time and never while nobody looks. */
class Asking {
  private timer = 0;
  private due = Infinity;
  private last = 0;
  private busy = false;

  constructor(private readonly ask: () => Promise<void>) {
    document.addEventListener("visibilitychange", () => this.within(SOON));
  }

  within(pause: number): void {
    const at = Math.max(Date.now() + pause, pause > SOON ? this.last + EVERY : 0);
    if (at >= this.due) return;
    this.due = at;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.go(), at - Date.now());
  }

  private async go(): Promise<void> {
    this.due = Infinity;
    if (document.hidden) return;
    if (this.busy) {
      this.within(EVERY / 5);
      return;
    }
    this.busy = true;
    this.last = Date.now();
    try {
      await this.ask();
    } catch {
      // Without a network the next look brings everything.
    } finally {
      this.busy = false;
    }
  }
}

export function startLeading(): void {
  const console_ = document.querySelector<HTMLElement>("[data-lead]");
  const beam = document.querySelector<HTMLElement>("[data-beam]");
  if (console_) lead(console_);
  if (beam) project(beam);
}

const isHall = (ops: Op[]): boolean => ops.some(({ id }) => id.startsWith("hall-"));

// The console

function lead(root: HTMLElement): void {
  const news = new Asking(async () => {
    const answer = await fetch(`${root.dataset.lead ?? ""}?boards=${encodeURIComponent(root.dataset.boards ?? "")}`, { credentials: "same-origin" });
    if (!answer.ok) return;
    const { ops, rooms, boards } = (await answer.json()) as { ops: Op[]; rooms: RoomPlace[]; boards: string };
    applyAll(ops);
    for (const room of rooms) live.follow(room);
    root.dataset.boards = boards;
    window.setTimeout(() => {
      findThumbs();
      tell();
    });
  });
  tell(true);
  live.on("frag", ({ ops }) => news.within(isHall(ops) ? SOON : EVERY));
  live.on("pres", () => news.within(EVERY));
  live.on("draw", ({ room }) => {
    for (const thumb of thumbs.values()) if (thumb.room === room) thumb.ask.within(SOON * 2);
  });
  live.onOpen(() => {
    news.within(SOON);
    for (const thumb of thumbs.values()) thumb.ask.within(EVERY);
  });
  window.setInterval(() => news.within(EVERY), ANYWAY);
  findThumbs();
  const question = document.getElementById("lead-ask");
  if (question) {
    // Where something is asked, the keyboard is there too.
    new MutationObserver(() => question.querySelector<HTMLElement>("button")?.focus()).observe(question, { childList: true });
  }
}

let present = "";
let toldAt = 0;
let asked = new Set<string>();

/** For those who listen: a table's request at once, arrivals together and at most every ten seconds. */
function tell(first = false): void {
  const words = (place: Element | null): string => place?.textContent?.replace(/\s+/g, " ").trim() ?? "";
  const asks = [...document.querySelectorAll("#lead-asks li .what")].map(words);
  const fresh = asks.filter((ask) => !asked.has(ask));
  asked = new Set(asks);
  const now = words(document.getElementById("lead-present"));
  if (first) present = now;
  else if (fresh.length) announce(`${words(document.getElementById("lead-asks-h"))}: ${fresh.join(", ")}`);
  else if (now !== present && Date.now() - toldAt >= ARRIVALS_EVERY) {
    present = now;
    toldAt = Date.now();
    announce(now);
  }
}

interface Thumb {
  room: string;
  ask: Asking;
}

const thumbs = new Map<HTMLElement, Thumb>();
let flying = 0;

const coming = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    target.toggleAttribute("data-in-sight", isIntersecting);
    if (isIntersecting) thumbs.get(target as HTMLElement)?.ask.within(SOON);
  }
});

function findThumbs(): void {
  for (const place of thumbs.keys()) {
    if (place.isConnected && place.dataset.thumb) continue;
    coming.unobserve(place);
    thumbs.delete(place);
  }
  for (const place of document.querySelectorAll<HTMLElement>("[data-thumb]")) {
    const known = thumbs.get(place);
    if (known && known.room === place.dataset.thumbRoom) {
      if (!place.querySelector("svg.thumb")) known.ask.within(SOON);
      continue;
    }
    thumbs.set(place, { room: place.dataset.thumbRoom ?? "", ask: new Asking(() => draw(place)) });
    coming.unobserve(place);
    coming.observe(place);
  }
}

/** A table's real drawing, small: for the eye only, the card says the rest in words. */
async function draw(place: HTMLElement): Promise<void> {
  const thumb = thumbs.get(place);
  if (!thumb || !place.hasAttribute("data-in-sight")) return;
  if (flying >= FLYING) {
    thumb.ask.within(EVERY / 5);
    return;
  }
  flying++;
  try {
    const tag = place.querySelector<SVGElement>("svg.thumb")?.dataset.tag;
    const answer = await fetch(place.dataset.thumb ?? "", { credentials: "same-origin", headers: tag ? { "If-None-Match": tag } : {} });
    if (answer.status !== 200) return;
    const svg = document.importNode(new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement, true);
    if (svg.nodeName !== "svg") return;
    for (const part of svg.querySelectorAll("title, desc")) part.remove();
    for (const part of [svg, ...svg.querySelectorAll("[id], [tabindex], [role], [data-element]")]) {
      for (const name of ["id", "tabindex", "role", "aria-labelledby", "aria-label", "data-element"]) part.removeAttribute(name);
    }
    svg.setAttribute("class", "scene thumb");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("data-tag", answer.headers.get("etag") ?? "");
    place.querySelector("svg.thumb")?.remove();
    place.prepend(svg);
  } finally {
    flying--;
  }
}

// The projector

function project(root: HTMLElement): void {
  const shown = new Asking(async () => {
    const answer = await fetch(root.dataset.beam ?? "", { credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("beam");
    if (!fresh) return;
    const next = fresh.querySelector<HTMLElement>("[data-drawing]");
    const now = root.querySelector<HTMLElement>("[data-drawing]");
    // The same drawing stays as it is; it is drawn anew when it is announced.
    if (next && now && next.dataset.drawing === now.dataset.drawing) next.replaceWith(now);
    root.replaceChildren(document.adoptNode(fresh));
    htmx.process(fresh);
    document.dispatchEvent(new CustomEvent("htmx:after:process"));
    follow();
  });
  const follow = (): void => {
    const rooms = JSON.parse(root.querySelector<HTMLElement>("#beam")?.dataset.follow || "[]") as RoomPlace[];
    for (const room of rooms) live.follow(room);
  };
  live.on("frag", ({ ops }) => shown.within(isHall(ops) ? SOON : 2 * EVERY));
  live.on("pres", () => shown.within(5 * EVERY));
  let opened = 0;
  live.onOpen(() => opened++ && shown.within(SOON));
  // A presenter's clicker sends these keys; who may not lead is refused by the server.
  const steps: Record<string, string> = { PageDown: "next", ArrowRight: "next", PageUp: "previous", ArrowLeft: "previous" };
  if (["facilitator", "coordinator"].includes(document.body.dataset.role ?? "")) {
    document.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (!step || event.altKey || event.ctrlKey || event.metaKey || !root.querySelector("[data-drawing]")) return;
      event.preventDefault();
      event.stopPropagation();
      void command((root.dataset.beam ?? "").replace(/\/screen$/, "/hall/screen"), { step, from: "lead" });
    }, true);
  }
}
