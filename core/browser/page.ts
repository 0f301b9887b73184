// What the page says about itself, words in its language, and small things that every part needs.

export interface RoomPlace {
  room: string;
  since: number | null;
  epoch: string | null;
  at: number | null;
  /** Nobody there hears of this page. */
  unseen?: boolean;
}

const body = document.body;

export const page = {
  room: body.dataset.room ?? "",
  person: body.dataset.person ?? "",
  rooms: readRooms(body.dataset.rooms),
};

function readRooms(json: string | undefined): RoomPlace[] {
  if (!json) return [];
  const rooms = JSON.parse(json) as Partial<RoomPlace>[];
  return rooms
    .filter((place): place is Partial<RoomPlace> & { room: string } => typeof place.room === "string")
    .map(({ room, since = null, epoch = null, at = null, unseen = false }) => ({ room, since, epoch, at, unseen }));
}

const words = JSON.parse(document.getElementById("words")?.textContent || "{}") as Record<string, string>;

/** A msgid in the page's language, with its {places} filled. */
export function say(msgid: string, values: Record<string, string | number> = {}): string {
  return (words[msgid] ?? msgid).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** 128 random bits in hexadecimal; works on addresses without TLS too, where crypto.randomUUID is missing. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Every element with an attribute of exactly this value. */
export function withValue<E extends Element = HTMLElement>(attribute: string, value: string): E[] {
  return [...document.querySelectorAll<E>(`[${attribute}="${CSS.escape(value)}"]`)];
}

/** Make an element: `make("button", { class: "btn", type: "button" }, "Hei")`. */
export function make<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The closest element around an event's target, or null. */
export function around<E extends Element = HTMLElement>(event: Event, selector: string): E | null {
  return event.target instanceof Element ? event.target.closest<E>(selector) : null;
}

let announcer: HTMLElement | null = null;

/** Say something to screen readers when they have finished what they are saying. */
export function announce(text: string): void {
  announcer ??= document.getElementById("announcer");
  if (!announcer) {
    announcer = make("div", { id: "announcer", class: "vh", "aria-live": "polite" });
    body.append(announcer);
  }
  announcer.textContent = text;
}

/** Show a sentence in the toast; `html` is an answer of our own server. */
export function toast(content: string, html = false): void {
  const place = document.getElementById("toast");
  if (!place) return;
  if (html) place.innerHTML = content;
  else place.replaceChildren(make("div", { class: "toast bad", role: "alert" }, make("p", {}, content)));
}

/** Stored on this device, for this person only; private windows may refuse to store, and the page goes on without. */
export const kept = {
  name: (part: string): string => `kehittamo:${page.person}:${part}`,
  get(part: string): string | null {
    try {
      return localStorage.getItem(kept.name(part));
    } catch {
      return null;
    }
  },
  set(part: string, value: string | null): void {
    try {
      if (value === null) localStorage.removeItem(kept.name(part));
      else localStorage.setItem(kept.name(part), value);
    } catch {
      // The device is full or does not want to: what is on the page stays on the page.
    }
  },
  parts(prefix: string): string[] {
    const start = kept.name(prefix);
    try {
      return Object.keys(localStorage)
        .filter((name) => name.startsWith(start))
        .map((name) => name.slice(start.length));
    } catch {
      return [];
    }
  },
};
