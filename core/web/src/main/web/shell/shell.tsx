import type { ComponentChildren } from "preact";
import type { Self } from "../api/schema";
import { say, type Word } from "../words";
import { Bell } from "./bell";
import { Commands } from "./commands";
import { Connection } from "./connection";
import { Finder } from "./finder";
import { Fires } from "./fires";
import { Help } from "./help";
import { Profile } from "./profile";
import { href, usePlace } from "./router";
import { Toasts } from "./toast";

interface Room {
  path: string;
  word: Word;
  permission: string;
}

/** One line for each room; a page that needs a permission is offered to who has it. */
const ROOMS: Room[] = [
  { path: "/", word: "nav.now", permission: "incident.read" },
  { path: "/incidents", word: "nav.incidents", permission: "incident.read" },
  { path: "/alerts", word: "nav.alerts", permission: "alert.read" },
  { path: "/on-call", word: "nav.oncall", permission: "on_call.read" },
  { path: "/me", word: "nav.me", permission: "on_call.read" },
  { path: "/analytics", word: "nav.analytics", permission: "incident.read" },
  { path: "/manage", word: "nav.manage", permission: "self.read" },
];

/** What stands around every page: the way past it, the rooms, the account, and the live region. */
export function Shell({ me, children }: { me: Self | null; children: ComponentChildren }) {
  const { path } = usePlace();
  const rooms = ROOMS.filter((room) => me?.permissions.includes(room.permission));
  return (
    <>
      <a class="skip" href="#content">
        {say("skip")}
      </a>
      <header class="bar">
        <a class="brand" href={href("/")}>
          {say("app.name")}
        </a>
        {me && (
          <nav aria-label={say("nav")}>
            {rooms.map((room) => (
              <a
                key={room.path}
                href={href(room.path)}
                aria-current={path === room.path ? "page" : path.startsWith(room.path + "/") ? "true" : undefined}
              >
                {say(room.word)}
              </a>
            ))}
          </nav>
        )}
        <div class="tools">
          {me && <Commands me={me} rooms={rooms.map(({ path, word }) => ({ path, label: say(word) }))} />}
          {me && <Bell me={me} />}
          {me?.permissions.includes("incident.read") && path !== "/search" && <Finder />}
          <Help />
          <Profile me={me} />
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {me && <Connection />}
        {children}
      </main>
      <Toasts />
      {me?.permissions.includes("incident.read") && <Fires />}
      <p id="said" class="unseen" role="status" aria-live="polite" />
    </>
  );
}
