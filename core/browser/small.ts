// Small things: the theme, closing a message, copying a link.

import { around } from "./page";

const YEAR = 365 * 24 * 3600;

export function startSmallThings(): void {
  document.addEventListener("click", (event) => {
    const theme = around<HTMLButtonElement>(event, "button[name=theme], [data-theme-choice]");
    if (theme) {
      event.preventDefault();
      choose(theme.dataset.themeChoice ?? theme.value);
    }
    around(event, "[data-dismiss]")?.closest(".toast, [data-dismissible]")?.remove();
    const copier = around(event, "[data-copy]");
    if (copier) void copy(copier);
  });
  // The clipboard needs a secure address; where there is none, the button stays away.
  if (window.isSecureContext) {
    for (const button of document.querySelectorAll<HTMLElement>("[data-copy]")) button.hidden = false;
  }
}

/** light, dark, or anything else for what the device says. */
function choose(theme: string): void {
  const known = theme === "light" || theme === "dark";
  if (known) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  document.cookie = `theme=${known ? theme : ""}; path=/; max-age=${known ? YEAR : 0}; samesite=lax`;
}

async function copy(button: HTMLElement): Promise<void> {
  const words = document.querySelector(button.dataset.copy ?? "")?.textContent?.trim();
  if (!words) return;
  await navigator.clipboard.writeText(words);
  button.setAttribute("aria-pressed", "true");
}
