import { call } from "../api/client";
import { SeverityMark } from "../incidents/marks";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { href } from "../shell/router";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { say } from "../words";
import { dutyOf, type Head, ownerOf, STATES, tone } from "./post-mortem";

/** The post-mortems of all incidents, what is due first. */
export function PostMortems({ me }: PageProps) {
  const whose = me.owner?.kind === "user";
  return (
    <Managed me={me} title={say("postmortems.title")} about={say("postmortems.about")}>
      <Table<Head>
        label={say("postmortems.title")}
        none={say("postmortems.none")}
        filters={[
          {
            name: "state",
            title: say("postmortem.state"),
            choices: STATES.map((one) => [one, say(`postmortem.state.${one}`)] as const),
          },
          { name: "overdue", title: say("postmortem.due"), choices: [["true", say("postmortem.overdue")]] },
          ...(whose
            ? [
                { name: "owner", title: say("postmortem.owner"), choices: [["me", say("postmortems.mine")] as const] },
                {
                  name: "reviewer",
                  title: say("postmortem.reviewer"),
                  choices: [["me", say("postmortems.mine")] as const],
                },
              ]
            : []),
          { name: "team", title: say("postmortem.team"), kind: "text" },
          { name: "service", title: say("postmortem.service"), kind: "text" },
        ]}
        read={(query, signal) =>
          call("GET /post-mortems", { query: { state: STATES, ...query }, ...(signal && { signal }) })
        }
        id={({ id }) => id}
        columns={[
          {
            title: say("postmortem.incident"),
            show: ({ incident }) => (
              <>
                <a href={href(`/post-mortems/${incident.short_id}`)}>{incident.short_id}</a> {incident.title}
              </>
            ),
          },
          { title: say("postmortem.severity"), show: ({ incident }) => <SeverityMark severity={incident.severity} /> },
          {
            title: say("postmortem.state"),
            show: (one) => <span class={`pill ${tone(one)}`}>{say(`postmortem.state.${one.state}`)}</span>,
          },
          {
            title: say("postmortem.due"),
            show: (one) => (one.due_at === null ? "–" : <Moment at={one.due_at} />),
          },
          { title: say("postmortem.why"), show: (one) => dutyOf(one) ?? "–" },
          { title: say("postmortem.owner"), show: ownerOf },
          { title: say("postmortem.reviewer"), show: ({ reviewer }) => reviewer?.username ?? "–" },
          { title: say("postmortem.service"), show: ({ incident }) => incident.service.name },
        ]}
      />
    </Managed>
  );
}
