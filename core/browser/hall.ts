// What goes on in the hall: calls that are followed, messages that are said, a table's cry for help. Nothing typed is lost by it.

import { onChange } from "./apply";
import { announce, around, kept, make, page, say } from "./page";

const EDITORS = "textarea, input:not([type=hidden], [type=button], [type=submit], [type=checkbox], [type=radio], [type=range])";
const LEADS = ["facilitator", "coordinator"];

let watched: Element | null = null;
let message = "";
let state = "";
let called = "";

export function startHall(): void {
  putBack();
  look(true);
  onChange(() => look());
  document.addEventListener("click", (event) => {
    const link = around<HTMLElement>(event, "[data-called]");
    if (link) leave(link.dataset.called ?? "");
  });
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = (event as CustomEvent<{ ctx?: { sourceElement?: Element; response?: { status: number } } }>).detail;
    const form = ctx?.sourceElement;
    if (!(form instanceof HTMLFormElement) || !form.dataset.closes || (ctx?.response?.status ?? 500) >= 400) return;
    form.reset();
    document.getElementById(form.dataset.closes)?.hidePopover();
  });
}

const strip = (): HTMLElement | null => document.querySelector<HTMLElement>("aside.strip[data-hall]");

/** Fragments change the strip in their own time: look again whenever it differs. */
const watcher = new MutationObserver(() => look());

function look(first = false): void {
  const place = strip();
  if (!place) return;
  if (place !== watched) {
    watcher.disconnect();
    watcher.observe(place, { attributes: true });
    watched = place;
  }
  const { table } = document.body.dataset;
  const asks = (place.dataset.asks ?? "").split(" ");
  document.body.toggleAttribute("data-asked", table !== undefined && asks.includes(table));
  follow(place, first);
  const told = place.dataset.message ?? "";
  if (told && told !== message && !first) announce(place.querySelector(".hall-message")?.textContent?.trim() ?? "");
  message = told;
  const now = `${place.dataset.activity ?? ""} ${place.dataset.state ?? ""}`;
  if (now !== state && !first && place.dataset.activity) {
    const words = [place.querySelector(".hall-now .what b"), place.querySelector(".hall-now > .chip:not(.now)")];
    announce(words.map((part) => part?.textContent?.trim()).filter(Boolean).join(": "));
  }
  state = now;
}

/** A call: whoever has followed it, or stands there already, is not asked again. */
function follow(place: HTMLElement, first: boolean): void {
  const { gather, gatherId = "", gatherTo = "" } = place.dataset;
  const leads = LEADS.includes(document.body.dataset.role ?? "");
  const there = location.pathname === gatherTo;
  if (gather && there) remember("gathered", gatherId);
  const done = !gather || there || recall("gathered") === gatherId;
  document.body.toggleAttribute("data-gathered", done);
  if (done || leads) {
    called = gatherId;
    return;
  }
  if (gather === "hard") {
    leave(gatherId);
    location.assign(gatherTo);
  } else if (called !== gatherId && !first) announce(place.querySelector(".hall-call .what")?.textContent?.trim() ?? "");
  called = gatherId;
}

/** Keep what stands in forms that were not sent; texts that are co-edited are stored already. */
function leave(id: string): void {
  remember("gathered", id);
  let number = 0;
  for (const field of document.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>(EDITORS)) {
    if (!field.name || !field.form || field.dataset.text || field.value === field.defaultValue || field.type === "password") continue;
    kept.set(`unsent:${location.pathname}|${number++}`, JSON.stringify({ form: actionOf(field.form), name: field.name, value: field.value, same: place(field) }));
  }
  if (number) remember("left", location.pathname + location.search);
}

const actionOf = (form: HTMLFormElement): string => form.getAttribute("action") ?? "";

/** Forms of several zones post to one address: what else they send tells them apart. */
function place(field: HTMLTextAreaElement | HTMLInputElement): string {
  return field.form?.querySelector<HTMLInputElement>("input[name=zone], input[name=kind]")?.value ?? "";
}

function putBack(): void {
  const prefix = `unsent:${location.pathname}|`;
  const parts = kept.parts(prefix).map((rest) => prefix + rest);
  for (const part of parts) {
    const { form, name, value, same } = JSON.parse(kept.get(part) ?? "{}") as { form: string; name: string; value: string; same: string };
    const fields = [...document.querySelectorAll<HTMLTextAreaElement | HTMLInputElement>(EDITORS)];
    const field = fields.find((one) => one.name === name && one.form && actionOf(one.form) === form && place(one) === same);
    if (!field || field.value !== field.defaultValue) continue;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    kept.set(part, null);
  }
  if (parts.length) {
    remember("left", "");
    announce(say("What you were writing is here again."));
    return;
  }
  const from = recall("left");
  if (!from || from.split("?")[0] === location.pathname) return;
  remember("left", "");
  const link = make("a", { class: "btn sm", href: from }, say("Go back to it"));
  document.getElementById("toast")?.replaceChildren(make("div", { class: "toast" }, make("p", {}, say("What you were writing is kept.")), link));
}

/** For this window only: another window of the same person is called by itself. */
function remember(name: string, value: string): void {
  try {
    sessionStorage.setItem(`kehittamo:${page.person}:${name}`, value);
  } catch {
    // Without a memory the call is followed anew on the next page.
  }
}

function recall(name: string): string {
  try {
    return sessionStorage.getItem(`kehittamo:${page.person}:${name}`) ?? "";
  } catch {
    return "";
  }
}
