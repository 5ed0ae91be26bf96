/** Where something stands in a text: lines and columns count from 1. */
export interface Position {
  line: number;
  column: number;
}

/** Where the value of a JSON pointer begins in a JSON text, or the nearest thing around it that is there. */
export function positionOf(text: string, pointer: string): Position {
  const wanted = pointer
    .split("/")
    .slice(1)
    .map((one) => one.replaceAll("~1", "/").replaceAll("~0", "~"));
  let at = 0;
  const blank = () => {
    while (/[\s,:]/.test(text[at] ?? "")) at++;
  };
  const string = (): string => {
    const from = at++;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    at++;
    try {
      return String(JSON.parse(text.slice(from, at)));
    } catch {
      return "";
    }
  };
  const skip = () => {
    blank();
    if (text[at] === '"') {
      string();
      return;
    }
    if (text[at] === "{" || text[at] === "[") {
      const end = text[at] === "{" ? "}" : "]";
      at++;
      blank();
      while (at < text.length && text[at] !== end) {
        skip();
        blank();
      }
      at++;
      return;
    }
    const from = at;
    while (at < text.length && !/[\s,:\]}]/.test(text[at] ?? "")) at++;
    if (at === from) at++;
  };
  blank();
  let found = at;
  for (const step of wanted) {
    const isObject = text[at] === "{";
    if (!isObject && text[at] !== "[") break;
    at++;
    let isThere = false;
    for (let index = 0; at < text.length; index++) {
      blank();
      if (text[at] === "}" || text[at] === "]") break;
      const name = isObject ? (text[at] === '"' ? string() : (skip(), "")) : String(index);
      blank();
      if (name === step) {
        isThere = true;
        break;
      }
      skip();
    }
    if (!isThere) break;
    found = at;
  }
  return lineOf(text, found);
}

export function lineOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
