import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Self } from "../api/schema";
import { logOut } from "../session/session";
import { LANGUAGES, say, spoken, type Word } from "../words";
import { Connection } from "./connection";
import { inWords } from "./failure";
import { Fires } from "./fires";
import { Help } from "./help";
import { href, usePlace } from "./router";
import { setLanguage, setTheme, theme, type Theme } from "./settings";
import { Toasts } from "./toast";

interface Room {
  path: string;
  word: Word;
  permission: string;
}

/** One line for each room; a page that needs a permission is offered to who has it. */
const ROOMS: Room[] = [{ path: "/incidents", word: "nav.incidents", permission: "incident.read" }];

/** What stands around every page: the way past it, the rooms, the account, and the live region. */
export function Shell({ me, children }: { me: Self | null; children: ComponentChildren }) {
  const { path } = usePlace();
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
            {ROOMS.filter((room) => me.permissions.includes(room.permission)).map((room) => (
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
          <Help />
          <Settings me={me} />
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

function Settings({ me }: { me: Self | null }) {
  const [failed, setFailed] = useState("");
  const [chosen, setChosen] = useState(theme);
  return (
    <details class="menu">
      <summary>{say("account")}</summary>
      <div>
        {me && (
          <p>{say("account.as", { name: me.owner?.name ?? me.name, role: me.role, tenant: me.tenant.name ?? "" })}</p>
        )}
        <label>
          {say("theme")}
          <select
            value={chosen}
            onChange={(event) => {
              const to = event.currentTarget.value as Theme;
              setTheme(to);
              setChosen(to);
            }}
          >
            {(["system", "dark", "light"] as const).map((one) => (
              <option key={one} value={one}>
                {say(`theme.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say("language")}
          <select
            value={spoken()}
            onChange={(event) => {
              setLanguage(event.currentTarget.value);
              location.reload();
            }}
          >
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {me && (
          <button type="button" onClick={() => logOut().catch((failure: unknown) => setFailed(inWords(failure).text))}>
            {say("logout")}
          </button>
        )}
        {failed && <p role="alert">{failed}</p>}
      </div>
    </details>
  );
}
