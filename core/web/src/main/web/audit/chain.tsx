import type { ComponentChildren } from "preact";
import { call } from "../api/client";
import type { AuditChain } from "../api/schema";
import { Icon } from "../shell/icon";
import { WARNING } from "../shell/icons";
import { Ready, useRead } from "../shell/read";
import { Moment } from "../shell/time";
import { locale, say } from "../words";

const COPIES = { file: "audit.copy.file", log: "audit.copy.log" } as const;
const REFUSED = { shorter: "audit.refused.shorter", other: "audit.refused.other" } as const;

/** How far the audit is sealed and signed, and what that does not protect from. */
export function Chain() {
  const read = useRead("chain", (signal) => call("GET /audit/chain", { signal }));
  return <Ready read={read}>{(chain) => <State chain={chain} />}</Ready>;
}

function State({ chain }: { chain: AuditChain }) {
  const { checkpoint, refusal } = chain;
  const copies = checkpoint?.sent_to ?? [];
  return (
    <section class="audit-chain" aria-label={say("audit.chain")}>
      {refusal && (
        <p class="banner bad" role="alert">
          <Icon of={WARNING} />
          <span>{say(REFUSED[refusal.reason], { number: number(refusal.number) })}</span>
        </p>
      )}
      {copies.length === 0 && (
        <p class="banner warn">
          <Icon of={WARNING} />
          <span>{say("audit.noproof")}</span>
        </p>
      )}
      <dl class="kpis">
        <Figure label={say("audit.sealed")} value={number(chain.sealed_to)}>
          {say("audit.waiting", { count: chain.waiting })}
        </Figure>
        <Figure label={say("audit.checkpoint")} value={checkpoint && number(checkpoint.number)}>
          {checkpoint && <Moment at={checkpoint.at} />}
        </Figure>
        <Figure label={say("audit.copies")} value={checkpoint && number(copies.length)}>
          {copies.map((place) => say(COPIES[place])).join(", ")}
        </Figure>
      </dl>
    </section>
  );
}

function number(count: number): string {
  return count.toLocaleString(locale());
}

function Figure({ label, value, children }: { label: string; value: string | null; children?: ComponentChildren }) {
  return (
    <div class="kpi">
      <dt>{label}</dt>
      <dd>
        <strong>{value ?? say("time.none")}</strong>
        <span class="soft">{children}</span>
      </dd>
    </div>
  );
}
