import { type Answer, call } from "../api/client";
import { ManagedList } from "../manage/list";
import type { PageProps } from "../pages";
import type { Schema } from "../shell/schema";
import { say } from "../words";

type Lookup = Answer<"GET /lookup-tables">["items"][number];

/** The lists from which rules set labels. They are written as comma-separated values. */
export function LookupTables({ me }: PageProps) {
  return (
    <ManagedList<Lookup>
      me={me}
      title={say("manage.lookup")}
      permission="lookup_table.manage"
      words={{
        add: say("lookup.add"),
        delete: say("lookup.delete"),
        deleted: (name) => say("lookup.deleted", { name }),
      }}
      none={say("lookup.none")}
      read={(query, signal) => call("GET /lookup-tables", { query, ...(signal && { signal }) })}
      columns={[
        {
          title: say("name"),
          show: ({ name, description }) => (
            <>
              {name}
              {description !== "" && <p class="soft">{description}</p>}
            </>
          ),
        },
        { title: say("lookup.columns"), show: ({ columns }) => columns.join(", ") },
        { title: say("lookup.rows"), isNumber: true, show: ({ row_count: count }) => String(count) },
        { title: say("lookup.content"), isNumber: true, show: ({ content }) => String(content) },
      ]}
      schema={schema}
      form={(stored) => ({ name: stored.name, description: stored.description, csv: csvOf(stored) })}
      write={(body, stored) =>
        stored
          ? call("PUT /lookup-tables/{id}", { path: { id: stored.id }, body, version: stored.version })
          : call("POST /lookup-tables", { body })
      }
      remove={({ id }) => call("DELETE /lookup-tables/{id}", { path: { id } })}
    />
  );
}

/** A table as it can be edited and pasted; the column of the key comes first. */
export function csvOf({ columns, rows }: Pick<Lookup, "columns" | "rows">): string {
  const line = (cells: string[]) => cells.map(quoted).join(",");
  return [line(columns), ...rows.map((row) => line(columns.map((column) => row[column] ?? "")))].join("\n");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

function schema(): Schema {
  return {
    properties: {
      name: { title: say("name"), maxLength: 100 },
      description: { title: say("description"), multiline: true },
      csv: { title: say("lookup.csv"), description: say("lookup.csv.hint"), multiline: true },
    },
    required: ["name", "csv"],
  };
}
