import { type Answer, call } from "../api/client";
import { OfService } from "../changes/of-service";
import { Download } from "../shell/download";
import { Icon } from "../shell/icon";
import { DOWNLOAD } from "../shell/icons";
import { lengthOf } from "../shell/length";
import { href, setQuery } from "../shell/router";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { say } from "../words";
import { type Metric, METRICS, queryOf, type Wish } from "./wish";

type Row = Answer<"GET /dora/{metric}/rows">["items"][number];

const SHORT = 7;

/** What the chosen figure is made of, row by row. */
export function Rows({ wish }: { wish: Wish }) {
  const { metric, isCounted } = wish;
  const query = { ...queryOf(wish), ...(isCounted && { counted: "true" }) };
  const title = say("dora.rows", { metric: say(`dora.${metric}`) });
  return (
    <section aria-labelledby="dora-rows">
      <h2 id="dora-rows">{title}</h2>
      <div class="filters">
        <label>
          {say("dora.rows.choose")}
          <select value={metric} onChange={(event) => setQuery({ metric: event.currentTarget.value })}>
            {METRICS.map((one) => (
              <option key={one} value={one}>
                {say(`dora.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label class="tick">
          <input
            type="checkbox"
            checked={isCounted}
            onChange={(event) => setQuery({ counted: event.currentTarget.checked ? "" : "false" })}
          />{" "}
          {say("dora.rows.counted")}
        </label>
        <Download
          look="button"
          path={`/dora/${metric}/rows?${new URLSearchParams({ ...query, format: "csv" })}`}
          name={`imas-dora-${metric}.csv`}
        >
          <Icon of={DOWNLOAD} />
          {say("dora.rows.csv")}
        </Download>
      </div>
      <Table
        key={JSON.stringify([metric, query])}
        label={title}
        none={say("dora.none")}
        read={(paging, signal) =>
          call("GET /dora/{metric}/rows", {
            path: { metric },
            query: { ...query, ...paging },
            ...(signal && { signal }),
          })
        }
        id={(row) => `${row.deployment} ${row.commit?.sha ?? ""} ${row.commit?.at ?? ""}`}
        columns={columns(metric)}
      />
    </section>
  );
}

function columns(metric: Metric) {
  const isCommits = metric === "lead_time";
  return [
    { title: say("dora.rows.finished"), show: ({ finished_at }: Row) => <Moment at={finished_at} /> },
    {
      title: say("dora.rows.what"),
      show: ({ service, repository, environment, sha }: Row) => (
        <>
          {service === null ? repository || "–" : <OfService name={service.name} />} {environment}{" "}
          <code>{sha.slice(0, SHORT)}</code>
        </>
      ),
    },
    {
      title: say("dora.rows.because"),
      show: ({ because, incidents }: Row) => (
        <>
          {say(`dora.because.${because}`)}
          {incidents.map((id) => (
            <span key={id}>
              {" "}
              <a href={href(`/incidents/${id}`)}>{id}</a>
            </span>
          ))}
        </>
      ),
    },
    ...(isCommits
      ? [
          {
            title: say("dora.rows.commit"),
            show: ({ commit }: Row) => (
              <>
                <code>{commit?.sha.slice(0, SHORT)}</code> {commit?.title}
              </>
            ),
          },
        ]
      : []),
    ...(isCommits || metric === "recovery_time"
      ? [{ title: say("dora.rows.seconds"), isNumber: true, show: ({ seconds }: Row) => lengthOf(seconds, 60) }]
      : []),
  ];
}
