/** A piece of a line. */
export type Piece =
  | { kind: "text" | "code" | "strong" | "em"; text: string }
  | { kind: "link"; text: string; to: string };

export type Block =
  | { kind: "paragraph" | "quote"; lines: Piece[][] }
  | { kind: "list"; isOrdered: boolean; items: Piece[][] }
  | { kind: "code"; text: string };

const INLINE =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|(?<![\w*])\*([^*\s][^*\n]*)\*|\[([^[\]\n]{1,300})\]\(([^()\s]+)\)|(https?:\/\/[^\s<>"'`]*[^\s<>"'`.,:;!?)\]])/g;
const ITEM = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;

/** An address that may be followed: never a script, and never without a scheme. Null for every other. */
export function safeLink(to: string): string | null {
  try {
    const url = new URL(to);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** The pieces of a line of Markdown; what is not understood is text. */
export function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const found of line.matchAll(INLINE)) {
    if (found.index > end) pieces.push({ kind: "text", text: line.slice(end, found.index) });
    end = found.index + found[0].length;
    const [whole, code, strong, em, text, to, bare] = found;
    const link = safeLink(to ?? bare ?? "");
    if (code !== undefined) pieces.push({ kind: "code", text: code });
    else if (strong !== undefined) pieces.push({ kind: "strong", text: strong });
    else if (em !== undefined) pieces.push({ kind: "em", text: em });
    else if (link !== null) pieces.push({ kind: "link", text: text ?? whole, to: link });
    else pieces.push({ kind: "text", text: whole });
  }
  if (end < line.length) pieces.push({ kind: "text", text: line.slice(end) });
  return pieces;
}

/** The blocks of a text in Markdown: paragraphs, quotes, lists and code. It has neither HTML nor images. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  let isOpen = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (/^\s*```/.test(line)) {
      const from = ++i;
      while (i < lines.length && !/^\s*```/.test(lines[i] ?? "")) i++;
      blocks.push({ kind: "code", text: lines.slice(from, i).join("\n") });
      isOpen = false;
      continue;
    }
    const item = ITEM.exec(line);
    const quote = /^\s*>\s?(.*)$/.exec(line);
    const last = isOpen ? blocks.at(-1) : undefined;
    if (line.trim() === "") {
      isOpen = false;
      continue;
    }
    const pieces = piecesOf(item?.[2] ?? quote?.[1] ?? line.replace(/^#{1,6}\s+/, ""));
    const isOrdered = item?.[1] !== undefined;
    const kind = quote ? "quote" : "paragraph";
    if (item && last?.kind === "list" && last.isOrdered === isOrdered) last.items.push(pieces);
    else if (item) blocks.push({ kind: "list", isOrdered, items: [pieces] });
    else if (last?.kind === kind) last.lines.push(pieces);
    else blocks.push({ kind, lines: [pieces] });
    isOpen = true;
  }
  return blocks;
}
