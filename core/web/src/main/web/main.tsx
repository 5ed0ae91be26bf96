import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Unreachable } from "./api/client";
import type { Self } from "./api/schema";
import { Forbidden, Missing } from "./missing/missing";
import { type Loaded, pageOf } from "./pages";
import { askWhoIsThere, toLogin, useSession, watchSession } from "./session/session";
import { Failure } from "./shell/failure";
import { Loading } from "./shell/loading";
import { PasswordAgain } from "./shell/password";
import { followLinks, type Place, place, usePlace } from "./shell/router";
import { applyDensity, applySide, applyTheme } from "./shell/settings";
import { Shell } from "./shell/shell";
import "./styles.css";
import { loadWords } from "./words";

type Coming = { kind: "coming" } | { kind: "missing" } | { kind: "failed" } | { kind: "there"; page: Loaded };

/** Loads the page of a route; what was loaded once is there at the second drawing. */
function useComing(route: string | null): Coming {
  const [coming, setComing] = useState<{ route: string | null; now: Coming }>({ route, now: { kind: "coming" } });
  useEffect(() => {
    let wanted = true;
    const set = (now: Coming) => {
      if (wanted) setComing({ route, now });
    };
    const page = pageOf(route);
    if (page === null) set({ kind: "missing" });
    else page.then((one) => set({ kind: "there", page: one })).catch(() => set({ kind: "failed" }));
    return () => {
      wanted = false;
    };
  }, [route]);
  return coming.route === route ? coming.now : { kind: "coming" };
}

function ToLogin() {
  useEffect(toLogin, []);
  return null;
}

/** Whether somebody has a permission, were it for one team by a grant. */
function has(me: Self, permission: string | undefined): boolean {
  return (
    permission === undefined ||
    me.permissions.includes(permission) ||
    me.grants.some((grant) => grant.permission === permission)
  );
}

function Within({ here, coming, me }: { here: Place; coming: Exclude<Coming, { kind: "failed" }>; me: Self }) {
  switch (coming.kind) {
    case "coming":
      return <Loading />;
    case "missing":
      return <Missing />;
    case "there": {
      if (coming.page.needs === "nothing") return null;
      if (!has(me, coming.page.permission)) return <Forbidden />;
      const View = coming.page.view;
      return <View key={here.route + JSON.stringify(here.params)} me={me} params={here.params} />;
    }
  }
}

function App() {
  const here = usePlace();
  const coming = useComing(here.route);
  const session = useSession();
  const me = session.kind === "somebody" ? session.me : null;
  const Open = coming.kind === "there" && coming.page.needs === "nothing" ? coming.page.view : null;
  return (
    <Shell me={me}>
      {Open ? (
        <Open />
      ) : coming.kind === "failed" ? (
        // The code of another version may be gone: the page as it is now names what there is.
        <Failure failure={new Unreachable()} again={() => location.reload()} />
      ) : session.kind === "asking" ? (
        <Loading />
      ) : session.kind === "failed" ? (
        <Failure failure={session.failure} again={() => void askWhoIsThere()} />
      ) : session.kind === "nobody" ? (
        coming.kind === "coming" ? (
          <Loading />
        ) : (
          <ToLogin />
        )
      ) : (
        <Within here={here} coming={coming} me={session.me} />
      )}
      <PasswordAgain />
    </Shell>
  );
}

applyTheme();
applySide();
applyDensity();
followLinks();
watchSession();
void askWhoIsThere();
void pageOf(place().route)?.catch(() => {}); // Its code comes while the session is asked for.
const app = document.getElementById("app");
if (app) void loadWords("shell", "manage").then(() => render(<App />, app));
