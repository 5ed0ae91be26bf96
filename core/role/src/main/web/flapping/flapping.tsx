import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { lengthOf } from "../incident/span";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { minutesOf } from "../policies/minutes";
import { Dialog } from "../shell/dialog";
import { Ready, useRead } from "../shell/read";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { toast } from "../shell/toast";
import { locale, say } from "../words";

type Policy = Answer<"GET /flapping-policy">;

/** From when on an incident flaps, what that means in words, and the form that changes it. */
export function Flapping({ me }: PageProps) {
  const [open, setOpen] = useState<Policy | null>(null);
  const read = useRead("", (signal) => call("GET /flapping-policy", { signal }));
  const mayManage = me.permissions.includes("notification.manage");
  return (
    <Managed me={me} title={say("manage.flapping")}>
      <p>{say("flapping.about")}</p>
      <Ready read={read}>
        {(policy) => (
          <>
            <InWords policy={policy} />
            {mayManage && (
              <button type="button" onClick={() => setOpen(policy)}>
                {say("flapping.change")}
              </button>
            )}
          </>
        )}
      </Ready>
      {open && (
        <Dialog title={say("manage.flapping")} close={() => setOpen(null)}>
          <SchemaForm
            schema={schema()}
            stored={open}
            go={say("save")}
            send={async (body) => {
              try {
                await call("PUT /flapping-policy", { body, version: open.version });
              } finally {
                // Also after a refusal: somebody else may have changed it, and the page shows what it is now.
                read.again();
              }
              setOpen(null);
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
    </Managed>
  );
}

function InWords({ policy: { is_active, returns, within, hold_down } }: { policy: Policy }) {
  const length = (duration: string) => lengthOf(minutesOf(duration) * 60, locale());
  if (!is_active) return <p>{say("flapping.off")}</p>;
  return (
    <>
      <p>{say("flapping.from", { returns, within: length(within) })}</p>
      <p>{say("flapping.then", { length: length(hold_down) })}</p>
    </>
  );
}

function schema(): Schema {
  return {
    properties: {
      is_active: { title: say("flapping.active"), description: say("flapping.active.hint"), type: "boolean" },
      returns: {
        title: say("flapping.returns"),
        description: say("flapping.returns.hint"),
        type: "integer",
        minimum: 2,
        maximum: 20,
      },
      within: { title: say("flapping.within"), description: say("flapping.within.hint") },
      hold_down: { title: say("flapping.holdDown"), description: say("flapping.holdDown.hint") },
    },
    required: ["returns", "within", "hold_down"],
  };
}
