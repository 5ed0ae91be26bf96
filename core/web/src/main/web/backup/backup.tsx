import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { call } from "../api/client";
import type { Backups, RestoreDrill } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Deed } from "../shell/deed";
import { Icon } from "../shell/icon";
import { WARNING } from "../shell/icons";
import { lengthOf } from "../shell/length";
import { Ready, useRead } from "../shell/read";
import { Grid } from "../shell/table";
import { Ago, Moment } from "../shell/time";
import { locale, say } from "../words";

const WHILE_A_DRILL = 3_000;
const MEGABYTE = 1_048_576;

/** What a disaster would cost, as drills have measured it, and a button that measures it now. */
export function Backup({ me }: PageProps) {
  const read = useRead("backups", (signal) => call("GET /backups", { signal }));
  const began = read.value?.drill_began_at ?? null;
  // A drill says nothing by itself, so whoever watches asks.
  useEffect(() => {
    if (began === null) return;
    const timer = setTimeout(read.again, WHILE_A_DRILL);
    return () => clearTimeout(timer);
  }, [read.value]);
  const mayDrill = me.permissions.includes("backup.drill") && read.value?.archive != null && began === null;
  return (
    <Managed
      me={me}
      title={say("nav.backup")}
      actions={
        mayDrill && (
          <Deed
            primary
            done={say("backup.drill.done")}
            act={async () => {
              await call("POST /backups/drills", { body: {} });
              setTimeout(read.again, WHILE_A_DRILL);
            }}
          >
            {say("backup.drill")}
          </Deed>
        )
      }
    >
      <Ready read={read}>{(of) => (of.archive === null ? <NotOwn /> : <State of={of} archive={of.archive} />)}</Ready>
    </Managed>
  );
}

function NotOwn() {
  return (
    <section class="panel">
      <h2>{say("backup.none")}</h2>
      <p>{say("backup.none.embedded")}</p>
      <p>{say("backup.none.external")}</p>
    </section>
  );
}

function State({ of, archive }: { of: Backups; archive: NonNullable<Backups["archive"]> }) {
  const [last] = of.drills;
  const [newest] = of.backups;
  return (
    <>
      <Verdict of={of} />
      {archive.trouble !== null && <Warning>{say("backup.trouble", { reason: archive.trouble })}</Warning>}
      {archive.is_held ? (
        <Warning>{say("backup.held")}</Warning>
      ) : (
        archive.needs_backup && <Warning>{say("backup.needed")}</Warning>
      )}
      <dl class="kpis">
        <Figure label={say("backup.lag")} value={lengthOf(archive.lag_seconds)}>
          {say("backup.lag.about")}
        </Figure>
        <Figure label={say("backup.rto")} value={millis(last?.restore_millis ?? null)}>
          {last && (
            <>
              {say("backup.drill.last")} · <Ago at={last.at} />
            </>
          )}
        </Figure>
        <Figure label={say("backup.last")} value={newest ? <Ago at={newest.taken_at} /> : null}>
          {newest && megabytes(newest.bytes)}
        </Figure>
        <Figure label={say("backup.kept")} value={of.backups.length.toLocaleString(locale())}>
          {say(archive.is_encrypted ? "backup.encrypted" : "backup.plain")}
        </Figure>
      </dl>
      {last && <Drill drill={last} />}
      <section aria-labelledby="backups">
        <h2 id="backups">{say("backup.backups")}</h2>
        {of.backups.length === 0 ? (
          <p class="soft">{say("backup.backups.none")}</p>
        ) : (
          <Grid
            label={say("backup.backups")}
            rows={of.backups}
            id={({ taken_at }) => taken_at}
            columns={[
              { title: say("backup.taken"), show: ({ taken_at }) => <Moment at={taken_at} /> },
              { title: say("backup.size"), isNumber: true, show: ({ bytes }) => megabytes(bytes) },
              {
                title: say("backup.drilled"),
                show: ({ drilled_at, drill_passed }) =>
                  drilled_at === null ? (
                    say("backup.drilled.never")
                  ) : (
                    <Result passed={drill_passed === true} at={drilled_at} />
                  ),
              },
            ]}
          />
        )}
        <p class="soft">{say(of.backup_every_seconds > 0 ? "backup.auto" : "backup.manual")}</p>
      </section>
      {of.drills.length > 1 && (
        <section aria-labelledby="drills">
          <h2 id="drills">{say("backup.drills")}</h2>
          <Grid
            label={say("backup.drills")}
            rows={of.drills}
            id={({ at }) => at}
            columns={[
              { title: say("backup.drills.result"), show: ({ passed, at }) => <Result passed={passed} at={at} /> },
              { title: say("backup.rpo"), isNumber: true, show: ({ lost_seconds }) => lengthOf(lost_seconds) },
              { title: say("backup.rto"), isNumber: true, show: (one) => millis(one.restore_millis) },
            ]}
          />
        </section>
      )}
      <section class="panel" aria-labelledby="restore">
        <h2 id="restore">{say("backup.restore")}</h2>
        <p>{say("backup.restore.about")}</p>
        <pre>
          <code>
            imas restore --check /archive{"\n"}imas restore /archive{"\n"}imas release
          </code>
        </pre>
      </section>
    </>
  );
}

/** The first sentence: what it would cost, or that nobody knows. */
function Verdict({ of }: { of: Backups }) {
  const [last] = of.drills;
  if (of.drill_began_at !== null)
    return (
      <p class="banner" role="status">
        <span>
          {say("backup.running")} <Ago at={of.drill_began_at} />
        </span>
      </p>
    );
  if (!last) return <Warning isBad>{say("backup.unknown")}</Warning>;
  if (!last.passed) return <Warning isBad>{say("backup.failed")}</Warning>;
  const isLate = Date.now() - Date.parse(last.at) > of.drill_late_after_seconds * 1_000;
  return (
    <>
      {isLate && <Warning>{say("backup.late")}</Warning>}
      <h2>
        {last.lost_seconds === null
          ? say("backup.cost.time", { time: millis(last.restore_millis) })
          : say("backup.cost", { lost: lengthOf(last.lost_seconds), time: millis(last.restore_millis) })}
      </h2>
      <p class="soft">
        {say("backup.measured")} <Moment at={last.at} />
      </p>
    </>
  );
}

function Warning({ isBad = false, children }: { isBad?: boolean; children: ComponentChildren }) {
  return (
    <p class={isBad ? "banner bad" : "banner warn"} role={isBad ? "alert" : undefined}>
      <Icon of={WARNING} />
      <span>{children}</span>
    </p>
  );
}

function Drill({ drill }: { drill: RestoreDrill }) {
  const { found } = drill;
  const number = (count: number) => count.toLocaleString(locale());
  return (
    <section class="panel" aria-labelledby="drill">
      <h2 id="drill">
        {say("backup.drill.last")} <Result passed={drill.passed} at={drill.at} />
      </h2>
      {drill.fault !== null && <p class="fault">{drill.fault}</p>}
      {drill.findings.length > 0 && (
        <ul class="fault">
          {drill.findings.map((finding) => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      )}
      <dl class="facts">
        {drill.steps.map(({ work, millis: took }) => (
          <div key={work}>
            <dt>{say(`backup.step.${work}`)}</dt>
            <dd>{millis(took)}</dd>
          </div>
        ))}
        {drill.restored_to !== null && (
          <div>
            <dt>{say("backup.restored_to")}</dt>
            <dd>
              <Moment at={drill.restored_to} />
            </dd>
          </div>
        )}
      </dl>
      {found.files > 0 && (
        <p class="soft">
          {say("backup.found", {
            incidents: number(found.incidents),
            alerts: number(found.alerts),
            indexes: number(found.indexes),
            entries: number(found.audit_entries),
            secrets: number(found.secrets),
          })}
        </p>
      )}
      <p class="soft">
        {say("backup.evidence")} <code>{drill.sha256.slice(0, 16)}</code>
      </p>
    </section>
  );
}

function Result({ passed, at }: { passed: boolean; at: string }) {
  return (
    <>
      <span class={`pill ${passed ? "ok" : "bad"}`}>{say(passed ? "backup.passed" : "backup.not_passed")}</span>{" "}
      <Ago at={at} />
    </>
  );
}

function Figure({ label, value, children }: { label: string; value: ComponentChildren; children?: ComponentChildren }) {
  return (
    <div class="kpi">
      <dt>{label}</dt>
      <dd>
        <strong>{value ?? say("time.none")}</strong>
        <span class="soft">{children}</span>
      </dd>
    </div>
  );
}

function millis(took: number | null): string {
  return took !== null && took < 950 ? say("backup.moment") : lengthOf(took === null ? null : took / 1_000);
}

function megabytes(bytes: number): string {
  return say("backup.megabytes", { count: Math.max(1, Math.round(bytes / MEGABYTE)).toLocaleString(locale()) });
}
