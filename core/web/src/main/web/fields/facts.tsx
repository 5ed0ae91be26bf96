import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Incident } from "../incident/incident";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { lengthOf } from "../shell/length";
import { Ready } from "../shell/read";
import { href } from "../shell/router";
import { Out } from "../shell/rich";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { CauseInput, FieldInputs, useFields } from "./inputs";
import { localOf, othersIn, valuesIn } from "./values";

type Value = Incident["fields"][number];

/** What is said of an incident besides: its cause, its impact, and the fields of the tenant. */
export function FurtherFacts({ incident }: { incident: Incident }) {
  const { cause, impact, fields, missing_fields: missing } = incident;
  return (
    <>
      {cause && (
        <Row label={say("causes.one")}>
          {cause.key === "unknown" ? (
            say("causes.unknown")
          ) : (
            <a href={href(`/incidents?status=all&cause=${encodeURIComponent(cause.key)}`)}>
              {[cause.parent, cause.label].filter(Boolean).join(" › ")}
            </a>
          )}
        </Row>
      )}
      {impact && (
        <Row label={say("impactfact")}>
          {impact.started_at !== null && <Moment at={impact.started_at} />}
          {impact.ended_at !== null && (
            <>
              {" – "}
              <Moment at={impact.ended_at} /> ({lengthOf(impact.duration_seconds)})
            </>
          )}
        </Row>
      )}
      {fields.map((one) => (
        <Row key={one.key} label={one.label}>
          <Shown value={one} /> {one.is_archived && <span class="soft">{say("fields.archived")}</span>}
        </Row>
      ))}
      {missing.length > 0 && (
        <Row label={say("fields.missing")}>
          <span class="soft">{missing.map(({ label }) => label).join(", ")}</span>
        </Row>
      )}
    </>
  );
}

function Row({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Shown({ value }: { value: Value }) {
  switch (value.type) {
    case "url":
      return <Out to={value.text} text={value.text} />;
    case "instant":
      return <Moment at={value.text} />;
    case "boolean":
      return <>{say(value.value === true ? "fields.yes" : "fields.no")}</>;
    case "user":
    case "team":
    case "service":
    case "select": {
      const alike = encodeURIComponent(`${value.key}:${String(value.value)}`);
      return <a href={href(`/incidents?status=all&field=${alike}`)}>{value.text}</a>;
    }
    default:
      return <span class="text">{value.text}</span>;
  }
}

/** Opens the form for all of it. */
export function EditFacts({ incident, changed }: { incident: Incident; changed: (now: Incident) => void }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {say("fields.edit")}
      </button>
      {isOpen && <Editing incident={incident} changed={changed} close={() => setOpen(false)} />}
    </>
  );
}

interface EditingProps {
  incident: Incident;
  changed: (now: Incident) => void;
  close: () => void;
}

/** All of it in one form. It changes what was shown: whoever was slower is told so. */
function Editing({ incident, changed, close }: EditingProps) {
  const read = useFields();
  const instant = (text: string | undefined) => (text === undefined ? null : new Date(text).toISOString());
  return (
    <Dialog drawer title={say("fields.edit.title", { id: incident.short_id })} close={close}>
      <Ready read={read}>
        {(fields) => (
          <Form
            go={say("save")}
            send={async (values) => {
              const { cause, started, ended } = othersIn(values);
              const now = await call("PATCH /incidents/{id}", {
                path: { id: incident.id },
                body: {
                  fields: valuesIn(fields, values, incident.fields),
                  cause: cause ?? null,
                  ...(started !== local(incident.impact?.started_at) && { impact_started_at: instant(started) }),
                  ...(ended !== local(incident.impact?.ended_at) && { impact_ended_at: instant(ended) }),
                },
                version: incident.version,
              });
              changed(now);
              toast(say("saved"));
              close();
            }}
          >
            <CauseInput chosen={incident.cause?.key ?? ""} />
            <Field
              label={say("impactfact.started")}
              name="started"
              type="datetime-local"
              hint={say("impactfact.hint")}
              value={local(incident.impact?.started_at) ?? ""}
            />
            <Field
              label={say("impactfact.ended")}
              name="ended"
              type="datetime-local"
              value={local(incident.impact?.ended_at) ?? ""}
            />
            <FieldInputs fields={fields} values={incident.fields} />
          </Form>
        )}
      </Ready>
    </Dialog>
  );
}

/** As its input shows it, so that an instant that nobody touches keeps its seconds. */
function local(instant: string | null | undefined): string | undefined {
  return typeof instant === "string" ? localOf(instant) : undefined;
}
