import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { DutyCard, type Duty } from "../obligations/duty";
import { Opening } from "../obligations/opening";
import { may } from "../session/session";
import { useLive } from "../shell/feed";
import { say } from "../words";
import type { Incident } from "./incident";

/** What the law demands to be reported of an incident, and of those that were merged into it. */
export function Obligations({
  me,
  incident,
  again,
  isOpening,
  close,
}: {
  me: Self;
  incident: Incident;
  again: () => void;
  /** Whether one is being opened by hand. */
  isOpening: boolean;
  close: () => void;
}) {
  const [all, setAll] = useState<Duty[]>([]);
  const [turn, setTurn] = useState(0);
  useLive(
    ["incident"],
    async (signal) => {
      try {
        setAll((await call("GET /incidents/{id}/obligations", { path: { id: incident.id }, signal })).items);
      } catch {
        return; // The incident itself says what is wrong.
      }
    },
    incident.id + incident.version + incident.timeline.length + turn,
    { again: false },
  );
  const mayChange = may(me, "incident.edit", incident);
  const changed = () => {
    close();
    setTurn((before) => before + 1);
    again();
  };
  return (
    <>
      {all.map((duty) => (
        <DutyCard
          key={duty.id}
          duty={duty}
          mayChange={mayChange}
          mayWaive={me.permissions.includes("obligation.manage")}
          isBeside={duty.incident.id === incident.id}
          changed={changed}
        />
      ))}
      {all.length > 0 && <p class="soft">{say("law.advice")}</p>}
      {isOpening && <Opening incident={incident.id} done={changed} close={close} />}
    </>
  );
}
