import { useEffect, useRef, useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import type { Rule, RuleSet } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { moved } from "../policies/draft";
import { Failure } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { Icon } from "../shell/icon";
import { DOWN, PLUS, UP } from "../shell/icons";
import { Loading } from "../shell/loading";
import { atField } from "../shell/plain";
import { go, usePlace } from "../shell/router";
import { toast } from "../shell/toast";
import { SimulateDraft } from "../simulations/draft";
import { say } from "../words";
import { type Drafted, faultsByRule } from "./draft";
import { RuleForm, useNamed } from "./form";
import { Summary } from "./list";
import { positionOf } from "./position";
import { text } from "./rules";
import { type Fault, RulesText } from "./text";
import { TryBody, tryBody } from "./try";

type FaultsByRule = ReturnType<typeof faultsByRule>;

const NO_FAULTS: FaultsByRule = new Map();

/** Writes a new version of the rule set; it is in force only once somebody says so. */
export function RuleEditor({ me }: PageProps) {
  const from = usePlace().query.get("from");
  const [first, setFirst] = useState<readonly Rule[] | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    const over = new AbortController();
    const signal = over.signal;
    const read = from
      ? call("GET /rule-sets/{version}", { path: { version: from }, signal })
      : call("GET /rule-sets/active", { signal });
    read
      .then(({ rules }) => setFirst(rules))
      .catch((caught: unknown) => {
        if (signal.aborted) return;
        if (!from && caught instanceof Refused && caught.status === 404) setFirst([]);
        else setFailure(caught);
      });
    return () => over.abort();
  }, [from]);
  return (
    <Managed me={me} title={say("rules.edit")}>
      {failure !== null && <Failure failure={failure} />}
      {failure === null && first === null && <Loading />}
      {first !== null && <Editor key={from ?? ""} me={me} first={first} />}
    </Managed>
  );
}

function Editor({ me, first }: Pick<PageProps, "me"> & { first: readonly Rule[] }) {
  const [drafted, setDrafted] = useState<readonly Drafted[]>(() => first.map((rule, key) => ({ key, rule })));
  const [isText, setText] = useState(false);
  const [chosen, setChosen] = useState(drafted[0]?.key ?? -1);
  const [inText, setInText] = useState<Fault[]>([]);
  const [byRule, setByRule] = useState<FaultsByRule>(NO_FAULTS);
  const [unread, setUnread] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);

  const parsed = (): Rule[] => {
    try {
      return JSON.parse(field.current?.value ?? "") as Rule[];
    } catch (caught) {
      throw new Error(say("rules.notJson", { why: caught instanceof Error ? caught.message : "" }));
    }
  };
  const showText = (to: boolean) => {
    if (to === isText) return;
    setUnread("");
    if (!to) {
      try {
        const rules = parsed();
        if (!Array.isArray(rules)) throw new Error(say("rules.notList"));
        setDrafted(rules.map((rule, key) => ({ key, rule })));
        setChosen(rules.length > 0 ? 0 : -1);
      } catch (caught) {
        setUnread(caught instanceof Error ? caught.message : "");
        return;
      }
    }
    setInText([]);
    setByRule(NO_FAULTS);
    setText(to);
  };
  /** Asks the server about what is written; faults of rules are shown where they are. */
  const checked = async <T,>(ask: (rules: RuleSet["rules"]) => Promise<T>): Promise<T> => {
    setInText([]);
    setByRule(NO_FAULTS);
    const written = field.current?.value ?? "";
    const rules = isText ? parsed() : drafted.map(({ rule }) => rule);
    try {
      return await ask(rules);
    } catch (caught) {
      if (!(caught instanceof Refused) || !caught.problem.details) throw caught;
      const { details } = caught.problem;
      if (isText) setInText(places(written, details));
      else {
        const found = faultsByRule(details);
        setByRule(found);
        const worst = drafted.find((_, i) => found.has(i));
        if (worst && !found.has(drafted.findIndex(({ key }) => key === chosen))) setChosen(worst.key);
      }
      throw caught;
    }
  };
  const send = async (values: Record<string, string>) => {
    const made = await checked((rules) =>
      call("POST /rule-sets", { body: { comment: values["comment"] ?? "", rules } }),
    );
    toast(say("rules.made", { version: String(made.version) }));
    go(`/rules?version=${made.version}`);
  };
  return (
    <>
      <p class="segments" role="group" aria-label={say("rules.mode")}>
        {([false, true] as const).map((to) => (
          <button key={String(to)} type="button" aria-pressed={to === isText} onClick={() => showText(to)}>
            {say(to ? "rules.mode.text" : "rules.mode.form")}
          </button>
        ))}
      </p>
      {unread !== "" && (
        <p role="alert" class="fault">
          {unread}
        </p>
      )}
      <Form go={say("rules.save")} send={send}>
        {isText ? (
          <RulesText field={field} first={text({ rules: drafted.map(({ rule }) => rule) })} faults={inText} />
        ) : (
          <Drafts me={me} drafted={drafted} set={setDrafted} chosen={chosen} choose={setChosen} faults={byRule} />
        )}
        <Field label={say("rules.comment")} name="comment" maxLength={2000} />
      </Form>
      <TryBody me={me} ask={(source, pasted) => checked((rules) => tryBody(source, { ...pasted, rules }))} />
      {me.permissions.includes("rule.simulate") && (
        <SimulateDraft
          ask={(window) => checked((rules) => call("POST /rule-sets/simulate", { body: { ...window, rules } }))}
        />
      )}
    </>
  );
}

/** Where in the text of the rules each fault is, from its beginning. */
function places(written: string, details: Record<string, string[]>): Fault[] {
  return Object.entries(details)
    .filter(([pointer]) => pointer.startsWith("/rules"))
    .map(([pointer, said]) => ({
      at: positionOf(written, pointer.replace(/^\/rules/, "")),
      text: said.map((one) => atField(one, pointer)).join(" "),
    }))
    .sort((one, other) => one.at.line - other.at.line || one.at.column - other.at.column);
}

/** The rules in their order, and the chosen one as a form beside them. */
function Drafts({
  me,
  drafted,
  set,
  chosen,
  choose,
  faults,
}: Pick<PageProps, "me"> & {
  drafted: readonly Drafted[];
  set: (drafted: readonly Drafted[]) => void;
  chosen: number;
  choose: (key: number) => void;
  faults: FaultsByRule;
}) {
  const named = useNamed(me);
  const at = drafted.findIndex(({ key }) => key === chosen);
  const open = drafted[at];
  const form = useRef<HTMLElement>(null);
  const add = () => {
    const key = Math.max(-1, ...drafted.map((one) => one.key)) + 1;
    set([...drafted, { key, rule: { name: "", matchers: [] } }]);
    choose(key);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>("input")?.focus());
  };
  return (
    <div class="beside">
      <section class="panel">
        <h2>{say("rules.list")}</h2>
        <p class="soft">{say("rules.order")}</p>
        {drafted.length === 0 && <p class="soft">{say("rules.none")}</p>}
        <ol class="numbered" aria-label={say("rules.list")}>
          {drafted.map(({ key, rule }, i) => (
            <li key={key}>
              <button type="button" class="rule" aria-pressed={key === chosen} onClick={() => choose(key)}>
                <span>
                  {rule.name || say("rules.unnamed")}
                  {faults.has(i) && <strong class="fault"> {say("rules.faulty")}</strong>}
                </span>
                <Summary rule={rule} />
              </button>
            </li>
          ))}
        </ol>
        <p>
          <button type="button" onClick={add}>
            <Icon of={PLUS} /> {say("rules.add")}
          </button>
        </p>
      </section>
      {open && (
        <aside ref={form} aria-label={open.rule.name || say("rules.unnamed")}>
          <section class="panel">
            <h2>{open.rule.name || say("rules.unnamed")}</h2>
            {faults.get(at)?.map(({ field, said }) => (
              <p key={field} class="fault">
                {said.map((one) => atField(one, `/${field}`)).join(" ")}
              </p>
            ))}
            {named === null ? (
              <Loading />
            ) : (
              <RuleForm
                key={open.key}
                rule={open.rule}
                named={named}
                set={(rule) => set(drafted.map((one) => (one.key === open.key ? { ...one, rule } : one)))}
              />
            )}
            <p class="row">
              <Order at={at} count={drafted.length} move={(by) => set(moved(drafted, at, by))} />
              <button
                type="button"
                onClick={() => {
                  const left = drafted.filter(({ key }) => key !== open.key);
                  set(left);
                  choose((left[at] ?? left[at - 1])?.key ?? -1);
                }}
              >
                {say("rules.delete")}
              </button>
            </p>
          </section>
        </aside>
      )}
    </div>
  );
}

function Order({ at, count, move }: { at: number; count: number; move: (by: -1 | 1) => void }) {
  return (
    <>
      {([-1, 1] as const).map((by) => {
        const isLast = at + by < 0 || at + by >= count;
        const label = say(by < 0 ? "rules.up" : "rules.down");
        return (
          <button
            key={by}
            type="button"
            class="icon"
            title={label}
            aria-label={label}
            aria-disabled={isLast}
            onClick={() => {
              if (!isLast) move(by);
            }}
          >
            <Icon of={by < 0 ? UP : DOWN} />
          </button>
        );
      })}
    </>
  );
}
