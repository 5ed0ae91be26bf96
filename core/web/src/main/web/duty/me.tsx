import { call } from "../api/client";
import type { NotificationRules, Reachability, Self, UserContact } from "../api/schema";
import { CoverButton, Covering, keyOf } from "../cover/cover";
import { Absences } from "../oncall/absences";
import { When, ownZone } from "../oncall/when";
import type { PageProps } from "../pages";
import { Caution } from "../shell/caution";
import { Deed } from "../shell/deed";
import { inWords } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { channelsOf } from "../shell/reach";
import { Ready, type Read, useRead } from "../shell/read";
import { href, setQuery, usePlace } from "../shell/router";
import { Ago, Moment } from "../shell/time";
import { Title } from "../shell/title";
import { toast, toastFailure } from "../shell/toast";
import { channelName, statusName } from "../shell/channels";
import { say } from "../words";
import { Contacts } from "./contacts";
import { Factor } from "./factor";
import { useFocusKept } from "./focus";
import { durationOf, minutesOf, type Rule, withRule } from "./rules";
import { OwnExport } from "../privacy/own";
import { OwnTokens } from "./tokens";

/** One's own shifts, how one is reached, and what one logs in with. */
export function MyDuty({ me }: PageProps) {
  const name = me.owner?.kind === "user" ? me.owner.name : null;
  return (
    <>
      <Title text={say("me.title")} />
      {name === null ? <p>{say("me.nobody")}</p> : <Mine key={name} me={me} user={name} />}
    </>
  );
}

function Mine({ me, user }: { me: Self; user: string }) {
  const contacts = useRead(`contacts ${user}`, async (signal) => {
    const { items } = await call("GET /users/{user}/contacts", { path: { user }, query: { limit: 50 }, signal });
    return items;
  });
  const rules = useRead(`rules ${user}`, (signal) =>
    call("GET /users/{id}/notification-rules", { path: { id: user }, signal }),
  );
  const reach = useRead(`reach ${user}`, async (signal) => {
    const [high, low] = await Promise.all(
      ["SEV1", "SEV3"].map((severity) => call("GET /reachability", { query: { user, severity }, signal })),
    );
    return { high: high?.items[0], low: low?.items[0] };
  });
  const done = () => {
    reach.again();
    contacts.again();
    rules.again();
  };
  return (
    <>
      <Called read={reach} />
      <Shifts me={me} user={user} />
      <Absences me={me} user={user} />
      <Contacts user={user} read={contacts} done={done} />
      <Rules user={user} read={rules} contacts={contacts.value ?? []} />
      <Why user={user} />
      <Factor user={user} />
      <OwnTokens me={me} user={user} />
      <OwnExport user={user} />
      <Sessions user={user} />
    </>
  );
}

type Reached = Reachability["items"][number];

/** Whether one can be called at all, and by what: first, since all else hangs on it. */
function Called({ read }: { read: Read<{ high: Reached | undefined; low: Reached | undefined }> }) {
  return (
    <Ready read={read}>
      {({ high, low }) =>
        high !== undefined && low !== undefined ? (
          <section aria-labelledby="my-reach">
            <h2 id="my-reach" class={high.can_be_called ? "" : "uncalled"}>
              {high.can_be_called ? (
                say("reach.you")
              ) : (
                <>
                  <Caution /> {say("reach.you.cannot")}
                </>
              )}
            </h2>
            {high.can_be_called ? (
              <ul class="list">
                <li>{say("reach.you.high", { channels: channelsOf(high) })}</li>
                <li>{say("reach.you.low", { channels: channelsOf(low) })}</li>
              </ul>
            ) : (
              high.obstacle !== undefined && (
                <p>
                  {say(`reach.${high.obstacle}`)} <a href="#my-contacts">{say("me.contacts")}</a>
                </p>
              )
            )}
          </section>
        ) : null
      }
    </Ready>
  );
}

function Shifts({ me, user }: { me: Self; user: string }) {
  const read = useRead(
    `shifts ${user}`,
    async (signal) => ({ from: Date.now(), mine: (await call("GET /me/shifts", { signal })).items }),
    ["schedule"],
  );
  return (
    <section aria-labelledby="my-shifts">
      <h2 id="my-shifts">{say("me.shifts")}</h2>
      <Ready read={read}>
        {({ from, mine }) => (
          <>
            {mine.length === 0 && <p class="soft">{say("me.shifts.none")}</p>}
            <ul class="list">
              {mine.map((shift) => (
                <li key={`${keyOf(shift)} ${shift.level}`} class="entry">
                  <span>
                    <a href={href(`/schedules/${shift.schedule}`)}>{shift.schedule_name}</a>{" "}
                    <span class="soft">{say("oncall.level", { level: shift.level })}</span>
                  </span>
                  <span class="wrap">
                    {Date.parse(shift.from) <= from ? (
                      <strong>{say("me.shifts.now")}</strong>
                    ) : (
                      <When at={shift.from} zone={ownZone()} />
                    )}{" "}
                    – <When at={shift.until} zone={ownZone()} />
                  </span>
                  <CoverButton me={me} of={keyOf(shift)} about={shift.schedule_name} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Ready>
      <Covering me={me} />
    </section>
  );
}

function writing(rules: NotificationRules["rules"]): Rule[] {
  return rules.map(({ urgency, after, contact }) => ({ urgency, after, contact: contact.id }));
}

function Rules({ user, read, contacts }: { user: string; read: Read<NotificationRules>; contacts: UserContact[] }) {
  const put = async (body: object, version: number) => {
    try {
      return await call("PUT /users/{id}/notification-rules", { path: { id: user }, body, version });
    } finally {
      read.again();
    }
  };
  /** Saves it, and offers what was before. */
  const change = async (before: NotificationRules, to: object) => {
    const was = { rules: writing(before.rules), quiet_hours: before.quiet_hours };
    const after = await put({ ...was, ...to }, before.version);
    toast(say("me.rules.saved"), () => {
      put(was, after.version).catch((failure: unknown) => toastFailure(inWords(failure).text));
    });
  };
  return (
    <section aria-labelledby="my-rules">
      <h2 id="my-rules">{say("me.rules")}</h2>
      <Ready read={read}>
        {(now) => (
          <>
            {now.rules.length === 0 && <p class="soft">{say("me.rules.none")}</p>}
            <ul class="list">
              {now.rules.map((rule) => (
                <li key={rule.urgency + rule.contact.id} class="entry">
                  <span>
                    <strong>{say(`me.urgency.${rule.urgency}`)}</strong>:{" "}
                    {say("me.rules.after", { minutes: minutesOf(rule.after) ?? 0, contact: rule.contact.name })}
                    {!(rule.contact.is_verified && rule.contact.is_active) && (
                      <span class="gap-word">
                        {" "}
                        <Caution /> {say("me.rules.passed")}
                      </span>
                    )}
                  </span>
                  <Deed
                    about={rule.contact.name}
                    act={() => change(now, { rules: writing(now.rules.filter((one) => one !== rule)) })}
                  >
                    {say("me.rules.remove")}
                  </Deed>
                </li>
              ))}
            </ul>
            {contacts.length > 0 && (
              <details>
                <summary>{say("me.rules.new")}</summary>
                <Form
                  go={say("me.rules.go")}
                  send={({ urgency, after, contact }) =>
                    change(now, {
                      rules: withRule(writing(now.rules), {
                        urgency: urgency === "low" ? "low" : "high",
                        after: durationOf(Number(after ?? 0)),
                        contact: contact ?? "",
                      }),
                    })
                  }
                >
                  <p class="field">
                    <label for="rule-urgency">{say("me.urgency")}</label>
                    <select id="rule-urgency" name="urgency">
                      <option value="high">{say("me.urgency.high")}</option>
                      <option value="low">{say("me.urgency.low")}</option>
                    </select>
                  </p>
                  <p class="field">
                    <label for="rule-contact">{say("me.rules.contact")}</label>
                    <select id="rule-contact" name="contact">
                      {contacts.map((one) => (
                        <option key={one.id} value={one.id}>
                          {one.name}
                        </option>
                      ))}
                    </select>
                  </p>
                  <Field
                    label={say("me.rules.minutes")}
                    name="after"
                    type="number"
                    min="0"
                    max="1440"
                    defaultValue="0"
                  />
                </Form>
              </details>
            )}
            <h3>{say("me.quiet")}</h3>
            <p>
              {now.quiet_hours
                ? say("me.quiet.are", { from: now.quiet_hours.from, until: now.quiet_hours.until })
                : say("me.quiet.none")}
            </p>
            {now.quiet_hours && <Deed act={() => change(now, { quiet_hours: null })}>{say("me.quiet.remove")}</Deed>}
            <details>
              <summary>{say("me.quiet.set")}</summary>
              <Form
                go={say("me.quiet.go")}
                send={({ quiet_from, quiet_until }) =>
                  change(now, {
                    quiet_hours: {
                      from: quiet_from,
                      until: quiet_until,
                      ...(now.quiet_hours?.days ? { days: now.quiet_hours.days } : {}),
                    },
                  })
                }
              >
                <Field label={say("me.quiet.from")} name="quiet_from" type="time" required />
                <Field label={say("me.quiet.until")} name="quiet_until" type="time" required />
              </Form>
            </details>
          </>
        )}
      </Ready>
    </section>
  );
}

/** Why one was told of an incident, or was not. The address names the incident. */
function Why({ user }: { user: string }) {
  const { query } = usePlace();
  const incident = query.get("incident") ?? "";
  return (
    <section aria-labelledby="my-why">
      <h2 id="my-why">{say("me.why")}</h2>
      <Form go={say("me.why.go")} send={({ incident }) => Promise.resolve(setQuery({ incident: incident ?? "" }))}>
        <Field label={say("me.why.incident")} name="incident" required defaultValue={incident} />
      </Form>
      {incident !== "" && <Reasons key={incident} user={user} incident={incident} />}
    </section>
  );
}

function Reasons({ user, incident }: { user: string; incident: string }) {
  const read = useRead(`why ${incident}`, (signal) =>
    call("GET /incidents/{id}/why", { path: { id: incident }, query: { user }, signal }),
  );
  return (
    <Ready read={read}>
      {({ items }) => (
        <div role="status">
          {items.length === 0 && <p>{say("me.why.nothing")}</p>}
          {items.map((one) => (
            <div key={one.user}>
              <p>
                <strong>{one.paged ? say("me.why.paged") : say("me.why.notPaged")}</strong>{" "}
                <a href={href(`/incidents/${incident}`)}>{incident}</a>
              </p>
              <ul>
                {one.because.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
                {one.pages.map((page) => (
                  <li key={page.delivery}>
                    <Moment at={page.at} /> {channelName(page.channel)} {page.address}: {statusName(page.status)}{" "}
                    {page.last_answer}
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </div>
      )}
    </Ready>
  );
}

function Sessions({ user }: { user: string }) {
  const read = useRead(`sessions ${user}`, (signal) =>
    call("GET /users/{id}/sessions", { path: { id: user }, query: { limit: 50 }, signal }),
  );
  const { heading, changed } = useFocusKept(read.value);
  return (
    <section aria-labelledby="my-sessions">
      <h2 id="my-sessions" ref={heading} tabIndex={-1}>
        {say("me.sessions")}
      </h2>
      <Ready read={read}>
        {({ items }) => (
          <ul class="list">
            {items.map((one) => (
              <li key={one.id} class="entry">
                <span>
                  {one.agent ?? say("me.sessions.unknown")} <span class="soft">{one.address}</span>{" "}
                  {one.is_current && <strong>{say("me.sessions.this")}</strong>}
                  <br />
                  <span class="soft">
                    {say("me.sessions.last")} <Ago at={one.last_used_at} />
                  </span>
                </span>
                {!one.is_current && (
                  <Deed
                    about={one.agent ?? ""}
                    done={say("me.sessions.ended")}
                    act={async () => {
                      await call("DELETE /users/{id}/sessions/{session}", { path: { id: user, session: one.id } });
                      changed();
                      read.again();
                    }}
                  >
                    {say("me.sessions.end")}
                  </Deed>
                )}
              </li>
            ))}
          </ul>
        )}
      </Ready>
    </section>
  );
}
