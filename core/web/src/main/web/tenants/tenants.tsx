import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { CreatedTenant } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Copy } from "../shell/copy";
import { Dialog } from "../shell/dialog";
import { href } from "../shell/router";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { say } from "../words";

/** Those who share this platform; for its administrators. */
export function Tenants({ me }: PageProps) {
  const [open, setOpen] = useState(false);
  const [made, setMade] = useState<CreatedTenant | null>(null);
  const [turn, setTurn] = useState(0);
  const close = () => {
    setOpen(false);
    setMade(null);
  };
  return (
    <Managed
      me={me}
      title={say("manage.tenants")}
      actions={
        me.permissions.includes("tenant.manage") && (
          <button type="button" class="primary" onClick={() => setOpen(true)}>
            {say("tenant.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.tenants")}
        none={say("tenants.none")}
        turn={turn}
        read={(query, signal) => call("GET /tenants", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("name"), show: ({ name }) => name },
          { title: say("made"), show: ({ created_at }) => <Moment at={created_at} /> },
        ]}
      />
      {open && (
        <Dialog drawer title={made?.name ?? say("tenant.add")} close={close}>
          {made ? (
            <>
              <p>{say("tenant.once")}</p>
              <Copy text={`${location.origin}${href("/welcome")}#${made.admin_code}`} label={say("tenant.link")} />
              <Copy text={made.source_key} label={say("tenant.key")} />
            </>
          ) : (
            <SchemaForm
              schema={{
                properties: {
                  name: { title: say("name"), maxLength: 100 },
                  source: { title: say("tenant.source"), maxLength: 100 },
                  fallback_address: { title: say("tenant.fallback"), format: "email", maxLength: 255 },
                },
                required: ["name", "fallback_address"],
              }}
              go={say("tenant.add")}
              send={async (body) => {
                setMade(await call("POST /tenants", { body }));
                setTurn(turn + 1);
              }}
            />
          )}
        </Dialog>
      )}
    </Managed>
  );
}
