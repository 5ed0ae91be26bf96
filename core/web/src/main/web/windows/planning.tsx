import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { type Names, useNames } from "../changes/names";
import { Deed } from "../shell/deed";
import { zone } from "../shell/repeats";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { say } from "../words";
import { Conflicts } from "./parts";

type Detail = Answer<"GET /deployment-windows/{id}">;
type Preview = Answer<"POST /deployment-windows/preview">;

/** First says what speaks against the window; what was tried is what is stored. */
export function Planning({
  me,
  stored,
  send,
}: {
  me: Self;
  stored: Detail | null;
  send: (body: Record<string, unknown>) => Promise<void>;
}) {
  const names = useNames(me);
  const [tried, setTried] = useState<{ body: Record<string, unknown>; preview: Preview } | null>(null);
  return (
    <>
      <SchemaForm
        schema={schema(names)}
        stored={stored ? shown(stored) : undefined}
        go={say("windows.check")}
        send={async (body) => {
          setTried(null);
          setTried({ body, preview: await call("POST /deployment-windows/preview", { body }) });
        }}
      />
      <div role="status">{tried && <Conflicts conflicts={tried.preview.conflicts} />}</div>
      {tried && (
        <Deed primary act={() => send(tried.body)}>
          {say("save")}
        </Deed>
      )}
    </>
  );
}

/** What the form shows of a stored window. */
function shown(window: Detail) {
  return {
    ...window,
    environment: window.environment.name,
    services: window.services.map(({ name }) => name),
    checklist: window.checklist.map(({ text }) => text),
  };
}

function schema(offered: Names): Schema {
  return {
    properties: {
      title: { title: say("windows.title"), maxLength: 255 },
      description: { title: say("windows.description"), maxLength: 2000, multiline: true },
      environment: {
        title: say("changes.environment"),
        maxLength: 200,
        default: "prod",
        offered: offered.environments,
      },
      services: { title: say("windows.services"), type: "array", offered: offered.services },
      starts_at: { title: say("windows.starts"), format: "local-date-time" },
      ends_at: { title: say("windows.ends"), description: say("windows.ends.hint"), format: "local-date-time" },
      time_zone: zone(),
      sha: { title: say("changes.sha"), maxLength: 64 },
      rollback_plan: {
        title: say("windows.rollback"),
        description: say("windows.rollback.hint"),
        maxLength: 5000,
        multiline: true,
      },
      checklist: { title: say("windows.checklist"), description: say("windows.line"), type: "array" },
      mutes: { title: say("windows.mutes"), description: say("windows.mutes.hint"), type: "boolean", default: false },
      incident: {
        title: say("windows.incident"),
        description: say("windows.incident.hint"),
        type: ["string", "null"],
        maxLength: 200,
      },
    },
    required: ["title", "environment", "services", "starts_at", "ends_at", "time_zone"],
  };
}
