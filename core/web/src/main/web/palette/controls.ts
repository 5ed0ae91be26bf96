/** Something on the page that can be pressed: its name, and what pressing it does. */
export interface Control {
  label: string;
  run: () => void;
}

const CONTROLS = "#content :is(button, summary, select, a.button)";
const FIELDS = "input:not([type=hidden]), select, textarea";

/**
 * Everything on the page that can be pressed at this moment, so that nothing is offered that the page does not offer. Of the
 * rows of lists and tables, only that of the row with the focus.
 */
export function controlsOfPage(): Control[] {
  const row = document.activeElement?.closest("li, tr") ?? null;
  const found = new Map<string, Control>();
  for (const one of document.querySelectorAll<HTMLElement>(CONTROLS)) {
    const within = one.closest("li, tr");
    if ((within !== null && within !== row) || !isOffered(one)) continue;
    const label = nameOf(one);
    if (label !== "" && !found.has(label)) found.set(label, { label, run: () => press(one) });
  }
  return [...found.values()];
}

function isOffered(one: HTMLElement): boolean {
  return !one.matches(":disabled, [aria-disabled=true]") && one.getClientRects().length > 0;
}

function nameOf(one: HTMLElement): string {
  const from = one instanceof HTMLSelectElement ? (one.labels[0] ?? one) : one;
  const text = [...from.childNodes]
    .filter((part) => !(part instanceof Element && part.matches("select, [aria-hidden=true]")))
    .map((part) => part.textContent)
    .join("");
  return (one.getAttribute("aria-label") ?? text).replace(/\s+/g, " ").trim();
}

/** What needs more words, such as a form, gets the focus. */
function press(one: HTMLElement): void {
  if (!one.isConnected) return;
  const form = one instanceof HTMLButtonElement && one.type === "submit" ? one.form : null;
  const field = one instanceof HTMLSelectElement ? one : form?.querySelector<HTMLElement>(FIELDS);
  if (field) {
    field.focus();
    return;
  }
  if (one.matches("summary, [aria-expanded]")) one.focus();
  one.click();
}
