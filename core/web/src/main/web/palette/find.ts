import type { Option } from "../shell/combobox";

/** Something that the palette can do. */
export interface Command extends Option {
  run: () => void;
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * How well a text fits what was typed: 0 not at all, more is better. Each word that was typed must begin a word of the text, or
 * at least be within it; accents and case do not count.
 */
export function fit(text: string, typed: string): number {
  const within = plain(text);
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return 1;
  let sum = 0;
  for (const word of wanted) {
    const at = within.indexOf(word);
    if (at < 0) return 0;
    sum +=
      at === 0
        ? 4
        : new RegExp(`[^\\p{L}\\p{N}]${word.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&")}`, "u").test(within)
          ? 3
          : 1;
  }
  return sum / wanted.length;
}

/** The commands that fit, the best first; equally good ones in their order. */
export function fitting(commands: readonly Command[], typed: string): Command[] {
  return commands
    .map((command) => ({ command, good: fit(`${command.label} ${command.detail ?? ""}`, typed) }))
    .filter(({ good }) => good > 0)
    .sort((a, b) => b.good - a.good)
    .map(({ command }) => command);
}

const SHORT_ID = /^\s*(?:inc-?)?([2-9b-z]{5})\s*$/i;

/** The short id of an incident in what was typed, with or without its prefix; null if it is none. */
export function shortId(typed: string): string | null {
  const [, id] = SHORT_ID.exec(typed) ?? [];
  return id === undefined || !/^\s*inc/i.test(typed) ? null : `INC-${id.toUpperCase()}`;
}
