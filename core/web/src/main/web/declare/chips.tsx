import { useRef, useState } from "preact/hooks";
import { Combobox } from "../shell/combobox";
import { Icon } from "../shell/icon";
import { CLOSE } from "../shell/icons";
import { say } from "../words";

/** So many options are shown at once. */
const SHOWN = 8;

/** Names that are picked one after the other, or typed: each is a chip with the button that drops it. */
export function Chips({
  label,
  hint,
  offered,
  most,
  changed,
}: {
  label: string;
  hint: string;
  offered: readonly string[];
  most: number;
  changed: (now: readonly string[]) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [typed, setTyped] = useState("");
  const wanted = typed.trim().toLowerCase();
  const options = offered
    .filter((one) => !chosen.includes(one) && one.toLowerCase().includes(wanted))
    .slice(0, SHOWN)
    .map((one) => ({ id: one, label: one }));
  const set = (now: readonly string[]) => {
    setChosen(now);
    changed(now);
  };
  const add = (name: string) => {
    setTyped("");
    if (name !== "" && !chosen.includes(name) && chosen.length < most) set([...chosen, name]);
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
      {chosen.length > 0 && (
        <ul class="chips" aria-label={label}>
          {chosen.map((name) => (
            <li key={name}>
              <span>{name}</span>
              <button
                type="button"
                title={say("declare.drop")}
                onClick={() => {
                  set(chosen.filter((one) => one !== name));
                  field.current?.focus();
                }}
              >
                <Icon of={CLOSE} />
                <span class="unseen">
                  {say("declare.drop")} {name}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
