import { call } from "../api/client";
import type { DryRun, DryRunStep, Service } from "../api/schema";
import { instantOf, isZone } from "../oncall/clock";
import { ownZone, When } from "../oncall/when";
import { Caution } from "../shell/caution";
import { Field, Form } from "../shell/form";
import { channelsOf, Uncalled } from "../shell/reach";
import { Ready, useRead } from "../shell/read";
import { setQuery, usePlace } from "../shell/router";
import { say } from "../words";
import { minutesOf } from "./minutes";
import { Target } from "./target";
import { afterStart } from "./when";

const SEVERITIES = ["SEV1", "SEV2", "SEV3", "SEV4"] as const;

/** Asks whom a policy would tell about a service's incident. The question is the address, so that others see the answer. */
export function DryRunOf({ policy, services }: { policy: string; services: readonly Service[] }) {
  const { query } = usePlace();
  const named = query.get("zone");
  const zone = named !== null && isZone(named) ? named : ownZone();
  const [service, severity, at] = ["service", "severity", "at"].map((name) => query.get(name) ?? "");
  return (
    <section class="panel" aria-labelledby="policy-run">
      <h2 id="policy-run">{say("policy.run")}</h2>
      <p class="soft">{say("policy.run.about")}</p>
      <div>
        <Form
          go={say("policy.run.go")}
          send={async (values) =>
            setQuery({
              service: values["service"] ?? "",
              severity: values["severity"] ?? "",
              at: values["at"] ?? "",
              zone: values["at"] ? zone : "",
            })
          }
        >
          <Field
            label={say("policy.run.service")}
            name="service"
            defaultValue={service ?? ""}
            list="policy-services"
            autocomplete="off"
            maxLength={200}
            required
          />
          <datalist id="policy-services">
            {services.map(({ id, name }) => (
              <option key={id} value={name} />
            ))}
          </datalist>
          <p class="field">
            <label for="policy-severity">{say("policy.run.severity")}</label>
            <select id="policy-severity" name="severity">
              {SEVERITIES.map((one) => (
                <option key={one} value={one} selected={one === severity}>
                  {one}
                </option>
              ))}
            </select>
          </p>
          <Field
            label={say("policy.run.at", { zone })}
            hint={say("policy.run.at.hint")}
            name="at"
            type="datetime-local"
            defaultValue={at ?? ""}
          />
        </Form>
      </div>
      {service !== undefined && service !== "" && (
        <Answer policy={policy} service={service} severity={severity ?? ""} at={at ?? ""} zone={zone} />
      )}
    </section>
  );
}

interface Question {
  policy: string;
  service: string;
  severity: string;
  at: string;
  zone: string;
}

function Answer({ policy, service, severity, at, zone }: Question) {
  const instant = at === "" ? NaN : instantOf(at, zone);
  const read = useRead(JSON.stringify([policy, service, severity, at, zone]), (signal) =>
    call("POST /escalation-policies/{id}/dry-run", {
      path: { id: policy },
      body: {
        service,
        ...(severity !== "" && { severity }),
        // What is no time is for the server to refuse, with its reason.
        ...(at !== "" && { at: isNaN(instant) ? at : new Date(instant).toISOString() }),
      },
      signal,
    }),
  );
  return <Ready read={read}>{(run) => <Rounds run={run} zone={zone} />}</Ready>;
}

function Rounds({ run, zone }: { run: DryRun; zone: string }) {
  return (
    <div class="policy-answer" role="region" aria-label={say("policy.run.answer")}>
      <p>
        {say("policy.run.begins", { severity: run.severity.slice(0, 4), team: run.team.name })}{" "}
        <When at={run.at} zone={zone} />
      </p>
      {run.first_call === null ? (
        <p class="uncalled">
          <Caution /> {say("policy.run.never")}
        </p>
      ) : (
        minutesOf(run.first_call) > 0 && (
          <p class="fault">
            <Caution /> {say("policy.run.late", { minutes: minutesOf(run.first_call) })}
          </p>
        )
      )}
      {run.rounds.map(({ round, steps }) => (
        <section key={round}>
          <h3>{say("policy.round", { number: round })}</h3>
          <ol class="steps">
            {steps.map((step) => (
              <Step key={step.step} step={step} zone={zone} />
            ))}
          </ol>
        </section>
      ))}
      <p>
        {say("policy.run.end")} <When at={run.end_at} zone={zone} />
      </p>
    </div>
  );
}

function Step({ step, zone }: { step: DryRunStep; zone: string }) {
  const told = [
    ...step.users.map(({ username, how, reach }) => ({ name: username, how, reach })),
    ...step.channels.map(({ name, how }) => ({ name, how, reach: null })),
  ];
  const isCalled =
    step.users.some(({ reach }) => reach.can_be_called) || step.channels.some(({ channel }) => channel !== "console");
  return (
    <li>
      <strong>{afterStart(minutesOf(step.from_start))}</strong>{" "}
      <span class="soft">
        <When at={step.at} zone={zone} />
      </span>
      <ul>
        {told.map(({ name, how, reach }, i) => (
          <li key={i}>
            {reach?.can_be_called === false ? <Uncalled reach={reach} who={name} /> : <strong>{name}</strong>}{" "}
            <span class="soft">
              {reach !== null && `${channelsOf(reach)} · `}
              {how.join("; ")}
            </span>
          </li>
        ))}
        {step.missed
          .filter(({ obstacle }) => obstacle === undefined)
          .map(({ notify, why }, i) => (
            <li key={`missed ${i}`} class="fault">
              <Caution /> <Target of={notify} />: {why}
            </li>
          ))}
      </ul>
      {step.because !== undefined && <p>{say("policy.run.passed", { why: step.because })}</p>}
      {!isCalled && step.because === undefined && (
        <p class="fault">
          <Caution /> {say("policy.run.nobody")}
        </p>
      )}
    </li>
  );
}
