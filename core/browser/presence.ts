// Who is here and who is writing: chips on top, names at the fields, and one polite sentence for screen readers.

import { live } from "./live";
import { announce, around, make, page, say, withValue } from "./page";
import { onWriting } from "./texts";
import type { Person } from "./wire";

const SAY_AGAIN = 2000;
const QUIET_AFTER = 3000;
const ANNOUNCE_EVERY = 10_000;
const MOST_CHIPS = 6;
/** Where somebody writes who writes in a form that is not sent yet: a new note, a note of their own. */
const IN_A_FORM = "form";

const rooms = new Map<string, Map<string, Person>>();
let field: string | null = null;
let typing = false;
let said = 0;
let quiet = 0;
let announced = 0;
const shown = new Set<string>();

export function startPresence(): void {
  live.on("pres", ({ room, all, people, gone }) => {
    const here = all ? new Map<string, Person>() : (rooms.get(room) ?? new Map<string, Person>());
    for (const id of gone) here.delete(id);
    for (const person of people) here.set(person.id, person);
    rooms.set(room, here);
    show();
  });
  live.watch((state) => {
    if (state === "live") tell();
    else {
      rooms.clear();
      show();
    }
  });
  document.addEventListener("focusin", (event) => go(around(event, "[data-text]")?.dataset.text ?? null));
  document.addEventListener("focusout", () => window.setTimeout(() => document.activeElement === document.body && go(null)));
  onWriting(writing);
  document.addEventListener("input", (event) => {
    if (!around(event, "form textarea:not([data-text])")) return;
    field ??= IN_A_FORM;
    writing();
  });
  document.addEventListener("htmx:after:process", show);
}

function writing(): void {
  window.clearTimeout(quiet);
  quiet = window.setTimeout(() => {
    typing = false;
    tell();
  }, QUIET_AFTER);
  if (typing && Date.now() - said < SAY_AGAIN) return;
  typing = true;
  tell();
}

function go(key: string | null): void {
  if (key === field) return;
  field = key;
  typing = false;
  tell();
}

function tell(): void {
  said = Date.now();
  // A text of the programme (its goal) is shown on many boards: those who look there hear of it too.
  const owner = field && field !== IN_A_FORM ? `programme:${field.split(":")[0] ?? ""}` : "";
  for (const { room } of page.rooms) {
    if (room === page.room || room === owner) live.send({ type: "pres", room, field, element: null, typing });
  }
}

function everybody(): Person[] {
  return [...rooms.values()].flatMap((here) => [...here.values()]);
}

function show(): void {
  chips();
  const writers = new Map<string, Map<string, Person>>();
  for (const person of everybody()) {
    if (person.field && person.field !== IN_A_FORM && person.typing && person.person !== page.person) {
      const at = writers.get(person.field) ?? new Map<string, Person>();
      writers.set(person.field, at.set(person.person, person));
    }
  }
  for (const key of shown) if (!writers.has(key)) clear(key);
  for (const [key, people] of writers) write(key, [...people.values()]);
}

/** Everybody who is here, each once, oneself last. */
function chips(): void {
  const place = document.querySelector("[data-presence]");
  if (!place) return;
  const here = new Map<string, Person>();
  for (const person of rooms.get(page.room)?.values() ?? []) here.set(person.person, person);
  const people = [...here.values()].sort((a, b) => Number(a.person === page.person) - Number(b.person === page.person) || a.name.localeCompare(b.name));
  const few = people.length > MOST_CHIPS ? people.slice(0, MOST_CHIPS - 1) : people;
  const key = people.map((person) => person.person).join();
  if (place.getAttribute("data-shown") === key) return;
  place.setAttribute("data-shown", key);
  place.replaceChildren(...few.map(chip));
  if (few.length < people.length) {
    const names = people.slice(few.length).map((person) => person.name);
    place.append(make("span", { class: "av more", title: names.join(", ") }, `+${people.length - few.length}`));
  }
  if (people.length) {
    place.append(make("span", { class: "vh" }, `${say("{number} here", { number: people.length })}: ${people.map(named).join(", ")}`));
  }
}

function chip(person: Person): HTMLElement {
  const leads = person.role === "facilitator" || person.role === "coordinator" ? " fac" : "";
  return make("span", { class: `av p${person.hue}${leads}`, title: named(person), "aria-hidden": "true" }, initials(person.name));
}

function named(person: Person): string {
  return person.person === page.person ? `${person.name} (${say("you")})` : person.name;
}

function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const letters = parts.length > 1 ? [parts[0], parts[parts.length - 1]] : [parts[0]];
  return letters.map((part) => [...(part ?? "")][0] ?? "").join("").toUpperCase();
}

function write(key: string, people: Person[]): void {
  const names = people.map((person) => person.name.split(" ")[0] ?? person.name).sort();
  const last = names.pop() ?? "";
  const sentence = names.length
    ? say("{names} are writing", { names: `${names.join(", ")} ${say("and")} ${last}` })
    : say("{name} is writing", { name: last });
  const hue = people[0]?.hue ?? 1;
  for (const place of withValue("data-editing", key)) {
    if (place.textContent === sentence) continue;
    place.hidden = false;
    place.replaceChildren(make("span", { class: `writer p${hue}` }, sentence));
  }
  for (const copy of withValue("data-text-view", key)) copy.closest(".note")?.classList.add("is-typing", `p${hue}`);
  const news = !shown.has(key);
  shown.add(key);
  if (news && key === field && Date.now() - announced > ANNOUNCE_EVERY) {
    announced = Date.now();
    announce(sentence);
  }
}

function clear(key: string): void {
  shown.delete(key);
  for (const place of withValue("data-editing", key)) {
    place.replaceChildren();
    place.hidden = true;
  }
  for (const copy of withValue("data-text-view", key)) {
    const note = copy.closest(".note.is-typing");
    note?.classList.remove("is-typing", ...[1, 2, 3, 4, 5, 6, 7, 8].map((hue) => `p${hue}`));
  }
}
