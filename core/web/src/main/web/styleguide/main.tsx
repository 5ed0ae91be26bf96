import { render } from "preact";
import { applyDensity, applyTheme } from "../shell/settings";
import { Exact } from "../shell/time";
import { Toasts } from "../shell/toast";
import "../styles.css";
import { loadWords } from "../words";
import "./styleguide.css";
import { StyleGuide } from "./styleguide";

/** The page of all components, for tests and for whoever works on them. It is in no build that is shipped. */
applyTheme();
applyDensity();
const app = document.getElementById("app");
if (app) {
  void loadWords("shell", "manage", "tables", "incidents", "incident", "alerts", "duty", "reach").then(() =>
    render(
      <>
        <main id="content" tabIndex={-1}>
          <StyleGuide />
        </main>
        <Toasts />
        <Exact />
        <p id="said" class="unseen" role="status" aria-live="polite" />
      </>,
      app,
    ),
  );
}
