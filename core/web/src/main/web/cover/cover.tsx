import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call, Unreachable } from "../api/client";
import type { Self } from "../api/schema";
import { useAsked } from "../now/asked";
import { inWords } from "../shell/failure";
import { setQuery, usePlace } from "../shell/router";
import { Ago } from "../shell/time";
import { toastFailure } from "../shell/toast";
import { say } from "../words";

const SELDOM = 30_000;
const DAY = 86_400_000;

interface DrawerProps {
  me: Self;
  /** The schedule whose shift is covered, and when the shift begins. */
  of: string;
  close: () => void;
}

let Drawer: ComponentType<DrawerProps> | null = null;

async function load(): Promise<void> {
  Drawer = (await import("./drawer")).CoverDrawer;
}

/** Whether one may be covered by others: only people have shifts. */
export function mayGetCover(me: Self): boolean {
  return me.owner?.kind === "user" && me.permissions.includes("swap.ask");
}

/** A shift as the address names it. */
export function keyOf(shift: { schedule: string; from: string }): string {
  return `${shift.schedule} ${shift.from}`;
}

/** Opens the form in which somebody else takes one's shift, or a part of it. */
export function CoverButton({ me, of, about }: { me: Self; of: string; about: string }) {
  if (!mayGetCover(me)) return null;
  return (
    <button type="button" onClick={() => setQuery({ cover: of })}>
      {say("cover")}
      <span class="unseen"> {about}</span>
    </button>
  );
}

/** That form, where the address asks for it. Its code is loaded when somebody wants it. */
export function Covering({ me }: { me: Self }) {
  const asked = usePlace().query.get("cover");
  const isAsked = asked !== null && mayGetCover(me);
  const [isLoaded, setLoaded] = useState(Drawer !== null);
  const close = () => setQuery({ cover: "" });
  useEffect(() => {
    if (!isAsked || isLoaded) return;
    load()
      .then(() => setLoaded(true))
      .catch(() => {
        toastFailure(inWords(new Unreachable()).text);
        close();
      });
  }, [isAsked]);
  return isAsked && isLoaded && Drawer ? <Drawer me={me} of={asked} close={close} /> : null;
}

/** That one is on call now, for what and until when: before anything else, whoever has the pager wants to know it. */
export function OnDuty({ me }: { me: Self }) {
  const isPerson = me.owner?.kind === "user" && me.permissions.includes("on_call.read");
  const asked = useAsked(
    ["schedule"],
    async (signal) => {
      if (!isPerson) return [];
      const now = Date.now();
      const query = { until: new Date(now + DAY).toISOString() };
      const { items } = await call("GET /me/shifts", { query, signal });
      return items
        .filter(({ from }) => Date.parse(from) <= now)
        .map((shift) => ({ shift, isLong: Date.parse(shift.until) >= now + DAY - 1_000 }));
    },
    SELDOM,
  );
  if (asked.value === null || asked.value.length === 0) return null;
  return (
    <>
      {asked.value.map(({ shift, isLong }) => (
        <p key={`${keyOf(shift)} ${shift.level}`} class="wrap">
          <span>
            {say("cover.on", { schedule: shift.schedule_name })}{" "}
            {!isLong && (
              <>
                {say("cover.on.until")} <Ago at={shift.until} isDue />
              </>
            )}
          </span>{" "}
          <CoverButton me={me} of={keyOf(shift)} about={shift.schedule_name} />
        </p>
      ))}
      <Covering me={me} />
    </>
  );
}
