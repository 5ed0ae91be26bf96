/** Whether a text is an address of the web, which alone is made a link. */
export function isWeb(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
