import { useState } from "preact/hooks";
import type { Incident, Self } from "../api/schema";
import { may } from "../session/session";
import { Icon } from "../shell/icon";
import { MEGAPHONE } from "../shell/icons";
import { Loading } from "../shell/loading";
import { Moment } from "../shell/time";
import { say } from "../words";
import { Promising } from "./promising";
import { PublicTexts } from "./public-texts";
import type { Publication, ToldOf, Updates } from "./told";

type Published = Publication["published"][number];
type Update = Updates["items"][number];

/** What stakeholders and the public were told, the newest first. */
export function UpdatesTab({
  me,
  incident,
  told: { updates, page, again },
  write,
}: {
  me: Self;
  incident: Incident;
  told: ToldOf;
  write: () => void;
}) {
  const [isPromising, setPromising] = useState(false);
  const [copying, setCopying] = useState<Published | null>(null);
  if (updates === null) return <Loading />;
  const mayWrite = may(me, "incident.acknowledge", incident);
  const published = page?.published ?? [];
  const all = [
    ...updates.items.map((one) => ({ at: one.at, shown: <Sent key={one.id} one={one} incident={incident} /> })),
    ...published.flatMap((one) =>
      one.updates.map((update) => ({
        at: update.at,
        shown: (
          <Line
            key={one.id + update.at}
            title={say("update.public", { title: one.title })}
            about={`${say(`update.status.${update.state}`)} · ${update.author}`}
            message={update.message}
            at={update.at}
          />
        ),
      })),
    ),
  ].sort((one, other) => other.at.localeCompare(one.at));
  return (
    <>
      <p class="wrap">
        {mayWrite && (
          <button type="button" onClick={write}>
            {say("update.write")}
          </button>
        )}
        {mayWrite && updates.next && (
          <button type="button" onClick={() => setPromising(true)}>
            {say("update.promise")}
          </button>
        )}
        {published.map((one) => (
          <button key={one.id} type="button" onClick={() => setCopying(one)}>
            {say("update.copy", { title: one.title })}
          </button>
        ))}
      </p>
      {all.length === 0 && <p class="soft">{say("update.none")}</p>}
      <ol class="timeline">{all.map(({ shown }) => shown)}</ol>
      {isPromising && updates.next && (
        <Promising incident={incident} by={updates.next.by} done={again} close={() => setPromising(false)} />
      )}
      {copying && <PublicTexts one={copying} close={() => setCopying(null)} />}
    </>
  );
}

function Sent({ one, incident }: { one: Update; incident: Incident }) {
  const of = one.incident.id === incident.id ? "" : ` · ${one.incident.short_id}`;
  return (
    <Line
      title={say("update.number", { number: one.number }) + of}
      about={`${say(`update.status.${one.status}`)} · ${one.author} · ${say("update.receivers", { count: one.receivers })}`}
      message={one.message}
      at={one.at}
    />
  );
}

function Line({ title, about, message, at }: { title: string; about: string; message: string; at: string }) {
  return (
    <li>
      <span class="dot">
        <Icon of={MEGAPHONE} />
      </span>
      <div>
        <p>
          <strong>{title}</strong> <span class="soft">{about}</span>
        </p>
        <p class="text said">{message}</p>
      </div>
      <Moment at={at} />
    </li>
  );
}
