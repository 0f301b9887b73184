// The pages of people and tables: what changed in the programme is fetched anew, a moment later and once for all of it.

import { live } from "./live";

const PAUSE = 250;

export function startPeople(): void {
  if (!document.querySelector("[hx-trigger^='kehittamo:people']")) return;
  let timer = 0;
  live.on("frag", ({ room, seq }) => {
    if (!room.startsWith("programme:") || !seq) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => document.body.dispatchEvent(new CustomEvent("kehittamo:people")), PAUSE);
  });
}
