// Words that could not go where they were written: kept on this device, and offered until their writer decides.

import { kept, make, page, say, withValue } from "./page";

interface Draft {
  text: string;
  why: string;
}

export const REASONS: Record<string, string> = {
  locked: "The board was locked. What you wrote is kept below.",
  forbidden: "You may not write here. What you wrote is kept below.",
  deleted: "Somebody removed this. What you wrote is kept below.",
  unknown: "Somebody removed this. What you wrote is kept below.",
  trimmed: "At most {limit} characters fit. What was left out is kept below.",
};
const NOT_SAVED = "Saving did not succeed. What you wrote is kept below.";

let putBack: (key: string, text: string) => boolean = () => false;

/** How a kept text goes back into its field; false where that is not possible now. */
export function onPutBack(call: (key: string, text: string) => boolean): void {
  putBack = call;
}

/** Keep words, and show them at their field or at the top of the page. */
export function keep(key: string, text: string, reason: string, limit = 0): void {
  if (!text.trim()) return;
  const before = find(key);
  const draft = { text: before ? `${before.text}\n${text}` : text, why: say(REASONS[reason] ?? NOT_SAVED, { limit }) };
  kept.set(`draft:${key}`, JSON.stringify(draft));
  show(key, draft);
}

/** Show what was kept for the fields of this page; `again` also what is shown already. */
export function showDrafts(again = false): void {
  for (const key of kept.parts("draft:")) {
    const draft = find(key);
    if (draft && withValue("data-text", key).length && (again || !withValue("data-draft", key).length)) show(key, draft);
  }
}

function find(key: string): Draft | null {
  const json = kept.get(`draft:${key}`);
  return json ? (JSON.parse(json) as Draft) : null;
}

function show(key: string, draft: Draft): void {
  for (const old of withValue("data-draft", key)) old.remove();
  const words = make("textarea", { readonly: "", rows: "3", "aria-label": say("Kept text") });
  words.value = draft.text;
  const back = make("button", { type: "button", class: "btn sm" }, say("Put it back"));
  const away = make("button", { type: "button", class: "btn sm quiet" }, say("Throw it away"));
  const box = make(
    "div",
    { class: "say-box warn draft col", role: "group", "aria-label": say("Kept text"), "data-draft": key },
    make("p", { role: "alert" }, draft.why),
    words,
    make("p", { class: "row w" }, back, away),
  );
  const close = (): void => {
    kept.set(`draft:${key}`, null);
    box.remove();
  };
  back.onclick = () => {
    if (putBack(key, draft.text)) close();
  };
  away.onclick = close;
  const field = withValue<HTMLTextAreaElement>("data-text", key)[0];
  back.hidden = !field || field.readOnly;
  if (field) field.after(box);
  else placeForOthers().append(box);
}

function placeForOthers(): Element {
  let place = document.getElementById("drafts");
  if (!place) {
    place = make("div", { id: "drafts" });
    (document.getElementById("main") ?? document.body).prepend(place);
  }
  return place;
}

/** Whether a person is known on this page: nothing is stored for nobody. */
export const isSomebody = page.person !== "";
