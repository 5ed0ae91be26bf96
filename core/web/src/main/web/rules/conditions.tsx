import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import { Combobox } from "../shell/combobox";
import { Icon } from "../shell/icon";
import { CLOSE, PLUS } from "../shell/icons";
import { say } from "../words";
import { type Condition, conditionOf, matcherOf, OPERATORS } from "./matcher";

const SHOWN = 8;
const WORDS = { "=": "rules.is", "!=": "rules.isNot", "=~": "rules.matches", "!~": "rules.matchesNot" } as const;

/** The matchers of a rule, one a row. */
export function Conditions({
  matchers,
  set,
}: {
  matchers: readonly string[];
  set: (matchers: readonly string[]) => void;
}) {
  const rows = useRef<HTMLDivElement>(null);
  const [added, setAdded] = useState(0);
  // The row that was just added is written next.
  useEffect(() => {
    if (added > 0) rows.current?.querySelector<HTMLElement>("li:last-child [role=combobox]")?.focus();
  }, [added]);
  const put = (at: number, matcher: string) => set(matchers.map((one, i) => (i === at ? matcher : one)));
  return (
    <div ref={rows}>
      <ul class="plain conditions" aria-label={say("rules.when")}>
        {matchers.map((matcher, i) => {
          const condition = conditionOf(matcher);
          return (
            <li key={i}>
              {condition ? (
                <Row condition={condition} number={i + 1} set={(next) => put(i, matcherOf(next))} />
              ) : (
                <code>{matcher}</code>
              )}
              <button
                type="button"
                class="icon"
                title={say("rules.condition.remove")}
                onClick={() => set(matchers.filter((_, j) => j !== i))}
              >
                <Icon of={CLOSE} />
                <span class="unseen">
                  {say("rules.condition.remove")} {i + 1}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      <button
        type="button"
        onClick={() => {
          set([...matchers, matcherOf({ label: "", operator: "=", value: "" })]);
          setAdded(added + 1);
        }}
      >
        <Icon of={PLUS} /> {say("rules.condition.add")}
      </button>
    </div>
  );
}

function Row({
  condition,
  number,
  set,
}: {
  condition: Condition;
  number: number;
  set: (condition: Condition) => void;
}) {
  const names = useKnown(condition.label, null);
  const values = useKnown(condition.value, condition.label);
  return (
    <>
      <Combobox
        label={`${say("rules.label")} ${number}`}
        isBare
        value={condition.label}
        options={offered(names, condition.label)}
        onInput={(label) => set({ ...condition, label })}
        onPick={({ label }) => set({ ...condition, label })}
      />
      <select
        aria-label={`${say("rules.operator")} ${number}`}
        value={condition.operator}
        onChange={(event) => {
          const operator = OPERATORS.find((one) => one === event.currentTarget.value);
          if (operator) set({ ...condition, operator });
        }}
      >
        {OPERATORS.map((one) => (
          <option key={one} value={one} selected={one === condition.operator}>
            {say(WORDS[one])}
          </option>
        ))}
      </select>
      <Combobox
        label={`${say("rules.value")} ${number}`}
        isBare
        value={condition.value}
        options={offered(values, condition.value)}
        onInput={(value) => set({ ...condition, value })}
        onPick={({ label }) => set({ ...condition, value: label })}
      />
    </>
  );
}

function offered(known: readonly string[], typed: string) {
  return known
    .filter((one) => one !== typed)
    .slice(0, SHOWN)
    .map((one) => ({ id: one, label: one }));
}

/** Names of labels that alerts have had and that begin so, or values of one. What cannot be read is typed. */
function useKnown(prefix: string, label: string | null): readonly string[] {
  const [known, setKnown] = useState<readonly string[]>([]);
  useEffect(() => {
    const over = new AbortController();
    const query = { prefix, limit: 50 };
    const read =
      label === null
        ? call("GET /labels", { query, signal: over.signal }).then(({ items }) => items.map(({ name }) => name))
        : label === ""
          ? Promise.resolve([])
          : call("GET /labels/{name}/values", { path: { name: label }, query, signal: over.signal }).then(({ items }) =>
              items.map(({ value }) => value),
            );
    read.then(
      (found) => !over.signal.aborted && setKnown(found),
      () => !over.signal.aborted && setKnown([]),
    );
    return () => over.abort();
  }, [prefix, label]);
  return known;
}
