import { call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { href } from "../shell/router";
import { Table } from "../shell/table";
import { say } from "../words";

/** Whoever sends alerts. */
export function Sources({ me }: PageProps) {
  return (
    <Managed
      me={me}
      title={say("manage.sources")}
      actions={
        <a class="button primary" href={href("/sources/new")}>
          {say("wizard.title")}
        </a>
      }
    >
      <Table
        label={say("manage.sources")}
        none={say("sources.none")}
        read={(query, signal) => call("GET /sources", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          {
            title: say("source.name"),
            show: ({ name }) => <a href={href(`/sources/${encodeURIComponent(name)}`)}>{name}</a>,
          },
          { title: say("source.type"), show: ({ type }) => type },
          { title: say("source.severity"), show: ({ default_severity }) => default_severity.slice(0, 4) },
          { title: say("source.state"), show: ({ is_active }) => say(is_active ? "state.on" : "state.off") },
        ]}
      />
    </Managed>
  );
}
