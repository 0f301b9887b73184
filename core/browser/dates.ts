// Dates: a date field follows the browser's language, so the day stands beside it as people here write it: ke 28.3.2018.

export function startDates(): void {
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.type !== "date") return;
    const words = field.nextElementSibling;
    if (words?.matches("[data-date-words]")) words.textContent = said(field.value);
  });
}

function said(value: string): string {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(value);
  if (!found) return "";
  const language = document.documentElement.lang || "fi";
  const date = new Date(`${value}T00:00:00Z`);
  const weekday = new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(date);
  return `${weekday} ${Number(found[3])}.${Number(found[2])}.${found[1]}`;
}
