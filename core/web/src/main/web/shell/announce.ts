/** Says something to screen readers, in the live region of the shell. */
export function announce(text: string): void {
  const region = document.getElementById("said");
  if (!region) return;
  // The same text again would not be read.
  region.textContent = region.textContent === text ? text + "\u00a0" : text;
}
