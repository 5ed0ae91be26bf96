import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Confirm } from "../manage/confirm";
import { Dialog } from "../shell/dialog";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Ago } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";

export type Account = Answer<"GET /service-accounts">["items"][number];

/** The programs that own tokens. */
export function ServiceAccounts({ changed }: { changed: () => void }) {
  const [open, setOpen] = useState<Account | "new" | null>(null);
  const [going, setGoing] = useState<Account | null>(null);
  const [turn, setTurn] = useState(0);
  const stored = open === "new" || open === null ? undefined : open;
  const done = (said: string) => {
    setOpen(null);
    setGoing(null);
    setTurn((before) => before + 1);
    changed();
    toast(said);
  };
  return (
    <section aria-labelledby="accounts">
      <h2 id="accounts">{say("accounts.title")}</h2>
      <p class="soft">{say("accounts.about")}</p>
      <Table
        label={say("accounts.title")}
        none={say("accounts.none")}
        turn={turn}
        read={(query, signal) => call("GET /service-accounts", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("name"), show: ({ name }) => name },
          { title: say("description"), show: ({ description }) => description || "–" },
          { title: say("source.state"), show: ({ is_active }) => say(is_active ? "state.on" : "state.off") },
          {
            title: say("made"),
            show: ({ created_at, created_by }) => (
              <>
                <Ago at={created_at} /> · {created_by}
              </>
            ),
          },
        ]}
        acts={(one) => (
          <>
            <button type="button" onClick={() => setOpen(one)}>
              {say("edit")}
              <span class="unseen"> {one.name}</span>
            </button>
            <button type="button" onClick={() => setGoing(one)}>
              {say("account.delete")}
              <span class="unseen"> {one.name}</span>
            </button>
          </>
        )}
      />
      <p>
        <button type="button" onClick={() => setOpen("new")}>
          {say("account.add")}
        </button>
      </p>
      {open !== null && (
        <Dialog drawer title={stored?.name ?? say("account.add")} close={() => setOpen(null)}>
          <SchemaForm
            schema={schema()}
            stored={stored}
            go={say(stored ? "save" : "account.add")}
            send={async (body) => {
              if (stored)
                await call("PUT /service-accounts/{id}", { path: { id: stored.id }, body, version: stored.version });
              else await call("POST /service-accounts", { body });
              done(say("saved"));
            }}
          />
        </Dialog>
      )}
      {going && (
        <Confirm
          title={say("account.delete.title", { name: going.name })}
          about={say("account.delete.about")}
          go={say("account.delete.go")}
          close={() => setGoing(null)}
          act={async () => {
            await call("DELETE /service-accounts/{id}", { path: { id: going.id } });
            done(say("account.deleted", { name: going.name }));
          }}
        />
      )}
    </section>
  );
}

function schema(): Schema {
  return {
    properties: {
      name: { title: say("name"), description: say("account.name.hint"), maxLength: 100 },
      description: { title: say("description"), maxLength: 500 },
      is_active: {
        title: say("account.active"),
        description: say("account.active.hint"),
        type: "boolean",
        default: true,
      },
    },
    required: ["name"],
  };
}
