import { useState } from "preact/hooks";
import type { Self } from "../api/schema";
import { logOut } from "../session/session";
import { LANGUAGES, say, spoken, type Word } from "../words";
import { Face } from "./face";
import { inWords } from "./failure";
import { choose } from "./preferences";
import { href } from "./router";
import {
  density,
  type Density,
  setDensity,
  setLanguage,
  setTheme,
  setTimes,
  setZone,
  theme,
  type Theme,
  times,
  type Times,
  zone,
} from "./settings";

/** Who somebody is, how they want the pages, and the way out. */
export function Profile({ me }: { me: Self | null }) {
  const [failed, setFailed] = useState("");
  const [chosen, setChosen] = useState(theme);
  const fail = (failure: unknown) => setFailed(inWords(failure).text);
  return (
    <details class="menu" onToggle={() => setChosen(theme())}>
      <summary>
        {me ? (
          <>
            <Face name={me.owner?.name ?? me.name} />
            <span class="who">{me.owner?.name ?? me.name}</span>
            <span class="unseen">{say("account.menu")}</span>
            <span class="pill" aria-hidden="true">
              {(zone() ?? Intl.DateTimeFormat().resolvedOptions().timeZone).replace(/^.*\//, "").replaceAll("_", " ")}
            </span>
          </>
        ) : (
          <>
            {say("account")} <span class="unseen">{say("account.rest")}</span>
          </>
        )}
      </summary>
      <div>
        {me && (
          <p>
            {say("account.as", {
              name: me.owner?.name ?? me.name,
              role: say(`role.${me.role}` as Word),
              tenant: me.tenant.name ?? "",
            })}
          </p>
        )}
        <label>
          {say("theme")}
          <select
            value={chosen}
            onChange={(event) => {
              const to = event.currentTarget.value as Theme;
              setTheme(to);
              setChosen(to);
              choose({ theme: to }).catch(fail);
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
              const to = event.currentTarget.value;
              setLanguage(to);
              choose({ locale: to }).then(() => location.reload(), fail);
            }}
          >
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say("zone")}
          <select
            value={zone() ?? ""}
            onChange={(event) => {
              const to = event.currentTarget.value;
              setZone(to);
              choose({ time_zone: to === "" ? null : to }).then(() => location.reload(), fail);
            }}
          >
            <option value="">{say("zone.browser")}</option>
            {Intl.supportedValuesOf("timeZone").map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say("times")}
          <select
            value={times()}
            onChange={(event) => {
              const to = event.currentTarget.value as Times;
              setTimes(to);
              choose({ times: to }).then(() => location.reload(), fail);
            }}
          >
            {(["relative", "absolute"] as const).map((one) => (
              <option key={one} value={one}>
                {say(`times.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say("density")}
          <select
            value={density()}
            onChange={(event) => {
              const to = event.currentTarget.value as Density;
              setDensity(to);
              choose({ density: to }).catch(fail);
            }}
          >
            {(["comfortable", "compact"] as const).map((one) => (
              <option key={one} value={one}>
                {say(`density.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <p>
          <a href={href("/docs")}>{say("docs.title")}</a>
        </p>
        {me && (
          <button type="button" onClick={() => logOut().catch(fail)}>
            {say("logout")}
          </button>
        )}
        {failed && <p role="alert">{failed}</p>}
      </div>
    </details>
  );
}
