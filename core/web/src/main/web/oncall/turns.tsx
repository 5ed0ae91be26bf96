import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Self } from "../api/schema";
import { Face } from "../shell/face";
import { announce } from "../shell/announce";
import { Combobox } from "../shell/combobox";
import { Icon } from "../shell/icon";
import { CLOSE, DOWN, UP } from "../shell/icons";
import { Menu } from "../shell/menu";
import { say } from "../words";
import { usePeople } from "./people";
import { asText, joined, moved, split, type Turn } from "./slots";

/** So many people are offered at once. */
const SHOWN = 8;

/**
 * The order of a rotation: a row for each turn, with whoever has it, and the field that adds a person. Turns are moved, removed and
 * joined by buttons, so that the keyboard is enough.
 *
 * @param fault what is wrong with it
 */
export function Turns({
  me,
  turns,
  changed,
  fault = "",
}: {
  me: Self;
  turns: readonly Turn[];
  changed: (turns: Turn[]) => void;
  fault?: string;
}) {
  const id = useId();
  const box = useRef<HTMLFieldSetElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const next = useRef<string | null>(null);
  const people = usePeople(me);
  const [typed, setTyped] = useState("");
  // What was moved keeps the focus; what is gone hands it to the field.
  useEffect(() => {
    if (next.current === null) return;
    const to = box.current?.querySelector<HTMLElement>(next.current);
    (to ?? field.current)?.focus();
    next.current = null;
  });

  // Who is typed and not added would be left out without a word.
  useEffect(() =>
    field.current?.setCustomValidity(typed.trim() === "" ? "" : say("turns.typed", { who: typed.trim() })),
  );

  const set = (now: Turn[], focus: string | null, said: string) => {
    next.current = focus;
    changed(now);
    announce(said);
  };
  const add = (who: string) => {
    setTyped("");
    if (who !== "") set([...turns, [who]], null, say("turns.at", { who, at: turns.length + 1 }));
  };
  const move = (at: number, by: -1 | 1) => {
    const to = at + by;
    if (to < 0 || to >= turns.length) return;
    set(
      moved(turns, at, by),
      `[data-turn="${to}"][data-by="${by}"]`,
      say("turns.at", { who: whoOf(turns, at), at: to + 1 }),
    );
  };
  const remove = (at: number) =>
    set(
      turns.filter((_, i) => i !== at),
      `[data-turn="${Math.min(at, turns.length - 2)}"][data-by="0"]`,
      say("turns.removed", { who: whoOf(turns, at) }),
    );
  const wanted = typed.trim().toLowerCase();
  const there = new Set(turns.flat());
  const options = people
    .filter(({ username }) => !there.has(username) && username.toLowerCase().includes(wanted))
    .slice(0, SHOWN)
    .map(({ username, isCalled }) => ({
      id: username,
      label: username,
      ...(isCalled ? {} : { detail: say("reach.cannot") }),
    }));
  return (
    <fieldset ref={box} class="turns" aria-describedby={`${id}-fault`}>
      <legend>{say("layer.slots")}</legend>
      {turns.length > 0 && (
        <ol class="numbered">
          {turns.map((turn, i) => {
            const who = whoOf(turns, i);
            return (
              <li key={i}>
                <span class="turn-people">
                  {turn.map((one) => (
                    <span key={one} class="turn-person">
                      <Face name={one} />
                      <bdi>{one}</bdi>
                    </span>
                  ))}
                </span>
                <span class="acts">
                  {([-1, 1] as const).map((by) => (
                    <button
                      key={by}
                      type="button"
                      class="icon"
                      data-turn={i}
                      data-by={by}
                      aria-disabled={i + by < 0 || i + by >= turns.length}
                      aria-label={say(by < 0 ? "turns.up" : "turns.down", { who })}
                      title={say(by < 0 ? "turns.up" : "turns.down", { who })}
                      onClick={() => move(i, by)}
                    >
                      <Icon of={by < 0 ? UP : DOWN} />
                    </button>
                  ))}
                  <button
                    type="button"
                    class="icon"
                    data-turn={i}
                    data-by={0}
                    aria-label={say("turns.remove", { who })}
                    title={say("turns.remove", { who })}
                    onClick={() => remove(i)}
                  >
                    <Icon of={CLOSE} />
                  </button>
                  {turns.length + turn.length > 2 && (
                    <Menu>
                      {i > 0 && (
                        <button
                          type="button"
                          onClick={() =>
                            set(
                              joined(turns, i),
                              `[data-turn="${i - 1}"][data-by="0"]`,
                              say("turns.at", { who: whoOf(joined(turns, i), i - 1), at: i }),
                            )
                          }
                        >
                          {say("turns.join", { who: whoOf(turns, i - 1) })}
                        </button>
                      )}
                      {i + 1 < turns.length && (
                        <button
                          type="button"
                          onClick={() =>
                            set(
                              joined(turns, i + 1),
                              `[data-turn="${i}"][data-by="0"]`,
                              say("turns.at", { who: whoOf(joined(turns, i + 1), i), at: i + 1 }),
                            )
                          }
                        >
                          {say("turns.join", { who: whoOf(turns, i + 1) })}
                        </button>
                      )}
                      {turn.length > 1 && (
                        <button
                          type="button"
                          onClick={() => set(split(turns, i), `[data-turn="${i}"][data-by="0"]`, say("turns.split"))}
                        >
                          {say("turns.split")}
                        </button>
                      )}
                    </Menu>
                  )}
                </span>
              </li>
            );
          })}
        </ol>
      )}
      <Combobox
        label={say("turns.add")}
        field={field}
        value={typed}
        options={options}
        onInput={setTyped}
        onPick={({ id: who }) => add(who)}
        onEnter={() => add(typed.trim())}
      />
      <p id={`${id}-fault`} class="fault">
        {fault}
      </p>
    </fieldset>
  );
}

/** Whoever has a turn, as one text. */
function whoOf(turns: readonly Turn[], at: number): string {
  return (turns[at] ?? []).join(", ");
}

/** The same in a form that sends it under a name, a line for each turn. */
export function TurnsField({ me, name, fault }: { me: Self; name: string; fault: string }) {
  const [turns, setTurns] = useState<Turn[]>([]);
  return (
    <>
      <Turns me={me} turns={turns} changed={setTurns} fault={fault} />
      <input type="hidden" name={name} value={asText(turns)} />
    </>
  );
}
