import { useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import type { Source, SourceTypeInfo } from "../api/schema";
import { Dialog } from "../shell/dialog";
import { Form } from "../shell/form";
import { Ready } from "../shell/read";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { toast } from "../shell/toast";
import { say } from "../words";
import { useTypes } from "./types";

/** How long a secret may count beside its successor. */
const OVERLAPS = ["PT1H", "PT24H", "P7D"] as const;
const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"];

/** Changes a source. What only programs write of its settings stays as it is. */
export function EditSource({
  source,
  close,
  done,
}: {
  source: Source;
  close: () => void;
  done: (now: Source) => void;
}) {
  const { types, failure } = useTypes();
  const [mustEnd, setMustEnd] = useState(false);
  return (
    <Dialog drawer title={source.name} close={close}>
      <Ready read={{ value: types, failure, again: () => {} }}>
        {(known) => (
          <SchemaForm
            schema={schema(choicesOf(known, source.type), source.has_signing_secret, mustEnd)}
            stored={{ ...source, default_severity: source.default_severity.slice(0, 4) }}
            go={say("save")}
            send={async ({ end_alerts: ends, config, ...body }) => {
              try {
                done(
                  await call("PUT /sources/{id}", {
                    path: { id: source.id },
                    query: { ...(ends === true && { end_alerts: "true" }) },
                    body: { ...body, config: { ...source.config, ...writtenOf(config) } },
                    version: source.version,
                  }),
                );
                toast(say("saved"));
              } catch (failure) {
                setMustEnd(isOfFiring(failure));
                throw inOwnWords(failure);
              }
            }}
          />
        )}
      </Ready>
    </Dialog>
  );
}

/** Deletes a source, with its alerts that fire if the server says that there are some. */
export function DeleteSource({ source, close, done }: { source: Source; close: () => void; done: () => void }) {
  const [mustEnd, setMustEnd] = useState(false);
  return (
    <Dialog title={say("source.delete.title", { name: source.name })} close={close}>
      <Form
        go={say("source.delete.go")}
        send={async ({ end_alerts: ends }) => {
          try {
            await call("DELETE /sources/{id}", {
              path: { id: source.id },
              query: { ...(ends !== undefined && { end_alerts: "true" }) },
            });
          } catch (failure) {
            setMustEnd(isOfFiring(failure));
            throw inOwnWords(failure);
          }
          done();
          toast(say("source.deleted", { name: source.name }));
        }}
      >
        <p>{say("source.delete.about")}</p>
        {mustEnd && (
          <label class="tick">
            <input type="checkbox" name="end_alerts" />
            <span>{say("source.endAlerts")}</span>
          </label>
        )}
      </Form>
    </Dialog>
  );
}

/** While its alerts fire, they could not recover any more. */
function isOfFiring(failure: unknown): boolean {
  return failure instanceof Refused && failure.status === 409 && failure.problem.detail.includes("end_alerts");
}

/** The server names what a program has to send. */
function inOwnWords(failure: unknown): unknown {
  if (!(failure instanceof Refused) || !isOfFiring(failure)) return failure;
  return new Refused(failure.status, { ...failure.problem, detail: say("source.firing") });
}

/** An empty list is one that is not there. */
function writtenOf(config: unknown): Record<string, unknown> {
  const all = typeof config === "object" && config !== null ? Object.entries(config) : [];
  return Object.fromEntries(
    all.map(([name, value]) => [name, Array.isArray(value) && value.length === 0 ? undefined : value]),
  );
}

/** What sends, with what is stored where no sender is called so. */
function choicesOf(known: SourceTypeInfo[], stored: string): Array<readonly [type: string, name: string]> {
  const named = known.map(({ type, name }) => [type, name] as const);
  const any = ["ANY", say("source.type.any")] as const;
  const all = [any, ...named.filter(([type]) => type !== "ANY")];
  return all.some(([type]) => type === stored) ? all : [...all, [stored, stored]];
}

function schema(
  types: ReadonlyArray<readonly [type: string, name: string]>,
  isSigned: boolean,
  mustEnd: boolean,
): Schema {
  return {
    properties: {
      name: { title: say("source.name"), description: say("wizard.name.hint"), maxLength: 100 },
      type: {
        title: say("source.type"),
        enum: types.map(([type]) => type),
        titles: types.map(([, name]) => name),
      },
      default_severity: {
        title: say("source.severity"),
        description: say("source.severity.hint"),
        enum: SEVERITIES,
      },
      config: {
        properties: {
          ignored_labels: {
            title: say("source.ignored"),
            description: say("source.ignored.hint"),
            type: "array",
            offered: [],
          },
          identity_labels: {
            title: say("source.identity"),
            description: say("source.identity.hint"),
            type: "array",
            offered: [],
          },
          test_mode: {
            title: say("source.test"),
            description: say("source.test.hint"),
            enum: ["off", "header", "always"],
            titles: [say("source.test.off"), say("source.test.header"), say("source.test.always")],
          },
        },
      },
      signing_secret: {
        title: say("source.secret"),
        description: say(isSigned ? "source.secret.stored" : "source.secret.hint"),
        writeOnly: true,
        maxLength: 500,
      },
      ...(isSigned && {
        keep_signing_secret_for: {
          title: say("source.overlap"),
          description: say("source.overlap.hint"),
          enum: [...OVERLAPS],
          titles: OVERLAPS.map((one) => say(`source.overlap.${one}`)),
        },
      }),
      is_active: { title: say("source.active"), description: say("source.active.hint"), type: "boolean" },
      ...(mustEnd && { end_alerts: { title: say("source.endAlerts"), type: "boolean" } }),
    },
    required: ["name", "type", "default_severity"],
  };
}
