import { useRef, useState } from "preact/hooks";
import { Combobox } from "./combobox";
import { Icon } from "./icon";
import { CLOSE } from "./icons";
import { say } from "../words";

/** So many options are shown at once. */
const SHOWN = 8;

/** Names that are picked one after the other, or typed: each is a chip with the button that drops it. */
export function Chips({
  label,
  hint,
  offered,
  most = Infinity,
  first = [],
  name,
  changed,
}: {
  label: string;
  hint: string;
  offered: readonly string[];
  most?: number;
  /** What is chosen at first. */
  first?: readonly string[];
  /** In a form: what is chosen is sent under it, a line each. */
  name?: string;
  changed?: (now: readonly string[]) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<readonly string[]>(first);
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLowerCase();
  const options = offered
    .filter((one) => !chosen.includes(one) && one.toLowerCase().includes(wanted))
    .slice(0, SHOWN)
    .map((one) => ({ id: one, label: one }));
  const set = (now: readonly string[]) => {
    setChosen(now);
    changed?.(now);
  };
  const add = (one: string) => {
    setTyped("");
    if (one !== "" && !chosen.includes(one) && chosen.length < most) set([...chosen, one]);
  };
  return (
    <div class="field">
      <Combobox
        label={label}
        hint={hint}
        field={field}
        value={typed}
        options={options}
        onInput={setTyped}
        onPick={({ id }) => add(id)}
        onEnter={() => add(typed.trim())}
        onLeave={() => add(typed.trim())}
      />
      {name !== undefined && <input type="hidden" name={name} value={chosen.join("\n")} />}
      {chosen.length > 0 && (
        <ul class="chips" aria-label={label}>
          {chosen.map((one) => (
            <li key={one}>
              <span>{one}</span>
              <button
                type="button"
                title={say("chips.drop")}
                onClick={() => {
                  set(chosen.filter((other) => other !== one));
                  field.current?.focus();
                }}
              >
                <Icon of={CLOSE} />
                <span class="unseen">
                  {say("chips.drop")} {one}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
