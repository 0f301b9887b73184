// Clocks in the server's time: counted on in every page, said aloud only at five minutes, at one, and when the time is over.

import { live } from "./live";
import { announce, say } from "./page";

const TICK = 250;
const WORTH_SAYING = [300, 60, 0];

let offset = Number(document.body.dataset.now ?? Date.now()) - Date.now();
let before: number | null = null;

/** The server's time, as near as the last word of it tells. */
export const serverNow = (): number => Date.now() + offset;

export function startClocks(): void {
  live.on("frag", ({ at }) => (offset = at - Date.now()));
  window.setInterval(tick, TICK);
  tick();
}

/** Seconds that are left on a clock for its table, else for the reader's; null where none runs. */
function left(clock: HTMLElement): number | null {
  const { ends, left: stands, extra, for: table } = clock.dataset;
  const more = (JSON.parse(extra || "{}") as Record<string, number>)[table ?? document.body.dataset.table ?? ""] ?? 0;
  if (ends !== undefined) return Math.ceil((Number(ends) - serverNow()) / 1000 + more);
  return stands !== undefined ? Math.ceil(Number(stands) + more) : null;
}

/** 12:40, 1:05:00; 0:00 when the time is over. */
function spell(seconds: number): string {
  const rest = Math.max(seconds, 0);
  const two = (number: number): string => String(number).padStart(2, "0");
  const minutes = Math.floor(rest / 60);
  return minutes < 60 ? `${minutes}:${two(rest % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(rest % 60)}`;
}

function tick(): void {
  for (const clock of document.querySelectorAll<HTMLElement>("[data-clock]")) {
    const seconds = left(clock);
    if (seconds === null) continue;
    const words = spell(seconds);
    if (clock.textContent !== words) clock.textContent = words;
    clock.classList.toggle("is-near", seconds <= 60);
    clock.classList.toggle("is-over", seconds <= 0);
    for (const bar of document.querySelectorAll<HTMLProgressElement>(`[data-clock-bar="${clock.id}"]`)) {
      bar.max = Math.max(bar.max, seconds);
      bar.value = Math.max(seconds, 0);
    }
  }
  const own = document.querySelector<HTMLElement>("aside.strip [data-clock]");
  speak(own && own.dataset.ends !== undefined ? left(own) : null);
  for (const offer of document.querySelectorAll<HTMLElement>("[data-until]")) {
    const rest = Math.ceil((Number(offer.dataset.until) - serverNow()) / 1000);
    const place = offer.querySelector("[data-seconds]");
    if (place) place.textContent = String(Math.max(rest, 0));
    if (rest <= 0) offer.remove();
  }
}

/** Say what is left where a step was passed while the page was open, not when it is opened. */
function speak(seconds: number | null): void {
  const last = before;
  before = seconds;
  if (seconds === null || last === null) return;
  const passed = WORTH_SAYING.filter((step) => last > step && seconds <= step).pop();
  if (passed === undefined) return;
  announce(passed > 0 ? say("{minutes} min left", { minutes: passed / 60 }) : say("The time is over"));
}
