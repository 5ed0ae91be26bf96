import { useEffect, useRef } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { useNames } from "../changes/names";
import { Feeds, type Offer } from "../feeds/feeds";
import { Managed } from "../manage/manage";
import { dateOf, isDate, isZone, plusDays } from "../oncall/clock";
import type { PageProps } from "../pages";
import { FilterRow } from "../shell/filter-row";
import { Choice } from "../shell/inputs";
import { useKey } from "../shell/keys";
import { Ready, useRead } from "../shell/read";
import { href, setQuery, usePlace } from "../shell/router";
import { usePhone } from "../shell/small";
import { zoneName } from "../shell/time";
import { locale, say } from "../words";
import { Agenda } from "./agenda";
import { moved, rangeOf, shownOf, type View, VIEWS } from "./days";
import { Month } from "./month";

export type Event = Answer<"GET /events">["items"][number];

const TYPES = ["meeting", "deployment_window", "freeze", "maintenance_window", "obligation", "on_call"] as const;

/** What is planned, of every feature that plans something: by month, by week, or as a list. */
export function Calendar({ me }: PageProps) {
  const { query } = usePlace();
  const isPhone = usePhone();
  const isMoving = useRef(false);
  const names = useNames(me);
  const askedZone = query.get("zone");
  const zone = askedZone !== null && isZone(askedZone) ? askedZone : zoneName();
  const today = dateOf(Date.now(), zone);
  const asked = query.get("date");
  const date = isDate(asked) ? asked : today;
  const view = VIEWS.find((one) => one === query.get("view")) ?? (isPhone ? "agenda" : "month");
  const shown = shownOf(view, date);
  const range = rangeOf(shown, zone);
  const wish = {
    type: query.get("type") ?? "",
    team: query.get("team") ?? "",
    service: query.get("service") ?? "",
    environment: query.get("environment") ?? "",
  };
  const filters = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== ""));
  const read = useRead(JSON.stringify([range, filters]), (signal) =>
    call("GET /events", { query: { ...range, ...filters }, signal }),
  );
  // Days are those of a zone. It stands in the address, so that whoever opens it sees the same days.
  useEffect(() => {
    if (askedZone === null) setQuery({ zone });
  }, [askedZone, zone]);
  const show = (to: string) => setQuery({ date: to === today ? "" : to });
  const see = (to: View) => setQuery({ view: to });
  useKey("t", () => show(today), say("calendar.today"));
  const choice = (name: keyof typeof wish, title: string, choices: ReadonlyArray<readonly [string, string]>) => (
    <Choice
      label={title}
      value={wish[name]}
      choices={[["", say("calendar.all")], ...choices]}
      set={(value) => setQuery({ [name]: value })}
    />
  );
  const own = (all: readonly string[]) => all.map((one) => [one, one] as const);
  return (
    <Managed
      me={me}
      title={say("nav.calendar")}
      about={say("calendar.about", { zone })}
      actions={
        me.permissions.includes("deployment_window.manage") && (
          <a class="button primary" href={href("/deployment-windows?plan=new")}>
            {say("calendar.plan")}
          </a>
        )
      }
    >
      <div class="filterbar">
        <div class="segments">
          <button type="button" onClick={() => show(moved(view, date, -1))}>
            ‹<span class="unseen">{say("calendar.before")}</span>
          </button>
          <button type="button" onClick={() => show(today)}>
            {say("calendar.today")}
          </button>
          <button type="button" onClick={() => show(moved(view, date, 1))}>
            ›<span class="unseen">{say("calendar.after")}</span>
          </button>
        </div>
        <div class="segments" role="group" aria-label={say("calendar.views")}>
          {VIEWS.map((one) => (
            <button key={one} type="button" aria-pressed={one === view} onClick={() => see(one)}>
              {say(`calendar.view.${one}`)}
            </button>
          ))}
        </div>
        <strong aria-live="polite">{heading(view, date, shown)}</strong>
      </div>
      <FilterRow label={say("calendar.filters")} active={Object.keys(filters).length}>
        {() => (
          <>
            {choice(
              "type",
              say("calendar.type"),
              TYPES.map((one) => [one, say(`calendar.type.${one}`)]),
            )}
            {choice("team", say("calendar.team"), own(names.teams))}
            {choice("service", say("calendar.service"), own(names.services))}
            {choice("environment", say("calendar.environment"), own(names.environments))}
          </>
        )}
      </FilterRow>
      {wish.type === "on_call" && wish.team === "" && <p class="soft">{say("calendar.team.needed")}</p>}
      <Ready read={read}>
        {({ items, more }) => (
          <>
            {view === "agenda" || view === "day" ? (
              <Agenda items={items} shown={shown} today={today} zone={zone} />
            ) : (
              <Month
                items={items}
                shown={shown}
                date={date}
                today={today}
                zone={zone}
                isWeek={view === "week"}
                isSmall={isPhone}
                isMoving={isMoving}
                show={show}
                move={(by) => show(moved(view, date, by))}
                open={(day) => setQuery({ date: day === today ? "" : day, view: "day" })}
              />
            )}
            {more && <p class="soft">{say("calendar.more")}</p>}
          </>
        )}
      </Ready>
      <Feeds
        me={me}
        text={say("feedlink.text.events")}
        isShown={({ kind }) => kind === "events" || kind.endsWith("_events")}
        offers={offers(wish, me)}
      />
    </Managed>
  );
}

/** What somebody may subscribe to: what is chosen, and one's own. */
function offers({ team, environment }: { team: string; environment: string }, me: Self): readonly Offer[] {
  const chosen: Offer =
    environment !== ""
      ? { label: say("feedlink.only", { name: environment }), body: { environment, events: true } }
      : team !== ""
        ? { label: say("feedlink.only", { name: team }), body: { team, events: true } }
        : { label: say("feedlink.everything"), body: { events: true } };
  return me.owner?.kind === "user"
    ? [chosen, { label: say("feedlink.mine"), body: { user: me.owner.id, events: true } }]
    : [chosen];
}

/** November 2026, or the days that are shown. */
function heading(view: View, date: string, { first, count }: { first: string; count: number }): string {
  const at = (day: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale(), { ...options, timeZone: "UTC" }).format(new Date(day + "T00:00Z"));
  if (view === "month") return at(date, { month: "long", year: "numeric" });
  if (view === "day") return at(date, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
  return `${at(first, day)} – ${at(plusDays(first, count - 1), { ...day, year: "numeric" })}`;
}
