// Applies the server's fragments. Applying one twice changes nothing; what somebody is writing is never touched.

import htmx from "htmx.org";
import { live } from "./live";
import type { Op } from "./wire";

const EDITORS = "textarea, select, input:not([type=hidden], [type=button], [type=submit])";

interface Inside {
  insertContent(task: { target: Element; swapSpec: { style: string }; fragment: DocumentFragment }): Promise<void>;
}

let inside: Inside | null = null;
/** Milliseconds after the last change until the page says that it is quiet: what is dear to find out may be asked for then. */
const QUIET = 2000;
let resting = 0;

const removals: ((element: Element) => void)[] = [];
const changes: (() => void)[] = [];
const waiting = new Map<string, Op>();

/** Call a function before an element is taken off the page because somebody removed it. */
export function onRemoval(call: (element: Element) => void): void {
  removals.push(call);
}

/** Call a function after fragments were applied. */
export function onChange(call: () => void): void {
  changes.push(call);
}

export function startApplying(): void {
  htmx.registerExtension("live", {
    init: (api: Inside) => {
      inside = api;
    },
    htmx_before_morph_node: (node: Element) => !isBusy(node),
    // What a reader has opened stays open.
    htmx_before_morph_attr: (node: Element, { attrName }: { attrName: string }) =>
      !(attrName === "open" && (node instanceof HTMLDetailsElement || node instanceof HTMLDialogElement)),
  });
  live.on("frag", ({ ops }) => applyAll(ops));
  live.on("mine", ({ ops }) => applyAll(ops));
  live.on("draw", () => stir());
  document.addEventListener("htmx:after:request", taken);
  document.addEventListener("focusout", () => window.setTimeout(applyWaiting));
}

/** An editor that somebody is in, or has changed and not sent: the server's copy must not replace it. */
function isBusy(node: Element): boolean {
  if (!node.matches?.(EDITORS)) return false;
  if (node === document.activeElement || node.hasAttribute("data-bound")) return true;
  if (node instanceof HTMLTextAreaElement) return node.value !== node.defaultValue;
  if (node instanceof HTMLSelectElement) return !node.multiple && node.selectedIndex !== chosenFirst(node);
  if (node instanceof HTMLInputElement) {
    return /^(checkbox|radio)$/.test(node.type) ? node.checked !== node.defaultChecked : node.value !== node.defaultValue;
  }
  return false;
}

/** The option that the server had chosen. */
function chosenFirst(select: HTMLSelectElement): number {
  return Math.max([...select.options].findIndex((option) => option.defaultSelected), 0);
}

/** A choice that was sent and taken is the server's own from now on. */
function taken(event: Event): void {
  const { ctx } = (event as CustomEvent<{ ctx?: { sourceElement?: Element; response?: { status: number } } }>).detail;
  const form = ctx?.sourceElement;
  if (!(form instanceof HTMLFormElement) || (ctx?.response?.status ?? 500) >= 400) return;
  for (const option of form.querySelectorAll("option")) option.defaultSelected = option.selected;
}

/** Apply operations: those of the socket, and those that a page asked for. */
export function applyAll(ops: Op[]): void {
  if (!ops.length) return;
  for (const op of ops) apply(op);
  for (const call of changes) call();
  stir();
}

/** Something has changed: say `kehittamo:quiet` on the body once nothing has for a while. */
function stir(): void {
  window.clearTimeout(resting);
  resting = window.setTimeout(() => document.body.dispatchEvent(new CustomEvent("kehittamo:quiet")), QUIET);
}

function applyWaiting(): void {
  if (!waiting.size) return;
  const ops = [...waiting.values()];
  waiting.clear();
  applyAll(ops);
}

function apply(op: Op): void {
  const element = document.getElementById(op.id);
  if (op.op === "delete") {
    waiting.delete(op.id);
    if (!element) return;
    for (const call of removals) call(element);
    element.remove();
    return;
  }
  if (op.op === "upsert" && op.html !== undefined) {
    if (!element) {
      insert(op);
      return;
    }
    const fragment = read(op.html);
    if (holdsEditorThatGoes(element, fragment)) {
      waiting.set(op.id, op);
      return;
    }
    void inside?.insertContent({ target: element, swapSpec: { style: "outerMorph" }, fragment });
  }
  const now = document.getElementById(op.id);
  if (now) place(now, op);
}

function read(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Whether somebody writes in a part of the element that the new form does not have. */
function holdsEditorThatGoes(element: Element, fragment: DocumentFragment): boolean {
  const active = document.activeElement;
  if (!active || active === element || !element.contains(active) || !active.matches(EDITORS)) return false;
  // Where each choice is stored as it is made, nothing is lost when the part goes.
  if (active.closest("[data-yields]")) return false;
  return !active.id || !fragment.querySelector(`#${CSS.escape(active.id)}`);
}

function insert(op: Op): void {
  const parent = op.parent ? document.getElementById(op.parent) : null;
  const fresh = read(op.html ?? "").firstElementChild;
  if (!parent || !fresh) return;
  fresh.classList.add("htmx-added");
  window.setTimeout(() => fresh.classList.remove("htmx-added"), 600);
  parent.insertBefore(fresh, before(op, parent));
  htmx.process(fresh);
}

function before(op: Op, parent: Element): Element | null {
  const next = op.before ? document.getElementById(op.before) : null;
  return next?.parentElement === parent ? next : null;
}

function place(element: Element, op: Op): void {
  const parent = op.parent ? document.getElementById(op.parent) : null;
  if (!parent) return;
  const next = before(op, parent);
  if (element.parentElement === parent && (op.before === undefined || element.nextElementSibling === next)) return;
  if (next === element) return;
  moveBefore(parent, element, next);
}

/** Move without losing focus where the browser can. */
export function moveBefore(parent: Element, element: Element, next: Element | null): void {
  const target = parent as Element & { moveBefore?(node: Element, next: Element | null): void };
  const active = document.activeElement;
  if (target.moveBefore && element.isConnected) target.moveBefore(element, next);
  else parent.insertBefore(element, next);
  if (active instanceof HTMLElement && active !== document.activeElement && element.contains(active)) {
    active.focus({ preventScroll: true });
  }
}
