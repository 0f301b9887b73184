// All texts of the page: plain copies for looking at, and co-edited ones from the moment they are focused.

import * as drafts from "./drafts";
import { onRemoval } from "./apply";
import { CoText, type Library, type Saving } from "./cotext";
import { live } from "./live";
import { around, kept, page, say, withValue } from "./page";
import { STEP2, textFrame } from "./wire";

const LIMIT = 2000;
const LEFT_SHOWN = 100;
const IDLE = 20_000;

const WORDS: Record<Saving, string> = {
  idle: "Saves automatically",
  saving: "saving",
  saved: "saved",
  offline: "kept on this device",
};

/** Reset as unknown once, and opened again: the server may have forgotten it while it was being read. */
const doubted = new Set<string>();
const texts = new Map<string, CoText>();
const opening = new Map<string, Promise<CoText>>();
const idle = new Map<string, number>();
const written: ((key: string) => void)[] = [];
let library: Promise<Library> | null = null;

/** Yjs; where it cannot be fetched now, the next one who asks tries again. */
function fetchLibrary(): Promise<Library> {
  library ??= import("./yjs").catch((error: unknown) => {
    library = null;
    throw error;
  });
  return library;
}

/** Call a function whenever something was typed into a text on this page. */
export function onWriting(call: (key: string) => void): void {
  written.push(call);
}

export function startTexts(): void {
  live.on("text", ({ key, plain }) => {
    if (!texts.has(key)) view(key, plain);
  });
  live.on("saved", ({ key, count }) => texts.get(key)?.saved(count));
  live.on("text-reset", ({ key, reason }) => reset(key, reason));
  live.on("rights", ({ room, rights }) => reopen(room, rights));
  live.on("text-trimmed", ({ key, limit, cut }) => drafts.keep(key, cut, "trimmed", limit));
  live.onText(({ key, step, body }) => {
    if (step === STEP2) doubted.delete(key);
    texts.get(key)?.hear(step, body);
  });
  live.onOpen(() => {
    // Yjs comes while nobody waits for it, so that a text opens at once, and also where the network has gone meanwhile.
    if (document.querySelector("[data-text], [data-text-view]")) void fetchLibrary().then(openFocused, () => undefined);
    for (const text of texts.values()) text.open();
  });
  live.watch((state) => {
    if (state !== "live") for (const text of texts.values()) text.lost();
  });
  document.addEventListener("focusin", (event) => {
    const field = around<HTMLTextAreaElement>(event, "textarea[data-text]");
    if (field && !field.readOnly) enter(field);
  });
  document.addEventListener("input", (event) => {
    const field = around<HTMLTextAreaElement>(event, "textarea[data-text]");
    if (field?.dataset.text) for (const call of written) call(field.dataset.text);
  });
  document.addEventListener("htmx:after:process", fresh);
  window.addEventListener("pagehide", () => {
    for (const text of texts.values()) text.suspend();
  });
  onRemoval(removed);
  drafts.onPutBack((key, words) => {
    const field = withValue<HTMLTextAreaElement>("data-text", key)[0];
    if (!field || field.readOnly) return false;
    open(field).then(
      (text) => text.append(words),
      () => undefined,
    );
    field.focus();
    return true;
  });
  window.setInterval(sweep, 5000);
  fresh();
  bringKept();
}

/** Words that were not saved when this page was last left go to the server now, whether their field is shown or not. */
function bringKept(): void {
  if (!drafts.isSomebody) return;
  const owners = new Set(page.rooms.map(({ room }) => room.split(":")[1]));
  for (const key of kept.parts("text:")) {
    const owner = key.split(":")[0] ?? "";
    if (!owners.has(owner) && !withValue("data-element", owner).length) continue;
    if (!texts.has(key) && !opening.has(key)) begin(key, null).catch(() => undefined);
  }
}

/** Open a text in a textarea; it is in sync a moment later. */
async function open(field: HTMLTextAreaElement): Promise<CoText> {
  const key = field.dataset.text ?? "";
  const text = texts.get(key) ?? (await (opening.get(key) ?? begin(key, field)));
  idle.delete(key);
  text.bind(field);
  return text;
}

/** Begin with a text; without a textarea only to bring what is kept of it to the server. */
function begin(key: string, field: HTMLTextAreaElement | null): Promise<CoText> {
  const coming = fetchLibrary().then((yjs) => {
    const text = new CoText(yjs, key, Number(field?.dataset.limit) || LIMIT);
    text.onChange = (words, saving) => {
      view(key, words, text.field);
      tellSaving(key, saving);
    };
    texts.set(key, text);
    opening.delete(key);
    if (field) text.bind(field);
    text.open();
    return text;
  });
  opening.set(key, coming);
  coming.catch(() => opening.delete(key));
  return coming;
}

/** A textarea that was entered while Yjs could not be fetched is opened when it has come. */
function openFocused(): void {
  const field = document.activeElement;
  if (field instanceof HTMLTextAreaElement && field.matches("[data-text]:not([data-bound])") && !field.readOnly) enter(field);
}

/** Open a text because somebody goes there; without a network it is opened when there is one. */
function enter(field: HTMLTextAreaElement): void {
  open(field).catch(() => undefined);
}

/** Texts on a fresh part of the page: open ones are bound again, unsaved ones are opened, kept ones are offered. */
function fresh(): void {
  for (const field of document.querySelectorAll<HTMLTextAreaElement>("textarea[data-text]:not([data-bound])")) {
    const key = field.dataset.text ?? "";
    const text = texts.get(key);
    if (text && !text.field?.isConnected && !field.readOnly) text.bind(field);
    else if (!text && !field.readOnly && drafts.isSomebody && kept.get(`text:${key}`)) enter(field);
  }
  drafts.showDrafts();
}

/** Show how a text reads wherever the page shows it, but in the textarea that is its own. */
function view(key: string, words: string, own: HTMLTextAreaElement | null = null): void {
  for (const element of withValue("data-text-view", key)) {
    if (element.textContent !== words) element.textContent = words;
  }
  for (const field of withValue<HTMLTextAreaElement>("data-text", key)) {
    field.closest(".field[data-gap]")?.classList.toggle("is-gap", !words);
    if (field === own || field === document.activeElement) continue;
    if (field.value === field.defaultValue) field.value = words;
    field.defaultValue = words;
  }
}

function tellSaving(key: string, saving: Saving): void {
  const text = texts.get(key);
  const left = text ? text.limit - [...(text.field?.value ?? "")].length : LEFT_SHOWN;
  const words = say(WORDS[saving]) + (left < LEFT_SHOWN ? ` · ${say("{number} characters left", { number: left })}` : "");
  for (const element of withValue("data-save-state", key)) {
    element.dataset.state = saving;
    if (element.textContent !== words) element.textContent = words;
  }
}

function reset(key: string, reason: string): void {
  const text = texts.get(key);
  if (!text) return;
  const field = text.field;
  if (reason === "unknown" && !doubted.has(key) && stands(key)) {
    doubted.add(key);
    text.open();
    return;
  }
  doubted.delete(key);
  const isShut = reason === "locked" || reason === "forbidden";
  const isGone = reason === "deleted" || reason === "unknown";
  if (field && (isShut || isGone)) field.readOnly = true;
  text.reset(reason);
  if (isGone) {
    forget(key, text);
    return;
  }
  if (field && isShut) {
    // From here on it is a copy for looking at, until the rights come back.
    text.unbind();
    field.blur();
    field.dataset.shut = "";
    field.value = field.defaultValue;
  }
  text.open();
}

/** Whether the page still shows what a text belongs to. */
function stands(key: string): boolean {
  const owner = key.split(":")[0] ?? "";
  return page.rooms.some(({ room }) => room === `programme:${owner}`) || withValue("data-element", owner).length > 0;
}

/** Fields that were shut because of a lock open again when it is taken off. */
function reopen(room: string, rights: string[]): void {
  if (room !== page.room || !rights.includes("write")) return;
  for (const field of document.querySelectorAll<HTMLTextAreaElement>("textarea[data-shut]")) {
    delete field.dataset.shut;
    field.readOnly = false;
  }
  drafts.showDrafts(true);
}

/** Somebody removed a part of the page: what was being written there is kept. */
function removed(element: Element): void {
  const gone = element.matches("[data-element]") ? `${(element as HTMLElement).dataset.element ?? ""}:` : "";
  for (const [key, text] of texts) {
    if (!(gone && key.startsWith(gone)) && !(text.field && element.contains(text.field))) continue;
    const isWriting = text.field !== null && text.field === document.activeElement;
    const words = text.field?.value ?? "";
    if (text.field && !element.contains(text.field)) text.field.readOnly = true;
    if (!text.isSaved || isWriting) drafts.keep(key, words, "deleted");
    forget(key, text);
  }
}

function forget(key: string, text: CoText): void {
  live.send(textFrame(key));
  text.close();
  texts.delete(key);
  idle.delete(key);
}

/** Texts that nobody has been in for a while, or whose textarea is gone, are closed once they are saved. */
function sweep(): void {
  const now = Date.now();
  for (const [key, text] of texts) {
    if (text.field && text.field === document.activeElement) {
      idle.delete(key);
    } else if (!idle.has(key)) {
      idle.set(key, now);
    } else if (text.isSaved && now - (idle.get(key) ?? now) > IDLE) {
      forget(key, text);
    }
  }
}
