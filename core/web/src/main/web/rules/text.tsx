import type { Ref } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import { inWords } from "../shell/failure";
import { say } from "../words";
import type { Position } from "./position";

/** Something wrong in the text, and where. */
export interface Fault {
  at: Position;
  text: string;
}

/** The whole set as JSON, for whoever writes it so. */
export function RulesText({
  field,
  first,
  faults,
}: {
  field: Ref<HTMLTextAreaElement> & { current: HTMLTextAreaElement | null };
  first: string;
  faults: readonly Fault[];
}) {
  // What is drawn anew keeps what was typed.
  const start = useRef(first);
  const show = ({ line, column }: Position) => {
    const area = field.current;
    if (!area) return;
    const lines = area.value.split("\n").slice(0, line - 1);
    const at = lines.join("\n").length + (line > 1 ? 1 : 0) + column - 1;
    area.focus();
    area.setSelectionRange(at, at);
  };
  return (
    <>
      <p class="field">
        <label for="rules">{say("rules.text")}</label>
        <textarea
          ref={field}
          id="rules"
          class="code"
          rows={20}
          spellcheck={false}
          defaultValue={start.current}
          required
        />
      </p>
      {faults.length > 0 && (
        <ul class="list faults">
          {faults.map(({ at, text }, i) => (
            <li key={i}>
              <button type="button" onClick={() => show(at)}>
                {say("rules.at", { line: at.line, column: at.column })}
              </button>{" "}
              {text}
            </li>
          ))}
        </ul>
      )}
      <Labels
        put={(name) => {
          const area = field.current;
          if (!area) return;
          area.setRangeText(name, area.selectionStart, area.selectionEnd, "end");
          area.focus();
        }}
      />
    </>
  );
}

/** Completes the names and values of labels that alerts have had; what is found is put where the cursor stands. */
function Labels({ put }: { put: (text: string) => void }) {
  const [names, setNames] = useState<string[]>([]);
  const [values, setValues] = useState<string[]>([]);
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [failed, setFailed] = useState("");
  useEffect(() => {
    call("GET /labels", { query: { prefix: name, limit: 50 } })
      .then((found) => setNames(found.items.map((one) => one.name)))
      .catch((caught: unknown) => setFailed(inWords(caught).text));
  }, [name]);
  const isName = names.includes(name);
  useEffect(() => {
    if (!isName) return;
    call("GET /labels/{name}/values", { path: { name }, query: { prefix: value, limit: 50 } })
      .then((found) => setValues(found.items.map((one) => one.value)))
      .catch((caught: unknown) => setFailed(inWords(caught).text));
  }, [isName, name, value]);
  return (
    <fieldset>
      <legend>{say("rules.matcher")}</legend>
      <p class="row">
        <label>
          {say("rules.label")}{" "}
          <input list="label-names" value={name} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <label>
          {say("rules.value")}{" "}
          <input list="label-values" value={value} onInput={(event) => setValue(event.currentTarget.value)} />
        </label>
        <button type="button" onClick={() => put(JSON.stringify(`${name}=${JSON.stringify(value)}`))}>
          {say("rules.put")}
        </button>
      </p>
      <datalist id="label-names">
        {names.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <datalist id="label-values">
        {values.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      {failed && <p class="fault">{failed}</p>}
    </fieldset>
  );
}
