import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Self } from "../api/schema";
import { Stages } from "../incident/stages";
import type { Incident } from "../incident/incident";
import { Timeline } from "../incident/timeline";
import { SeverityMark } from "../incidents/marks";
import { StatusMark } from "../incidents/status-mark";
import { TagMark } from "../incidents/tag-mark";
import { Lanes } from "../oncall/lanes-view";
import type { View } from "../oncall/schedule";
import { Caution } from "../shell/caution";
import { BarChart } from "../shell/chart";
import { Chips } from "../shell/chips";
import { Combobox } from "../shell/combobox";
import { Copy } from "../shell/copy";
import { Dialog } from "../shell/dialog";
import { Difference } from "../shell/difference";
import { Duration } from "../shell/duration";
import { ChosenFacets, Facets } from "../shell/facets";
import { Person } from "../shell/face";
import { FilterRow, Narrowing } from "../shell/filter-row";
import { Spark } from "../shell/spark";
import { Failure } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { HeatChart } from "../shell/heat";
import { Icon } from "../shell/icon";
import { CHECK, FILTER, PLUS, SEARCH, SILENCES, WARNING } from "../shell/icons";
import { Loading } from "../shell/loading";
import { Menu } from "../shell/menu";
import { Popover } from "../shell/popover";
import { usePlace } from "../shell/router";
import { setTheme } from "../shell/settings";
import { Tabs } from "../shell/tabs";
import { Ago, Moment, Zone } from "../shell/time";
import { Title } from "../shell/title";
import { toast, toastFailure } from "../shell/toast";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SEVERITIES = ["SEV1_CRITICAL", "SEV2_HIGH", "SEV3_MEDIUM", "SEV4_LOW"] as const;
const STATUSES = ["TRIGGERED", "ACKNOWLEDGED", "MITIGATED", "RESOLVED"] as const;
const KINDS = ["info", "ok", "warn", "bad"] as const;

const now = Date.now();
const ago = (length: number) => new Date(now - length).toISOString();

/** Every component, in each of its states. */
export function StyleGuide() {
  return (
    <>
      <Title
        text="Style guide"
        about="Every component of the dashboard, in each of its states."
        actions={
          <>
            <button type="button" onClick={() => setTheme("light")}>
              Light
            </button>
            <button type="button" onClick={() => setTheme("dark")}>
              Dark
            </button>
          </>
        }
      />
      <div class="panels guide">
        <Part id="button" title="Button">
          <p class="acts">
            <button type="button" class="primary">
              Create silence
            </button>
            <button type="button">Edit</button>
            <button type="button" class="quiet">
              Cancel
            </button>
            <button type="button" aria-pressed="true">
              Pressed
            </button>
            <button type="button" aria-disabled="true">
              Busy
            </button>
            <button type="button" disabled>
              Disabled
            </button>
            <button type="button" class="icon" aria-label="Create" title="Create">
              <Icon of={PLUS} />
            </button>
            <a class="button" href="#button">
              Link
            </a>
            <button type="button">
              With a key <kbd>a</kbd>
            </button>
          </p>
        </Part>
        <Part id="badge" title="Badge">
          <p class="acts">
            <span class="pill">Neutral</span>
            {KINDS.map((kind) => (
              <span key={kind} class={`pill ${kind}`}>
                {kind}
              </span>
            ))}
            <span>
              <span class="count">12</span> <span class="count hot">4</span>
            </span>
            <span>
              <TagMark color="#6b7280" /> Tag
            </span>
            <Caution />
          </p>
        </Part>
        <Part id="severity" title="Severity">
          <p class="acts">
            {SEVERITIES.map((severity) => (
              <SeverityMark key={severity} severity={severity} />
            ))}
          </p>
        </Part>
        <Part id="status" title="Status">
          <p class="acts">
            {STATUSES.map((status) => (
              <StatusMark key={status} status={status} />
            ))}
          </p>
        </Part>
        <Part id="avatar" title="Avatar">
          <p class="acts">
            {["Ada Byron", "Bo Chen", "Carla Rossi", "Dev Patel"].map((name) => (
              <Person key={name} name={name} />
            ))}
          </p>
        </Part>
        <Part id="time" title="Time">
          <ul class="plain">
            <li>
              <Ago at={ago(20_000)} />
            </li>
            <li>
              <Ago at={ago(4 * MINUTE)} />
            </li>
            <li>
              <Ago at={ago(3 * HOUR + 10 * MINUTE)} />
            </li>
            <li>
              <Ago at={ago(19 * DAY)} />
            </li>
            <li>
              <Moment at={ago(4 * MINUTE)} /> <span class="soft">of a record</span>
            </li>
            <li class="soft">
              <Zone />
            </li>
          </ul>
        </Part>
        <Part id="field" title="Field">
          <Form go="Save" send={() => Promise.resolve()}>
            <Field label="Name" name="name" hint="For example payments" required />
            <p class="field">
              <label for="guide-wrong">Reason</label>
              <input id="guide-wrong" aria-invalid="true" aria-describedby="guide-fault" />
              <span id="guide-fault" class="fault">
                Enter a reason, such as a change number
              </span>
            </p>
            <Field label="Minutes" name="minutes" type="number" defaultValue="5" />
            <p class="field">
              <label for="guide-text">Description</label>
              <textarea id="guide-text" rows={3} />
            </p>
            <p>
              <label class="tick">
                <input type="checkbox" checked /> Enabled
              </label>
            </p>
            <p>
              <label class="tick">
                <input type="radio" name="length" checked /> 2 hours
              </label>
            </p>
          </Form>
        </Part>
        <Part id="select" title="Select, length of time">
          <p class="field">
            <label for="guide-select">Severity</label>
            <select id="guide-select">
              <option>SEV1</option>
              <option>SEV2</option>
            </select>
          </p>
          <p class="field">
            <label for="guide-length">Grace period</label>
            <Duration
              label="Grace period"
              usual="PT10M"
              required
              common={{ id: "guide-length", name: "grace", "aria-invalid": false, "aria-describedby": "guide-select" }}
            />
          </p>
        </Part>
        <Part id="combobox" title="Combobox">
          <Picking />
          <Chips
            label="Tags"
            hint="Press Enter after each tag"
            offered={["network", "database"]}
            first={["database"]}
          />
        </Part>
        <Part id="date" title="Date and zone">
          <Field label="From" name="date" type="date" defaultValue="2026-11-28" />
          <Field label="Until" name="until" type="datetime-local" defaultValue="2026-11-28T03:00" />
          <p class="field">
            <label for="guide-zone">Time zone</label>
            <select id="guide-zone">
              <option>Europe/Paris</option>
            </select>
          </p>
        </Part>
        <Part id="table" title="Table">
          <div class="scroll">
            <table class="grid" aria-labelledby="table">
              <thead>
                <tr>
                  <th scope="col">Name</th>
                  <th scope="col">State</th>
                  <th scope="col" class="number">
                    Alerts
                  </th>
                  <th scope="col" class="doing">
                    Actions
                  </th>
                </tr>
              </thead>
              <tbody>
                {["checkout", "payments"].map((name, at) => (
                  <tr key={name}>
                    <td data-title="Name">
                      <a href="#table">{name}</a>
                    </td>
                    <td data-title="State">
                      <span class="pill ok">Enabled</span>
                    </td>
                    <td data-title="Alerts" class="number">
                      {1_204 + at}
                    </td>
                    <td class="acts">
                      <span class="doings">
                        <button type="button">
                          Edit<span class="unseen"> {name}</span>
                        </button>
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p class="foot">
            <span>2 total</span>
            <Zone />
          </p>
        </Part>
        <Part id="filters" title="Filter chips">
          <Filters />
          <FilterRow label="Filters of an example" active={1} after={<p class="soft total">7 of 7</p>}>
            {(isSheet) => (
              <Narrowing isSheet={isSheet} active={1}>
                <p>What narrows the list down.</p>
              </Narrowing>
            )}
          </FilterRow>
          <div class="segments" role="group" aria-label="Period">
            {[7, 30, 90].map((days) => (
              <button key={days} type="button" aria-pressed={days === 30}>
                {days} days
              </button>
            ))}
          </div>
        </Part>
        <Part id="tabs" title="Tabs">
          <Tabs
            label="Example"
            tabs={[
              { id: "timeline", title: "Timeline", view: () => <p>What has happened.</p> },
              { id: "alerts", title: "Alerts", count: 7, view: () => <p>Seven alerts.</p> },
            ]}
          />
        </Part>
        <Part id="dialog" title="Dialog, drawer, menu">
          <Opening />
        </Part>
        <Part id="toast" title="Toast, tooltip">
          <p class="acts">
            <button type="button" onClick={() => toast("INC-7F3KX acknowledged", () => {})}>
              Show toast
            </button>
            <button type="button" onClick={() => toastFailure("INC-7F3KX: Ask an administrator for access.")}>
              Show failure
            </button>
          </p>
          <p>
            The tooltip of a time: <Ago at={ago(4 * MINUTE)} />
          </p>
        </Part>
        <Part id="empty" title="Empty, loading, failed">
          <div class="empty">
            <Icon of={SILENCES} />
            <p>No silences. A silence mutes matching alerts for a while: no incidents, no pages.</p>
            <button type="button">Create silence</button>
          </div>
          <Loading />
          <Failure failure={new Error("The server refused this.")} again={() => {}} />
        </Part>
        <Part id="banner" title="Banner">
          {KINDS.map((kind) => (
            <p key={kind} class={`banner ${kind}`}>
              <Icon of={kind === "ok" ? CHECK : WARNING} />
              <span>
                Said as <strong>{kind}</strong>.
              </span>
              <button type="button">Page next now</button>
            </p>
          ))}
        </Part>
        <Part id="stepper" title="Stepper, checklist">
          <Stages incident={INCIDENT} />
          <ol class="panel checklist">
            {["Secure your account", "Choose how you are reached", "Connect a source"].map((step, at) => (
              <li key={step} class={at === 0 ? "done" : ""} aria-current={at === 1 ? "step" : undefined}>
                <span class="tick" aria-hidden="true">
                  {at === 0 ? <Icon of={CHECK} /> : at + 1}
                </span>
                <div>
                  <h3>{step}</h3>
                  <p class="soft">What it is for.</p>
                </div>
                <p class="acts">
                  <button type="button" class={at === 1 ? "primary" : ""}>
                    Open<span class="unseen"> {step}</span>
                  </button>
                </p>
              </li>
            ))}
          </ol>
          <progress max={3} value={1} aria-label="Progress" />
        </Part>
        <Part id="timeline" title="Timeline">
          <Timeline me={ME} incident="INC-7F3KX" lines={LINES} mayComment={false} again={() => undefined} />
        </Part>
        <Part id="lane" title="Lane">
          <Lanes view={SCHEDULE} days={DAYS} zone="UTC" choose={() => {}} />
        </Part>
        <Part id="chart" title="Chart">
          <Spark values={[4, 0, 7, null, 12, 3, 1, 5]} />
          <BarChart
            title="Incidents per day"
            bars={[4, 0, 7, 12, 3, 1, 5].map((count, at) => ({
              label: `${at + 1} November`,
              short: `${at + 1} Nov`,
              text: `${count} incidents`,
              parts: [
                { value: Math.floor(count / 3), look: "bar-sev1" },
                { value: count - Math.floor(count / 3), look: "bar-sev3" },
              ],
            }))}
            legend={[
              { look: "bar-sev1", text: "SEV1" },
              { look: "bar-sev3", text: "SEV3" },
            ]}
          />
          <HeatChart
            title="By weekday and hour"
            rows={["Mon", "Tue", "Wed"].map((label, row) => ({
              label,
              counts: Array.from({ length: 24 }, (_, hour) => (hour * (row + 2)) % 7),
            }))}
            columns={Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`)}
            look="bar-all"
            textOf={(row, hour, count) => `Row ${row + 1}, ${hour}:00: ${count} incidents`}
            keyOf={String}
          />
        </Part>
        <Part id="code" title="Code">
          <Copy label="Command" text="imas import alertmanager.yml" />
        </Part>
        <Part id="diff" title="Difference">
          <Difference before={"a: 1\nb: 2\nc: 3"} after={"a: 1\nb: 4\nc: 3"} />
        </Part>
      </div>
    </>
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ComponentChildren }) {
  return (
    <section class="panel" data-part={id} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function Picking() {
  const [typed, setTyped] = useState("");
  const options = ["Ada Byron", "Bo Chen"].map((label) => ({ id: label, label, detail: "Payments", group: "People" }));
  return (
    <div class="field">
      <Combobox
        label="Person"
        hint="Type a name"
        value={typed}
        onInput={setTyped}
        options={options}
        onPick={({ label }) => setTyped(label)}
      />
    </div>
  );
}

function Filters() {
  const { query } = usePlace();
  const facets = [
    {
      name: "severity",
      label: "Severity",
      values: SEVERITIES.map((value, at) => ({ value, label: value.slice(0, 4), count: at + 1 })),
    },
  ];
  return (
    <>
      <div class="filterbar">
        <label class="searchbox">
          <span class="unseen">Search</span>
          <Icon of={SEARCH} />
          <input type="search" placeholder="Search" />
        </label>
        <Popover
          label={
            <>
              <Icon of={FILTER} />
              Filter
            </>
          }
        >
          <Facets facets={facets} query={query} />
        </Popover>
        <Menu>
          <button type="button">Export CSV</button>
          <button type="button">Share view</button>
        </Menu>
      </div>
      <ChosenFacets facets={facets} query={query} />
    </>
  );
}

function Opening() {
  const [open, setOpen] = useState<"dialog" | "drawer" | null>(null);
  return (
    <>
      <p class="acts">
        <button type="button" onClick={() => setOpen("dialog")}>
          Open dialog
        </button>
        <button type="button" onClick={() => setOpen("drawer")}>
          Open drawer
        </button>
        <Menu>
          <button type="button">Mute</button>
          <button type="button">Delete…</button>
        </Menu>
      </p>
      {open !== null && (
        <Dialog title="Resolve INC-7F3KX" close={() => setOpen(null)} drawer={open === "drawer"}>
          <Form go="Resolve" send={() => Promise.resolve(setOpen(null))}>
            <Field label="Resolution note" name="note" />
          </Form>
        </Dialog>
      )}
    </>
  );
}

const ME = { permissions: [] as string[] } as unknown as Self;

const INCIDENT = {
  severity: "SEV1_CRITICAL",
  status: "ACKNOWLEDGED",
  created_at: ago(HOUR),
  acknowledged_at: ago(HOUR - 4 * MINUTE),
  mitigated_at: null,
  resolved_at: null,
  mtta_seconds: 240,
  mttm_seconds: null,
  mttr_seconds: null,
} as unknown as Incident;

const LINES = [
  { id: "1", type: "ALERT_SENT", message: "Paged Ada Byron by push", created_by: "system" },
  { id: "2", type: "ESCALATION", message: "Nobody answered: next step", created_by: "system" },
  { id: "3", type: "NOTIFICATION_FAILED", message: "SMS to Bo Chen failed", created_by: "system" },
  { id: "4", type: "STATUS_CHANGE", message: "Acknowledged by Ada Byron", created_by: "ada" },
  { id: "5", type: "NOTE", message: "The pool is **full**. See `checkout`.", created_by: "ada" },
].map((line, at) => ({ ...line, timestamp: ago(HOUR - at * MINUTE), decided_by: [] })) as unknown as Parameters<
  typeof Timeline
>[0]["lines"];

const FIRST = Date.UTC(2026, 10, 23);
const DAYS = Array.from({ length: 7 }, (_, at) => ({
  date: `2026-11-${23 + at}`,
  from: FIRST + at * DAY,
  until: FIRST + (at + 1) * DAY,
  hours: 24,
}));
const day = (at: number) => new Date(FIRST + at * DAY).toISOString();
const ADA = { id: "ada", username: "ada" };
const BO = { id: "bo", username: "bo" };

const SCHEDULE = {
  schedule: { layers: [{ name: "weekly", level: 1 }] },
  shifts: [
    { user: ADA, level: 1, layer: "weekly", because: "turn", from: day(0), until: day(3) },
    { user: BO, level: 1, layer: "weekly", because: "turn", from: day(3), until: day(5) },
    { user: ADA, level: 1, because: "override", from: day(5), until: day(6) },
  ],
  overrides: [{ id: "o", user: ADA, level: 1, from: day(5), until: day(6) }],
  faults: [
    { kind: "gap", level: 1, from: day(6), until: day(7) },
    { kind: "unreachable", level: 1, user: BO, from: day(3), until: day(5) },
  ],
} as unknown as View;
