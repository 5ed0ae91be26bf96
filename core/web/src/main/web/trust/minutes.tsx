import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { locale, say } from "../words";
import { DISPOSITIONS, missing } from "./sums";

/** The ledger by source and minute, with its sums; of one source, or of all with a filter. */
export function Minutes({ source }: { source?: string }) {
  const [sums, setSums] = useState<Answer<"GET /ledger"> | null>(null);
  const number = (value: number) => value.toLocaleString(locale());
  return (
    <>
      {sums && (
        <>
          <dl class="facts">
            {(["accepted", ...DISPOSITIONS] as const).map((one) => (
              <div key={one} data-figure={one}>
                <dt>{say(`ledger.${one}`)}</dt>
                <dd>{number(sums[one])}</dd>
              </div>
            ))}
          </dl>
          <p class={missing(sums) === 0 && sums.imbalance === 0 ? undefined : "fault"} role="status">
            {missing(sums) === 0 && sums.imbalance === 0
              ? say("ledger.agrees")
              : say("ledger.differs", { count: Math.abs(missing(sums)) || Math.abs(sums.imbalance) })}
          </p>
          {sums.note && <p class="soft">{sums.note}</p>}
        </>
      )}
      <Table
        label={say("ledger.minutes")}
        none={say("ledger.none")}
        filters={[
          ...(source === undefined ? [{ name: "source", title: say("ledger.source") }] : []),
          { name: "from", title: say("from"), kind: "day" },
          { name: "to", title: say("to"), kind: "day", isEnd: true },
        ]}
        read={async (query, signal) => {
          const answer = await call("GET /ledger", {
            query: { ...query, ...(source !== undefined && { source }) },
            ...(signal && { signal }),
          });
          setSums(answer);
          return { items: answer.items, next: answer.next };
        }}
        id={(row) => row.minute + row.source}
        columns={[
          { title: say("ledger.minute"), show: ({ minute }) => <Moment at={minute} /> },
          { title: say("ledger.source"), show: (row) => row.source_name ?? row.source },
          { title: say("ledger.accepted"), isNumber: true, show: ({ accepted }) => number(accepted) },
          {
            title: say("ledger.became"),
            show: (row) =>
              DISPOSITIONS.filter((one) => row[one] !== 0)
                .map((one) => `${say(`ledger.${one}`)}: ${number(row[one])}`)
                .join(", "),
          },
          { title: say("ledger.imbalance"), isNumber: true, show: ({ imbalance }) => number(imbalance) },
        ]}
      />
    </>
  );
}
