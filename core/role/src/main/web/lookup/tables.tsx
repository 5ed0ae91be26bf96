import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { toast } from "../shell/toast";
import { say } from "../words";

type Lookup = Answer<"GET /lookup-tables">["items"][number];

/** The lists from which rules set labels. They are written as comma-separated values. */
export function LookupTables({ me }: PageProps) {
  const [open, setOpen] = useState<Lookup | "new" | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("lookup_table.manage");
  const stored = open === "new" || open === null ? null : open;
  const again = () => setTurn((before) => before + 1);
  return (
    <Managed me={me} title={say("manage.lookup")}>
      {mayManage && (
        <button type="button" onClick={() => setOpen("new")}>
          {say("lookup.add")}
        </button>
      )}
      <Table
        label={say("manage.lookup")}
        none={say("lookup.none")}
        turn={turn}
        read={(query, signal) => call("GET /lookup-tables", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
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
        {...(mayManage && {
          acts: (one: Lookup) => (
            <>
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              <Deed
                about={one.name}
                act={async () => {
                  await call("DELETE /lookup-tables/{id}", { path: { id: one.id } });
                  again();
                  toast(say("lookup.deleted", { name: one.name }));
                }}
              >
                {say("lookup.delete")}
              </Deed>
            </>
          ),
        })}
      />
      {open !== null && (
        <Dialog title={stored?.name ?? say("lookup.add")} close={() => setOpen(null)}>
          <SchemaForm
            schema={schema()}
            stored={stored ? { name: stored.name, description: stored.description, csv: csvOf(stored) } : undefined}
            go={say("save")}
            send={async (body) => {
              if (stored) {
                await call("PUT /lookup-tables/{id}", { path: { id: stored.id }, body, version: stored.version });
              } else await call("POST /lookup-tables", { body });
              setOpen(null);
              again();
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
    </Managed>
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
