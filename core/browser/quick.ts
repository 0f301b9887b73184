// Quick adding: Enter is the next note, Shift+Enter a new line, and pasted lines become several notes after a question.

import { command } from "./commands";
import { announce, around, make, page, say } from "./page";

const FORM = "form[data-quick-add]";
const ENTER = `${FORM} textarea, textarea[data-enter-submits]`;

export function startQuickAdding(): void {
  document.addEventListener("keydown", (event) => {
    const field = around<HTMLTextAreaElement>(event, ENTER);
    if (!field || event.key !== "Enter" || event.shiftKey || event.isComposing || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    if (field.value.trim()) field.form?.requestSubmit();
  });
  // Whoever writes quickly sends the next before the last is answered: all go, one after the other.
  document.addEventListener("submit", (event) => around(event, FORM)?.setAttribute("hx-sync", "this:queue all"), true);
  // The words are in the request now; the field is free for the next ones, even while this one waits its turn.
  document.addEventListener("htmx:config:request", (event) => {
    const field = fieldOf(event);
    if (!field) return;
    field.value = "";
    fit(field);
  });
  document.addEventListener("htmx:after:request", (event) => {
    const field = fieldOf(event);
    const { ctx } = (event as CustomEvent<{ ctx: { response?: { status: number }; request: { body?: unknown } } }>).detail;
    if (!field || (ctx.response?.status ?? 0) < 400) return;
    // Refused: the words come back, unless the next note is being written already.
    const words = ctx.request.body instanceof URLSearchParams ? ctx.request.body.get(field.name) : null;
    if (words) field.value = field.value ? `${words}\n${field.value}` : words;
    fit(field);
  });
  document.addEventListener("paste", paste);
  document.addEventListener("keydown", chooseField);
  rememberBehalf();
  document.addEventListener("input", (event) => {
    const field = around<HTMLTextAreaElement>(event, `${FORM} textarea`);
    if (field) fit(field);
  });
}

function fieldOf(event: Event): HTMLTextAreaElement | null {
  const { ctx } = (event as CustomEvent<{ ctx?: { sourceElement?: Element } }>).detail;
  const form = ctx?.sourceElement;
  return form?.matches?.(FORM) ? form.querySelector("textarea") : null;
}

/** As many rows as there are lines, up to eight. */
function fit(field: HTMLTextAreaElement): void {
  const lines = field.value.split("\n").length;
  field.rows = Math.min(8, Math.max(1, lines));
}

function paste(event: ClipboardEvent): void {
  const field = around<HTMLTextAreaElement>(event, `${FORM} textarea`);
  const form = field?.form;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const lines = text.split(/\r?\n/).map((line) => line.replace(/^\s*(?:[-*•–·]|\d+[.)])\s+/, "").trim()).filter(Boolean);
  if (!field || !form || lines.length < 2 || !form.querySelector("[name=zone]")) return;
  event.preventDefault();
  if (form.hasAttribute("data-quick-lines")) {
    send(form, lines);
    return;
  }
  form.querySelector(".pasted")?.remove();
  const many = make("button", { type: "button", class: "btn sm pri" }, say("Make {number} notes", { number: lines.length }));
  const one = make("button", { type: "button", class: "btn sm" }, say("Keep as one note"));
  const box = make(
    "div",
    { class: "pasted say-box info", role: "group" },
    make("p", { role: "alert" }, say("Make {number} notes of the pasted lines?", { number: lines.length })),
    make("p", { class: "row w" }, many, one),
  );
  const close = (): void => {
    box.remove();
    field.focus();
  };
  many.onclick = () => {
    close();
    send(form, lines);
  };
  one.onclick = () => {
    close();
    field.setRangeText(lines.join("\n"), field.selectionStart, field.selectionEnd, "end");
    fit(field);
  };
  box.onkeydown = (key) => {
    if (key.key === "Escape") close();
  };
  form.append(box);
  many.focus();
}

/** Each line a note, where the form says. */
function send(form: HTMLFormElement, lines: string[]): void {
  const values = new URLSearchParams();
  new FormData(form).forEach((value, name) => {
    if (name !== "text" && typeof value === "string") values.append(name, value);
  });
  const behalf = document.querySelector<HTMLSelectElement>("#behalf");
  if (behalf?.value) values.set("behalf", behalf.value);
  for (const line of lines) values.append("text", line);
  void command(form.action, values);
}

/** Alt and a number choose the field into which the secretary writes next; the words in hand stay. */
function chooseField(event: KeyboardEvent): void {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  const field = document.querySelector<HTMLSelectElement>("form[data-quick-lines] select[name=zone]");
  if (!digit || !field || !event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const option = field.options[Number(digit) - 1];
  if (!option) return;
  option.selected = true;
  announce(option.text);
}

/** For whom a secretary writes stays chosen from page to page, in this window. */
function rememberBehalf(): void {
  const select = document.querySelector<HTMLSelectElement>("#behalf");
  if (!select || !page.person) return;
  const before = sessionStorage.getItem("behalf");
  if (!select.value && before && [...select.options].some((option) => option.value === before)) select.value = before;
  select.addEventListener("change", () => sessionStorage.setItem("behalf", select.value));
}
