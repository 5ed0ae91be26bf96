import { useEffect, useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import type { RuleSet, RuleSetSummary } from "../api/schema";
import { Confirm } from "../manage/confirm";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Difference } from "../shell/difference";
import { inWords } from "../shell/failure";
import { useRead } from "../shell/read";
import { go, href, setQuery, usePlace } from "../shell/router";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import { RuleList } from "./list";
import { TryBody, tryBody } from "./try";

/** The versions of the rule set: what is in force, what each changed, and the way back. */
export function Rules({ me }: PageProps) {
  const [compared, setCompared] = useState<{ before: RuleSet | null; after: RuleSet } | null>(null);
  const [turn, setTurn] = useState(0);
  const [leaving, setLeaving] = useState<{ version: number; to: "rollback" | "deactivate" } | null>(null);
  const mayActivate = me.permissions.includes("rule.activate");
  const { query } = usePlace();
  const asked = query.get("version") ?? "";
  useEffect(() => {
    if (asked === "" || String(compared?.after.version) === asked) return;
    compare({ version: asked }).catch((failure: unknown) => toastFailure(inWords(failure).text));
  }, [asked]);
  const compare = async ({ version }: { version: RuleSetSummary["version"] | string }) => {
    const after = await call("GET /rule-sets/{version}", { path: { version: String(version) } });
    const { items } = await call("GET /rule-sets", { query: { limit: 500 } });
    const active = items.find((one) => one.is_active);
    const before =
      active && active.version !== after.version
        ? await call("GET /rule-sets/{version}", { path: { version: String(active.version) } })
        : null;
    setCompared({ before, after });
    setQuery({ version: String(after.version) });
  };
  const close = () => {
    setCompared(null);
    setQuery({ version: "" });
  };
  return (
    <Managed
      me={me}
      title={say("manage.rules")}
      actions={
        me.permissions.includes("rule.create") && (
          <>
            <a class="button primary" href={href("/rules/new")}>
              {say("rules.edit")}
            </a>
          </>
        )
      }
    >
      <Active turn={turn} />
      <Table
        label={say("rules.versions")}
        none={say("rules.none")}
        turn={turn}
        read={(query, signal) => call("GET /rule-sets", { query, ...(signal && { signal }) })}
        id={({ version }) => String(version)}
        columns={[
          { title: say("rules.version"), isNumber: true, show: ({ version }) => version },
          { title: say("rules.state"), show: (one) => say(one.is_active ? "rules.inForce" : "rules.notInForce") },
          { title: say("rules.comment"), show: ({ comment }) => comment || "–" },
          { title: say("rules.count"), isNumber: true, show: ({ rule_count }) => rule_count },
          { title: say("made"), show: (one) => [<Moment key="at" at={one.created_at} />, ` ${one.created_by}`] },
        ]}
        acts={(one) => (
          <>
            <Deed about={String(one.version)} act={() => compare(one)}>
              {say(one.is_active ? "rules.look" : "rules.compare")}
            </Deed>
            {mayActivate && !one.is_active && (
              <Deed
                about={String(one.version)}
                done={say("rules.activated", { version: String(one.version) })}
                act={async () => {
                  await call("POST /rule-sets/{version}/activate", { path: { version: String(one.version) } });
                  setTurn(turn + 1);
                }}
              >
                {say("rules.activate")}
              </Deed>
            )}
            {mayActivate && one.is_active && (
              <>
                <button type="button" onClick={() => setLeaving({ version: one.version, to: "rollback" })}>
                  {say("rules.rollback")}
                  <span class="unseen"> {one.version}</span>
                </button>
                <button type="button" onClick={() => setLeaving({ version: one.version, to: "deactivate" })}>
                  {say("rules.deactivate")}
                  <span class="unseen"> {one.version}</span>
                </button>
              </>
            )}
            {me.permissions.includes("rule.simulate") && (
              <button type="button" onClick={() => go(`/simulations?version=${one.version}`)}>
                {say("rules.simulate")}
                <span class="unseen"> {one.version}</span>
              </button>
            )}
            {me.permissions.includes("rule.create") && (
              <button type="button" onClick={() => go(`/rules/new?from=${one.version}`)}>
                {say("rules.begin")}
                <span class="unseen"> {one.version}</span>
              </button>
            )}
          </>
        )}
      />
      {leaving && (
        <Confirm
          title={say(`rules.${leaving.to}.title`)}
          about={say(`rules.${leaving.to}.about`)}
          go={say(`rules.${leaving.to}`)}
          close={() => setLeaving(null)}
          act={async () => {
            const version = leaving.version;
            const now =
              leaving.to === "rollback"
                ? await call("POST /rule-sets/rollback", { version })
                : await call("POST /rule-sets/deactivate", { version });
            setLeaving(null);
            setTurn(turn + 1);
            const { rule_set: active } = now;
            toast(active ? say("rules.activated", { version: String(active.version) }) : say("rules.deactivated"));
          }}
        />
      )}
      <TryBody me={me} ask={tryBody} />
      {compared && (
        <Dialog title={say("rules.title", { version: String(compared.after.version) })} close={close} wide>
          {compared.before ? (
            <>
              <p>{say("rules.against", { version: String(compared.before.version) })}</p>
              <Difference before={text(compared.before)} after={text(compared.after)} />
            </>
          ) : (
            <pre class="code" tabIndex={0} role="region" aria-label={say("manage.rules")}>
              {text(compared.after)}
            </pre>
          )}
          {mayActivate && !compared.after.is_active && (
            <p>
              <button
                type="button"
                class="primary"
                onClick={() => {
                  const { version } = compared.after;
                  call("POST /rule-sets/{version}/activate", { path: { version: String(version) } }).then(
                    () => {
                      toast(say("rules.activated", { version: String(version) }));
                      setTurn(turn + 1);
                      close();
                    },
                    (failure: unknown) => toastFailure(inWords(failure).text),
                  );
                }}
              >
                {say("rules.activate.version", { version: String(compared.after.version) })}
              </button>
            </p>
          )}
        </Dialog>
      )}
    </Managed>
  );
}

/** The rules that decide now, in their order. */
function Active({ turn }: { turn: number }) {
  const { value } = useRead(`active rules ${turn}`, (signal) =>
    call("GET /rule-sets/active", { signal }).catch((caught: unknown) => {
      if (caught instanceof Refused && caught.status === 404) return null;
      throw caught;
    }),
  );
  if (value === null) return null;
  return (
    <section class="panel">
      <h2>{say("rules.active", { version: String(value.version) })}</h2>
      {value.rules.length === 0 && <p class="soft">{say("rules.none")}</p>}
      <RuleList rules={value.rules} />
    </section>
  );
}

export function text({ rules }: Pick<RuleSet, "rules">): string {
  return JSON.stringify(rules, null, 2);
}
