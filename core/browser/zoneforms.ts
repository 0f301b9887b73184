// A form that adds something to a part of the board is empty for the next one after it was stored, but for what it keeps.

const sent = new WeakMap<HTMLFormElement, Map<Element, string>>();

export function startZoneForms(): void {
  document.addEventListener("htmx:config:request", (event) => {
    const form = formOf(event);
    if (form) sent.set(form, new Map(controls(form).map((one) => [one, state(one)])));
  });
  document.addEventListener("htmx:after:request", (event) => {
    const form = formOf(event);
    const { ctx } = (event as CustomEvent<{ ctx?: { response?: { status: number } } }>).detail;
    if (!form || (ctx?.response?.status ?? 500) >= 400) return;
    // What was changed while the answer was on its way belongs to the next one already.
    for (const one of controls(form)) if (sent.get(form)?.get(one) === state(one)) clear(one);
  });
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function formOf(event: Event): HTMLFormElement | null {
  const form = (event as CustomEvent<{ ctx?: { sourceElement?: Element } }>).detail.ctx?.sourceElement;
  return form instanceof HTMLFormElement && form.dataset.keeps !== undefined ? form : null;
}

function controls(form: HTMLFormElement): Control[] {
  const keeps = new Set((form.dataset.keeps ?? "").split(" ").filter(Boolean));
  const named = form.querySelectorAll<Control>("input[name^='v.']:not([type=hidden]), select[name^='v.'], textarea[name^='v.']");
  return [...named].filter((one) => !keeps.has(one.name.slice(2).split(".")[0] ?? ""));
}

const isChoice = (one: Control): one is HTMLInputElement =>
  one instanceof HTMLInputElement && (one.type === "radio" || one.type === "checkbox");

const state = (one: Control): string => (isChoice(one) ? String(one.checked) : one.value);

function clear(one: Control): void {
  if (isChoice(one)) one.checked = one.defaultChecked;
  else if (one instanceof HTMLSelectElement) one.selectedIndex = Math.max(0, [...one.options].findIndex((part) => part.defaultSelected));
  else one.value = one.defaultValue;
}
