import { useEffect, useRef, useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import type { RuleSet } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Failure, inWords } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { Loading } from "../shell/loading";
import { go, usePlace } from "../shell/router";
import { toast } from "../shell/toast";
import { SimulateDraft } from "../simulations/draft";
import { atField } from "../shell/plain";
import { say } from "../words";
import { type Position, positionOf } from "./position";
import { text } from "./rules";
import { TryBody, tryBody } from "./try";

interface Fault {
  at: Position;
  text: string;
}

const EXAMPLE = '[\n  {"name": "payments", "matchers": ["namespace=~\\"pay-.*\\""], "service": "payments"}\n]\n';

/** Writes a new version of the rule set; it is in force only once somebody says so. */
export function RuleEditor({ me }: PageProps) {
  const from = usePlace().query.get("from");
  const [rules, setRules] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [faults, setFaults] = useState<Fault[]>([]);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const over = new AbortController();
    const signal = over.signal;
    const read = from
      ? call("GET /rule-sets/{version}", { path: { version: from }, signal })
      : call("GET /rule-sets/active", { signal });
    read
      .then((set) => setRules(text(set)))
      .catch((caught: unknown) => {
        if (signal.aborted) return;
        if (!from && caught instanceof Refused && caught.status === 404) setRules(EXAMPLE);
        else setFailure(caught);
      });
    return () => over.abort();
  }, [from]);

  const show = ({ line, column }: Position) => {
    const area = field.current;
    if (!area) return;
    const start =
      area.value
        .split("\n")
        .slice(0, line - 1)
        .join("\n").length +
      (line > 1 ? 1 : 0) +
      column -
      1;
    area.focus();
    area.setSelectionRange(start, start);
  };
  /** Asks the server about what is written; faults of rules are shown with their places. */
  const checked = async <T,>(ask: (rules: RuleSet["rules"]) => Promise<T>): Promise<T> => {
    setFaults([]);
    const written = field.current?.value ?? "";
    let parsed;
    try {
      parsed = JSON.parse(written) as RuleSet["rules"];
    } catch (caught) {
      throw new Error(say("rules.notJson", { why: caught instanceof Error ? caught.message : "" }));
    }
    try {
      return await ask(parsed);
    } catch (caught) {
      if (!(caught instanceof Refused) || !caught.problem.details) throw caught;
      const found = Object.entries(caught.problem.details)
        .filter(([pointer]) => pointer.startsWith("/rules"))
        .map(([pointer, said]) => ({
          at: positionOf(written, pointer.replace(/^\/rules/, "")),
          text: said.map((one) => atField(one, pointer)).join(" "),
        }));
      setFaults(found.sort((one, other) => one.at.line - other.at.line || one.at.column - other.at.column));
      throw caught;
    }
  };
  const send = async (values: Record<string, string>) => {
    const made = await checked((rules) =>
      call("POST /rule-sets", { body: { comment: values["comment"] ?? "", rules } }),
    );
    toast(say("rules.made", { version: String(made.version) }));
    go("/rules");
  };
  return (
    <Managed me={me} title={say("rules.edit")}>
      {failure !== null && <Failure failure={failure} />}
      {failure === null && rules === null && <Loading />}
      {rules !== null && (
        <Form go={say("rules.save")} send={send}>
          <p class="field">
            <label for="rules">{say("rules.text")}</label>
            <textarea ref={field} id="rules" class="code" rows={20} spellcheck={false} defaultValue={rules} required />
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
          <Field label={say("rules.comment")} name="comment" maxLength={2000} />
        </Form>
      )}
      {rules !== null && (
        <TryBody me={me} ask={(source, pasted) => checked((rules) => tryBody(source, { ...pasted, rules }))} />
      )}
      {rules !== null && me.permissions.includes("rule.simulate") && (
        <SimulateDraft
          ask={(window) => checked((rules) => call("POST /rule-sets/simulate", { body: { ...window, rules } }))}
        />
      )}
    </Managed>
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
