import { useEffect, useRef, useState } from "preact/hooks";
import { call, callForStatus } from "../api/client";
import type { Self } from "../api/schema";
import { SEVERITIES } from "../incidents/wish";
import { FieldInputs, useFields } from "../fields/inputs";
import { valuesIn } from "../fields/values";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { Chips } from "../shell/chips";
import { useRead } from "../shell/read";
import { go } from "../shell/router";
import { toast } from "../shell/toast";
import { say } from "../words";
import { Whom } from "./whom";

/** As many as are offered to choose from. */
const OFFERED = 200;
const USUAL = "SEV3";
const LONGEST_TITLE = 500;
const MOST_TAGS = 20;
const OK = 200;
/** What the form is sent with, and the key that makes sending it again safe: another text is another request. */
interface Sent {
  body: string;
  key: string;
}

/** Opens an incident by hand. One that is open with this title already is not opened again: then the form leads to that one. */
export function DeclareDrawer({ me, close }: { me: Self; close: () => void }) {
  const sent = useRef<Sent>({ body: "", key: "" });
  const scopes = useRef<ReadonlySet<string>>(new Set());
  const tags = useRef<ReadonlySet<string>>(new Set());
  const [service, setService] = useState("");
  const [severity, setSeverity] = useState(USUAL);
  const [isQuiet, setQuiet] = useState(false);
  const asked = useFields().value?.filter((one) => one.required_at === "create") ?? [];
  const mayTag = me.permissions.includes("incident.tag");
  const keyOf = (body: unknown): string => {
    const text = JSON.stringify(body);
    if (sent.current.body !== text) sent.current = { body: text, key: crypto.randomUUID() };
    return sent.current.key;
  };
  return (
    <Dialog drawer title={say("declare")} close={close}>
      <Form
        go={say("declare")}
        send={async (values) => {
          const { title, service, severity, description } = values;
          const fields = valuesIn(asked, values);
          const body = {
            title,
            service,
            severity,
            ...(description !== undefined && { description }),
            ...(scopes.current.size > 0 && { impacted_scopes: [...scopes.current] }),
            ...(tags.current.size > 0 && { tags: [...tags.current] }),
            ...(isQuiet && { page: false }),
            ...(Object.keys(fields).length > 0 && { fields }),
          };
          const { status, answer } = await callForStatus("POST /incidents", { body, idempotencyKey: keyOf(body) });
          go(`/incidents/${answer.short_id}`);
          toast(say(status === OK ? "declare.open" : "declare.done", { id: answer.short_id }));
        }}
      >
        <Field
          label={say("declare.title")}
          name="title"
          hint={say("declare.title.hint")}
          required
          maxLength={LONGEST_TITLE}
        />
        <Services isListed={me.permissions.includes("service.read")} chosen={setService} />
        <p class="field">
          <label for="declare-severity">{say("declare.severity")}</label>
          <select id="declare-severity" name="severity" onChange={({ currentTarget: { value } }) => setSeverity(value)}>
            {SEVERITIES.map((one) => (
              <option key={one} value={one} selected={one === USUAL}>
                {one} · {say(`declare.${one}`)}
              </option>
            ))}
          </select>
        </p>
        <p class="field tick">
          <input
            id="declare-quiet"
            type="checkbox"
            aria-describedby="declare-quiet-hint"
            onChange={({ currentTarget: { checked } }) => setQuiet(checked)}
          />
          <label for="declare-quiet">{say("declare.quiet")}</label>
          <small id="declare-quiet-hint" class="soft">
            {say("declare.quiet.hint")}
          </small>
        </p>
        {!isQuiet && service !== "" && me.permissions.includes("escalation_policy.read") && (
          <Whom service={service} severity={severity} />
        )}
        <p class="field">
          <label for="declare-description">{say("declare.description")}</label>
          <textarea id="declare-description" name="description" rows={4} />
        </p>
        <FieldInputs fields={asked} isRequired />
        {me.permissions.includes("scope.read") && <Scopes chosen={scopes} />}
        {mayTag && <Tags chosen={tags} isListed={me.permissions.includes("tag.read")} />}
      </Form>
    </Dialog>
  );
}

/**
 * The field for the service.
 *
 * @param chosen is told once a service is chosen or typed to its end, and not of each letter before
 */
function Services({ isListed, chosen }: { isListed: boolean; chosen: (name: string) => void }) {
  const { value } = useRead("declare services", async (signal) =>
    isListed ? (await call("GET /services", { query: { limit: OFFERED }, signal })).items : [],
  );
  const [typed, setTyped] = useState("");
  const isKnown = value?.some(({ name }) => name === typed) ?? false;
  useEffect(() => chosen(isKnown ? typed : ""), [isKnown, typed]);
  return (
    <>
      <Field
        label={say("declare.service")}
        name="service"
        hint={say("declare.service.hint")}
        list="declare-services"
        autocomplete="off"
        required
        maxLength={200}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onChange={({ currentTarget }) => chosen(currentTarget.value.trim())}
      />
      <datalist id="declare-services">
        {value?.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </>
  );
}

interface Chosen {
  chosen: { current: ReadonlySet<string> };
}

function Scopes({ chosen }: Chosen) {
  const { value } = useRead("declare scopes", (signal) =>
    call("GET /scopes", { query: { active: "true", limit: OFFERED }, signal }),
  );
  if (value === null || value.items.length === 0) return null;
  return (
    <fieldset>
      <legend>{say("declare.scopes")}</legend>
      {value.items.map(({ id, name, legal_clock_hours: hours }) => (
        <p key={id}>
          <label class="tick">
            <input
              type="checkbox"
              onChange={({ currentTarget: { checked } }) => {
                const now = new Set(chosen.current);
                if (checked) now.add(id);
                else now.delete(id);
                chosen.current = now;
              }}
            />
            <span>
              {name} {hours !== null && <span class="soft">{say("declare.clock", { hours })}</span>}
            </span>
          </label>
        </p>
      ))}
    </fieldset>
  );
}

function Tags({ chosen, isListed }: Chosen & { isListed: boolean }) {
  const { value } = useRead("declare tags", async (signal) =>
    isListed ? (await call("GET /tags", { query: { active: "true", limit: OFFERED }, signal })).items : [],
  );
  return (
    <Chips
      label={say("declare.tags")}
      hint={say("declare.tags.hint")}
      offered={value?.map(({ name }) => name) ?? []}
      most={MOST_TAGS}
      changed={(now) => {
        chosen.current = new Set(now);
      }}
    />
  );
}
