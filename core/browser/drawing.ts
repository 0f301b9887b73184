// The drawing: fetched anew when it is announced, moved and enlarged by mouse, touch and keys.
//
// A gesture is a CSS transform, which the browser shows without painting anew; when it rests, the viewBox takes it over.

import { live } from "./live";
import { around, page, say } from "./page";
import { isSelected, onSelect, select } from "./select";

const MOST = 24;
const STEP = 1.3;
const REST = 160;
const DRAG = 5;

interface Point {
  x: number;
  y: number;
}

/** The part of the drawing that is shown, in its millimetres. */
interface View {
  x: number;
  y: number;
  w: number;
  h: number;
}

class Drawing {
  private whole: DOMRect | null = null;
  private shown: View | null = null;
  private scale = 1;
  private move: Point = { x: 0, y: 0 };
  private resting = 0;
  private fetching = false;
  private again = false;
  private etag = "";
  private readonly pointers = new Map<number, Point>();
  private start: Point | null = null;
  private dragged = false;

  constructor(readonly place: HTMLElement) {
    place.addEventListener("keydown", (event) => this.key(event));
    place.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    place.addEventListener("pointerdown", (event) => this.down(event));
    place.addEventListener("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel"] as const) place.addEventListener(name, (event) => this.up(event));
    place.addEventListener("click", (event) => this.click(event));
    watching.observe(place);
    void this.fetch();
  }

  /** Whether nobody can see it: another page is in front, or its pane is put away. */
  private get isHidden(): boolean {
    return document.hidden || !this.place.getClientRects().length;
  }

  /** Get the drawing as it is now; never two requests at a time. */
  async fetch(): Promise<void> {
    if (this.fetching || this.isHidden) {
      this.again = true;
      return;
    }
    this.fetching = true;
    this.again = false;
    try {
      const url = this.place.dataset.drawing ?? "";
      const headers: Record<string, string> = this.etag ? { "If-None-Match": this.etag } : {};
      const answer = await fetch(url, { headers, credentials: "same-origin" });
      if (answer.status === 200) {
        const svg = await answer.text();
        this.etag = answer.headers.get("etag") ?? "";
        this.put(svg);
      } else if (answer.status !== 304) this.failed(await answer.text());
    } catch {
      if (live.state === "live") this.failed("");
    } finally {
      this.fetching = false;
      if (this.again) window.setTimeout(() => void this.fetch(), 30);
    }
  }

  /** What was put off while nobody looked. */
  catchUp(): void {
    if (this.again && !this.fetching && !this.isHidden) void this.fetch();
  }

  private get svg(): SVGSVGElement | null {
    return this.place.querySelector("svg");
  }

  private put(text: string): void {
    const svg = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    if (svg.nodeName !== "svg") return;
    this.rest();
    const focused = this.place.contains(document.activeElement) ? around_(document.activeElement, "[data-element]") : null;
    const fresh = document.importNode(svg, true) as unknown as SVGSVGElement;
    this.place.replaceChildren(fresh);
    const box = fresh.viewBox.baseVal;
    this.whole = new DOMRect(box.x, box.y, box.width, box.height);
    // Whoever looks closely goes on looking at the same place, also where the drawing has grown.
    if (this.shown) this.view(this.inside(this.shown));
    for (const group of fresh.querySelectorAll<SVGGElement>("g[data-element]")) {
      group.classList.toggle("is-selected", isSelected(group.dataset.element ?? ""));
      if (focused && group.dataset.element === focused) group.focus();
    }
    this.place.dispatchEvent(new CustomEvent("kehittamo:drawn", { bubbles: true }));
  }

  private failed(answer: string): void {
    if (this.svg) return;
    const words = document.createElement("p");
    words.className = "wait";
    const told = new DOMParser().parseFromString(answer, "text/html").querySelector(".toast p, main p, p")?.textContent;
    words.textContent = told?.trim() || say("The drawing did not load");
    this.place.replaceChildren(words);
  }

  // Gestures

  /** Enlarge by a factor around a point of the place (in its pixels), and move by some pixels. */
  private gesture(factor: number, around: Point, by: Point = { x: 0, y: 0 }): void {
    const svg = this.svg;
    if (!svg || !this.whole) return;
    const now = this.enlargement * this.scale;
    const wanted = Math.min(MOST, Math.max(1, now * factor));
    const real = wanted / now;
    this.scale *= real;
    this.move = {
      x: around.x + (this.move.x - around.x) * real + by.x,
      y: around.y + (this.move.y - around.y) * real + by.y,
    };
    svg.style.willChange = "transform";
    svg.style.transformOrigin = "0 0";
    svg.style.transform = `translate(${this.move.x}px, ${this.move.y}px) scale(${this.scale})`;
    window.clearTimeout(this.resting);
    this.resting = window.setTimeout(() => {
      if (!this.pointers.size) this.rest();
    }, REST);
  }

  private get enlargement(): number {
    return this.whole && this.shown ? Math.max(1, this.whole.width / this.shown.w, this.whole.height / this.shown.h) : 1;
  }

  /** The viewBox takes over what the transform shows. */
  private rest(): void {
    window.clearTimeout(this.resting);
    const svg = this.svg;
    if (!svg || !this.whole || (this.scale === 1 && !this.move.x && !this.move.y)) return;
    const width = svg.clientWidth;
    const height = svg.clientHeight;
    const box = this.shown ?? { x: this.whole.x, y: this.whole.y, w: this.whole.width, h: this.whole.height };
    const unit = Math.min(width / box.w, height / box.h);
    const left = (width - box.w * unit) / 2;
    const top = (height - box.h * unit) / 2;
    const w = width / this.scale / unit;
    const h = height / this.scale / unit;
    const x = box.x + (-this.move.x / this.scale - left) / unit;
    const y = box.y + (-this.move.y / this.scale - top) / unit;
    this.scale = 1;
    this.move = { x: 0, y: 0 };
    svg.style.transform = "";
    svg.style.willChange = "";
    // What is larger than the drawing shows all of it; else nobody moves it out of sight.
    if (w >= this.whole.width && h >= this.whole.height) this.view(null);
    else this.view(this.inside({ x, y, w, h }));
  }

  /** A view that does not leave the drawing. */
  private inside({ x, y, w, h }: View): View {
    const { whole } = this;
    if (!whole) return { x, y, w, h };
    return { x: within(x, w, whole.x, whole.width), y: within(y, h, whole.y, whole.height), w, h };
  }

  private view(box: View | null): void {
    const svg = this.svg;
    if (!svg || !this.whole) return;
    if (box && !svg.style.height) {
      // The picture keeps its size on the page while its viewBox has another shape.
      svg.style.width = `${svg.clientWidth}px`;
      svg.style.height = `${svg.clientHeight}px`;
    }
    if (!box) svg.style.width = svg.style.height = "";
    this.shown = box;
    const { x, y, w, h } = box ?? { x: this.whole.x, y: this.whole.y, w: this.whole.width, h: this.whole.height };
    svg.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
    this.place.classList.toggle("is-zoomed", box !== null);
    this.place.style.touchAction = box ? "none" : "pan-x pan-y";
  }

  /** A button or a key: in, out, or the whole. */
  zoom(what: string): void {
    const middle = { x: this.place.clientWidth / 2, y: this.place.clientHeight / 2 };
    if (what === "fit") {
      this.rest();
      this.view(null);
    } else this.gesture(what === "in" ? STEP : 1 / STEP, middle);
  }

  private key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const group = around<HTMLElement>(event, "g[data-element]");
    const step = 60;
    const moves: Record<string, Point> = {
      ArrowLeft: { x: step, y: 0 },
      ArrowRight: { x: -step, y: 0 },
      ArrowUp: { x: 0, y: step },
      ArrowDown: { x: 0, y: -step },
    };
    const move = moves[event.key];
    if (group && (event.key === "Enter" || event.key === " ")) select(group.dataset.element ?? "", true);
    else if (move && (this.shown || this.scale > 1)) this.gesture(1, { x: 0, y: 0 }, move);
    else if (event.key === "+" || event.key === "=") this.zoom("in");
    else if (event.key === "-") this.zoom("out");
    else if (event.key === "0") this.zoom("fit");
    else return;
    event.preventDefault();
  }

  private wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.gesture(Math.exp(-event.deltaY / (event.deltaMode ? 10 : 300)), this.local(event));
  }

  private local(event: MouseEvent): Point {
    const box = (this.svg ?? this.place).parentElement?.getBoundingClientRect() ?? this.place.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.pointers.set(event.pointerId, this.local(event));
    if (this.pointers.size === 1) {
      this.start = this.local(event);
      this.dragged = false;
    }
  }

  private drag(event: PointerEvent): void {
    const before = this.pointers.get(event.pointerId);
    if (!before || !this.start) return;
    const now = this.local(event);
    if (this.pointers.size === 2) {
      const other = [...this.pointers].find(([id]) => id !== event.pointerId)?.[1];
      this.pointers.set(event.pointerId, now);
      if (!other) return;
      this.dragged = true;
      const factor = distance(now, other) / Math.max(1, distance(before, other));
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      this.gesture(factor, middle, { x: (now.x - before.x) / 2, y: (now.y - before.y) / 2 });
      event.preventDefault();
      return;
    }
    if (!this.dragged && distance(now, this.start) < DRAG) return;
    // One finger scrolls the page until the drawing is enlarged.
    if (event.pointerType === "touch" && !this.shown) return;
    if (!this.dragged) this.place.setPointerCapture(event.pointerId);
    this.dragged = true;
    this.pointers.set(event.pointerId, now);
    if (this.shown || this.scale > 1) this.gesture(1, now, { x: now.x - before.x, y: now.y - before.y });
  }

  private up(event: PointerEvent): void {
    this.pointers.delete(event.pointerId);
    if (!this.pointers.size) {
      this.rest();
      this.start = null;
    }
  }

  private click(event: MouseEvent): void {
    if (this.dragged) {
      event.preventDefault();
      this.dragged = false;
      return;
    }
    const group = around<HTMLElement>(event, "[data-element]");
    if (group) select(group.dataset.element ?? "", true);
  }
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** A window of some size inside a length: it never leaves it, and stands in the middle where it is larger. */
function within(at: number, size: number, start: number, length: number): number {
  return size >= length ? start + (length - size) / 2 : Math.min(Math.max(at, start), start + length - size);
}

function around_(element: Element | null, selector: string): string | null {
  return element?.closest<HTMLElement>(selector)?.dataset.element ?? null;
}

const drawings = new Map<HTMLElement, Drawing>();

/** A pane that comes to the front gets the drawing that it had no need of before. */
const watching = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) drawings.get(entry.target as HTMLElement)?.catchUp();
});

export function startDrawings(): void {
  find();
  document.addEventListener("htmx:after:process", find);
  live.on("draw", ({ room }) => {
    if (page.rooms.some((place) => place.room === room)) for (const drawing of drawings.values()) void drawing.fetch();
  });
  live.watch((state) => {
    // A drawing is not in the log: after a break it may have been announced without us.
    if (state === "live") for (const drawing of drawings.values()) void drawing.fetch();
  });
  document.addEventListener("visibilitychange", () => {
    for (const drawing of drawings.values()) drawing.catchUp();
  });
  document.addEventListener("click", (event) => {
    const button = around(event, "[data-zoom]");
    const area = button?.closest(".drawing-pane, main")?.querySelector<HTMLElement>("[data-drawing]");
    if (button && area) drawings.get(area)?.zoom(button.dataset.zoom ?? "fit");
  });
  onSelect((element) => {
    for (const drawing of drawings.values()) {
      for (const group of drawing.place.querySelectorAll<SVGGElement>("g[data-element]")) {
        group.classList.toggle("is-selected", group.dataset.element === element);
      }
    }
  });
}

function find(): void {
  for (const place of drawings.keys()) {
    if (place.isConnected) continue;
    watching.unobserve(place);
    drawings.delete(place);
  }
  for (const place of document.querySelectorAll<HTMLElement>("[data-drawing]")) {
    if (!drawings.has(place)) drawings.set(place, new Drawing(place));
  }
}
