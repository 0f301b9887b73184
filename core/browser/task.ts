// The task of a table: a page that gained the right to write shows where, and a page that waits goes to the board of its table.

import { applyAll, onChange } from "./apply";
import { live } from "./live";
import { page } from "./page";

const EDITORS = "textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=button], [type=submit])";

export function startTask(): void {
  let mayWrite: boolean | null = null;
  live.on("rights", ({ room, rights }) => {
    if (room !== page.room || !room.startsWith("board:")) return;
    const may = rights.includes("write") && !rights.includes("locked");
    // What somebody has begun stays where it is: when the board closes under it, the server says why it takes no more.
    if (may !== mayWrite && (may || !hasUnsent())) void renew();
    mayWrite = may;
  });
  const waiting = document.querySelector<HTMLElement>("[data-now]");
  if (waiting) onChange(() => window.setTimeout(() => go(waiting)));
}

function hasUnsent(): boolean {
  return [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(`.work :is(${EDITORS})`)].some(
    (field) => field.value !== field.defaultValue,
  );
}

/** Fetch the page anew and take its zones: what may be written here stands in them. */
async function renew(): Promise<void> {
  const zones = document.querySelector<HTMLElement>(".work > .zones[id]");
  if (!zones) {
    if (!hasUnsent()) location.reload();
    return;
  }
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(zones.id);
    if (fresh) applyAll([{ op: "upsert", id: zones.id, html: fresh.outerHTML }]);
  } catch {
    // Without a network the page stays as it is; what is sent from it is refused or taken by the server.
  }
}

/** The part of the reader's own table says where to go; the others' are not shown. */
function go(waiting: HTMLElement): void {
  for (const link of waiting.querySelectorAll<HTMLAnchorElement>("a[data-goes=open]")) {
    if (link.offsetParent !== null) location.assign(link.href);
  }
}
