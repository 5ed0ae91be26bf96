import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Incident, Self } from "../api/schema";
import { useLive } from "../shell/feed";

export type Updates = Answer<"GET /incidents/{id}/updates">;
export type Publication = Answer<"GET /incidents/{id}/status-page">;

/** What stakeholders and the public were told of an incident. */
export interface ToldOf {
  updates: Updates | null;
  /** null: the reader may not see it, or it was not read yet. */
  page: Publication | null;
  again: () => void;
}

/** Reads it, and again when the incident changes. The incident itself says what is wrong where that fails. */
export function useTold(me: Self, incident: Incident | null): ToldOf {
  const [updates, setUpdates] = useState<Updates | null>(null);
  const [page, setPage] = useState<Publication | null>(null);
  const [turn, setTurn] = useState(0);
  useLive(
    ["incident"],
    async (signal) => {
      if (incident === null) return;
      const path = { id: incident.id };
      try {
        const [told, published] = await Promise.all([
          call("GET /incidents/{id}/updates", { path, signal }),
          me.permissions.includes("status_page.read")
            ? call("GET /incidents/{id}/status-page", { path, signal })
            : null,
        ]);
        setUpdates(told);
        setPage(published);
      } catch {
        return;
      }
    },
    incident === null ? "" : `${incident.id} ${incident.version} ${turn}`,
    { again: false },
  );
  return { updates, page, again: () => setTurn((before) => before + 1) };
}
