import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { may } from "../session/session";
import { Fact } from "../shell/fact";
import { inWords } from "../shell/failure";
import { useLive } from "../shell/feed";
import { Out } from "../shell/rich";
import { href } from "../shell/router";
import { Moment } from "../shell/time";
import { toast, toastFailure } from "../shell/toast";
import { RoleFacts } from "../roles/roles";
import { say } from "../words";
import { FurtherFacts } from "../fields/facts";
import { type Correct, SeverityField } from "./edit";
import type { Incident } from "./incident";

type Rooms = Answer<"GET /incidents/{id}/rooms">["rooms"];

/** What the incident is: whose, its clocks, its runbook and its room. */
export function Facts({
  incident,
  me,
  correct,
  again,
}: {
  incident: Incident;
  me: Self;
  correct: Correct | null;
  again: () => void;
}) {
  return (
    <dl class="facts">
      <Fact label={say("incident.service")}>{incident.service_name}</Fact>
      <Fact label={say("incident.team")}>{incident.team.name}</Fact>
      <RoleFacts me={me} incident={incident} again={again} />
      {correct && (
        <Fact label={say("incidents.severity")}>
          <SeverityField incident={incident} correct={correct} />
        </Fact>
      )}
      {incident.resolution_note !== null && (
        <Fact label={say("incident.note")}>
          <span class="text">{incident.resolution_note}</span>
        </Fact>
      )}
      {incident.root_cause !== null && (
        <Fact label={say("incident.cause")}>
          <span class="text">{incident.root_cause}</span>
        </Fact>
      )}
      <FurtherFacts incident={incident} />
      {incident.flapping && (
        <Fact label={say("incident.flapping")}>
          {say("incident.flapping.returns", { count: incident.flapping.returns })}
          {incident.flapping.resolves_at !== null && (
            <>
              {" "}
              {say("incident.flapping.resolves")} <Moment at={incident.flapping.resolves_at} />
            </>
          )}
        </Fact>
      )}
      {incident.storm && (
        <Fact label={say("incident.storm")}>
          <a href={href(`/incidents/${incident.storm.short_id}`)}>{incident.storm.short_id}</a>{" "}
          {say(incident.storm.is_held ? "incident.storm.held" : "incident.storm.wasHeld")}
        </Fact>
      )}
      {me.permissions.includes("service.read") && <Runbook service={incident.service.id} />}
      {me.permissions.includes("room.read") && <RoomFact incident={incident} me={me} />}
    </dl>
  );
}

/** Where the service says what to do, if it does. */
function Runbook({ service }: { service: string }) {
  const [link, setLink] = useState<string | null>(null);
  useLive(
    [],
    async (signal) => {
      try {
        setLink((await call("GET /services/{id}", { path: { id: service }, signal })).runbook_url);
      } catch {
        setLink(null);
      }
    },
    service,
    { again: false },
  );
  return link === null ? null : (
    <Fact label={say("incident.runbook.service")}>
      <Out to={link} text={link} />
    </Fact>
  );
}

function RoomFact({ incident, me }: { incident: Incident; me: Self }) {
  const [rooms, setRooms] = useState<Rooms>([]);
  const path = { id: incident.id };
  useLive(
    ["incident"],
    async (signal) => {
      try {
        setRooms((await call("GET /incidents/{id}/rooms", { path, signal })).rooms);
      } catch {
        return; // The incident itself says what is wrong.
      }
    },
    incident.id + incident.version,
    { again: false },
  );
  const room = rooms.find((one) => !["archived", "failed", "left"].includes(one.state));
  const open = async () => {
    try {
      const made = await call("POST /incidents/{id}/rooms", { path });
      setRooms((before) => [...before, made]);
    } catch (failure) {
      toastFailure(inWords(failure).text);
    }
  };
  const archive = async () => {
    try {
      const archived = await call("POST /incidents/{id}/rooms/archive", { path });
      setRooms((before) => before.map((one) => (one.id === archived.id ? archived : one)));
      toast(say("incident.room.archived"));
    } catch (failure) {
      toastFailure(inWords(failure).text);
    }
  };
  return (
    <Fact label={say("incident.room")}>
      {room ? (
        room.url ? (
          <Out to={room.url} text={room.name} />
        ) : (
          `${room.name} (${room.state})`
        )
      ) : (
        say("incident.room.none")
      )}{" "}
      {!room && incident.is_open && may(me, "room.open", incident) && (
        <button type="button" onClick={() => void open()}>
          {say("incident.room.open")}
        </button>
      )}
      {room?.state === "open" && may(me, "room.open", incident) && (
        <button type="button" onClick={() => void archive()}>
          {say("incident.room.archive")}
        </button>
      )}
    </Fact>
  );
}
