import { render } from "preact";
import { useEffect } from "preact/hooks";
import type { Self } from "./api/schema";
import { Forgotten } from "./forgotten/forgotten";
import { IncidentPage } from "./incident/incident";
import { Incidents } from "./incidents/incidents";
import { LogIn } from "./login/login";
import { Missing } from "./missing/missing";
import { askWhoIsThere, toLogin, useSession, watchSession } from "./session/session";
import { Failure } from "./shell/failure";
import { followLinks, go, type Place, usePlace } from "./shell/router";
import { applyTheme } from "./shell/settings";
import { Shell } from "./shell/shell";
import "./styles.css";
import { Welcome } from "./welcome/welcome";
import { loadWords, say } from "./words";

/** The pages that need no session. */
function open(place: Place) {
  switch (place.route) {
    case "/login":
      return <LogIn />;
    case "/welcome":
      return <Welcome />;
    case "/forgotten":
      return <Forgotten />;
    default:
      return null;
  }
}

function page(place: Place, me: Self) {
  switch (place.route) {
    case "/":
      return <Home />;
    case "/incidents":
      return <Incidents me={me} />;
    case "/incidents/{id}":
      return <IncidentPage key={place.params["id"]} id={place.params["id"] ?? ""} me={me} />;
    default:
      return <Missing />;
  }
}

/** Until there is a page of what burns, the incidents are it. */
function Home() {
  useEffect(() => go("/incidents", true), []);
  return null;
}

function ToLogin() {
  useEffect(toLogin, []);
  return null;
}

function App() {
  const place = usePlace();
  const session = useSession();
  const me = session.kind === "somebody" ? session.me : null;
  const without = open(place);
  return (
    <Shell me={me}>
      {without ??
        (session.kind === "asking" ? (
          <p role="status">{say("loading")}</p>
        ) : session.kind === "failed" ? (
          <Failure failure={session.failure} again={() => void askWhoIsThere()} />
        ) : session.kind === "nobody" ? (
          <ToLogin />
        ) : (
          page(place, session.me)
        ))}
    </Shell>
  );
}

applyTheme();
followLinks();
watchSession();
void askWhoIsThere();
const app = document.getElementById("app");
if (app) void loadWords().then(() => render(<App />, app));
