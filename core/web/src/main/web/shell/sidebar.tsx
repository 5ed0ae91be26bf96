import { useEffect, useRef } from "preact/hooks";
import type { Self } from "../api/schema";
import { locale, say } from "../words";
import { Bell } from "./bell";
import { Commands } from "./commands";
import type { Counts } from "./counts";
import { Icon } from "./icon";
import { BRAND, CHEVRON } from "./icons";
import { Profile } from "./profile";
import { groupsOf, homeOf, isIn, type Offered } from "./rooms";
import { href, usePlace } from "./router";
import { openGroups, setOpenGroup } from "./settings";

/**
 * The way to every page, in groups. What its reader may not see is left out, and the group of the current page is open. On a phone
 * it is a drawer; as a rail, it shows the icons of what is open.
 */
export function Sidebar({ me, counts }: { me: Self; counts: Counts }) {
  const { path } = usePlace();
  const list = useRef<HTMLDivElement>(null);
  const kept = openGroups();
  useEffect(() => {
    list.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }, [path]);
  return (
    <nav class="side" id="side" aria-label={say("nav")}>
      <a class="brand" href={href("/")} title={say("app.name")}>
        <Icon of={BRAND} />
        <span>{say("app.name")}</span>
        <span class="soft">{me.tenant.name}</span>
      </a>
      <Commands me={me} />
      <ul class="first">
        {homeOf(me).map((link) => (
          <li key={link.path}>
            <Way link={link} here={path} counts={counts} />
          </li>
        ))}
        <Bell me={me} />
      </ul>
      <div class="groups" ref={list}>
        {groupsOf(me).map(({ id, label, isOpen, links }) => {
          const isHere = links.some(({ rooms }) => rooms.some((room) => isIn(path, room.path)));
          return (
            <details
              key={id}
              open={isHere || (kept[id] ?? isOpen)}
              onToggle={(event) => {
                // The current page opens its group without a wish for it.
                if (!isHere) setOpenGroup(id, event.currentTarget.open);
              }}
            >
              <summary>
                {label}
                <Icon of={CHEVRON} />
              </summary>
              <ul>
                {links.map((link) => (
                  <li key={link.path}>
                    <Way link={link} here={path} counts={counts} />
                  </li>
                ))}
              </ul>
            </details>
          );
        })}
      </div>
      <Profile me={me} />
    </nav>
  );
}

/** One link, with what waits behind it. */
export function Way({ link, here, counts }: { link: Offered; here: string; counts: Counts }) {
  const { icon, label, path, rooms } = link;
  return (
    <a
      href={href(path)}
      title={label}
      aria-current={here === path ? "page" : rooms.some((room) => isIn(here, room.path)) ? "true" : undefined}
    >
      <Icon of={icon} />
      <span class="lbl">{label}</span>
      <Waiting path={path} counts={counts} />
    </a>
  );
}

/** How many there are of what a page lists; nothing where there are none, or where that is not known. */
function Waiting({ path, counts }: { path: string; counts: Counts }) {
  const isIncidents = path === "/incidents";
  const count = isIncidents ? counts.incidents : path === "/alerts" ? counts.alerts : null;
  if (!count) return null;
  return (
    <span class={isIncidents ? "count hot" : "count"}>
      {count.toLocaleString(locale())}
      <span class="unseen"> {say(isIncidents ? "nav.incidents.waiting" : "nav.alerts.firing")}</span>
    </span>
  );
}
