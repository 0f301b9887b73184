// The state of the connection in words, and what to do when the page has grown old.

import { onWaiting } from "./commands";
import { live } from "./live";
import { kept, make, page, say } from "./page";

const PATIENCE = 1500;
const SPREAD = 2000;
const NOT_AGAIN = 30_000;

let waiting = 0;
let timer = 0;

export function startStatus(): void {
  live.watch((state) => {
    window.clearTimeout(timer);
    document.body.dataset.connection = state;
    // A break that is over in a moment is not worth a word.
    if (state === "waiting") timer = window.setTimeout(show, PATIENCE);
    else show();
  });
  onWaiting((number) => {
    waiting = number;
    show();
  });
  live.on("reload", ({ why }) => reload(why));
}

function show(): void {
  const place = document.getElementById("connection");
  if (!place) return;
  const words = inWords();
  if (place.textContent === words) return;
  place.replaceChildren(words);
  if (live.state === "signed-out") place.append(" ", make("a", { href: `/?to=${encodeURIComponent(location.pathname)}` }, say("Load again")));
}

function inWords(): string {
  if (live.state === "signed-out") return say("Sign in again to go on");
  if (live.state === "no-access") return say("Your access to this has ended");
  if (live.state === "waiting") {
    return waiting ? say("No network connection, notes are kept on this device") : say("No network connection");
  }
  return waiting ? say("{number} changes wait for the network", { number: waiting }) : "";
}

/** The page cannot catch up by itself. Nobody who is writing is interrupted: they choose the moment. */
function reload(why: string): void {
  const last = Number(kept.get(`reload:${page.room}`) ?? 0);
  const active = document.activeElement;
  const isWriting = active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement;
  if (!isWriting && Date.now() - last > NOT_AGAIN) {
    kept.set(`reload:${page.room}`, String(Date.now()));
    window.setTimeout(() => location.reload(), why === "failed" ? SPREAD : Math.random() * SPREAD);
    return;
  }
  const place = document.getElementById("connection");
  const again = make("button", { type: "button", class: "btn sm" }, say("Load again"));
  again.onclick = () => location.reload();
  place?.replaceChildren(say("The page has changed. Load it again."), " ", again);
}
