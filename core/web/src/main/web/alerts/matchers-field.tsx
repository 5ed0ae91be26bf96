import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import { Combobox, type Option } from "../shell/combobox";
import { useKey } from "../shell/keys";
import { setQuery } from "../shell/router";
import { say } from "../words";
import { isMatcher, quoted, typing } from "./matchers";

const PAUSE = 200;
const SHOWN = 12;

/** What can be completed, as options whose ids are the text that they make of it. */
async function optionsFor(
  text: string,
  filters: Record<string, string | string[]>,
  signal: AbortSignal,
): Promise<Option[]> {
  const now = typing(text);
  if (now.at === "end") return [];
  const query = { ...filters, prefix: now.prefix, limit: SHOWN };
  if (now.at === "name") {
    const { items } = await call("GET /labels", { query, signal });
    return items.map(({ name, count }) => ({ id: `${name}=`, label: name, detail: count.toLocaleString() }));
  }
  const { items } = await call("GET /labels/{name}/values", { path: { name: now.name }, query, signal });
  return items.map(({ value, count }) => ({
    id: now.name + now.operator + quoted(value),
    label: value,
    detail: count.toLocaleString(),
  }));
}

/**
 * The matchers of the list, which are those of the address, and a field for another one. Names and values are completed from
 * the alerts that the list has.
 */
export function Matchers({ matchers, filters }: { matchers: string[]; filters: Record<string, string | string[]> }) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [options, setOptions] = useState<Option[]>([]);
  const [isAsked, setAsked] = useState(false);
  const [fault, setFault] = useState("");
  useKey("/", () => field.current?.focus(), say("alerts.match"));
  const key = JSON.stringify([text, filters]);
  useEffect(() => {
    if (!isAsked) return;
    const over = new AbortController();
    const timer = setTimeout(() => {
      // Without completion a matcher can still be typed.
      optionsFor(text, filters, over.signal)
        .then(setOptions)
        .catch(() => setOptions([]));
    }, PAUSE);
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, [key, isAsked]);

  const set = (to: string[]) => setQuery({ match: to.join(","), selected: "" });
  const add = (matcher: string) => {
    if (!isMatcher(matcher)) {
      setFault(say("alerts.match.fault"));
      return;
    }
    setText("");
    setFault("");
    set([...new Set([...matchers, matcher.trim()])]);
  };
  return (
    <div class="matchers">
      <Combobox
        isBare
        field={field}
        label={say("alerts.match")}
        hint={say("alerts.match.hint")}
        value={text}
        options={options}
        onInput={(to) => {
          setAsked(true);
          setFault("");
          setText(to);
        }}
        onPick={({ id }) => {
          setOptions([]);
          if (!id.endsWith("=")) add(id);
          else setText(id);
          return id.endsWith("=");
        }}
        onEnter={() => text.trim() !== "" && add(text)}
      />
      <p role="alert" class="fault">
        {fault}
      </p>
      {matchers.length > 0 && (
        <ul class="chips" aria-label={say("alerts.match.active")}>
          {matchers.map((matcher) => (
            <li key={matcher}>
              <code>{matcher}</code>
              <button
                type="button"
                aria-label={say("alerts.match.remove", { matcher })}
                onClick={() => {
                  set(matchers.filter((one) => one !== matcher));
                  field.current?.focus();
                }}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
