import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Source } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Failure } from "../shell/failure";
import { href, setQuery, usePlace } from "../shell/router";
import { SchemaForm } from "../shell/schema-form";
import { say } from "../words";
import { SetUp } from "./setup";
import { useTypes } from "./types";

const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"];

/** Connects a sender: which one, under which name, what to paste, and what comes. */
export function Wizard({ me }: PageProps) {
  const { query } = usePlace();
  const [made, setMade] = useState<{ source: Source; secret: string } | null>(null);
  const { types, failure } = useTypes();
  const sender = types?.find(({ type }) => type === query.get("sender"));
  return (
    <Managed me={me} title={say("wizard.title")}>
      {made ? (
        <>
          <p>
            <a href={href(`/sources/${encodeURIComponent(made.source.name)}`)}>{made.source.name}</a>
          </p>
          <SetUp source={made.source} secret={made.secret} />
        </>
      ) : failure !== null ? (
        <Failure failure={failure} />
      ) : types === null ? (
        <p role="status">{say("loading")}</p>
      ) : !sender ? (
        <>
          <h2>{say("wizard.which")}</h2>
          <ul class="choices">
            {types.map(({ type, name }) => (
              <li key={type}>
                <button type="button" onClick={() => setQuery({ sender: type })}>
                  {name}
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <section class="narrow">
          <h2>{sender.name}</h2>
          <SchemaForm
            key={sender.type}
            schema={{
              properties: {
                name: { title: say("source.name"), description: say("wizard.name.hint"), maxLength: 100 },
                default_severity: {
                  title: say("source.severity"),
                  description: say("source.severity.hint"),
                  enum: SEVERITIES,
                  default: "SEV3",
                },
              },
              required: ["name", "default_severity"],
            }}
            go={say("wizard.go")}
            send={async (values) => {
              const source = await call("POST /sources", { body: { ...values, type: sender.type } });
              const { key } = await call("POST /sources/{id}/keys", { path: { id: source.id } });
              setMade({ source, secret: key });
            }}
          />
          <p>
            <button type="button" onClick={() => setQuery({ sender: "" })}>
              {say("wizard.back")}
            </button>
          </p>
        </section>
      )}
    </Managed>
  );
}
