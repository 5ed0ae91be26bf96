import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import type { PageProps } from "../pages";
import { inWords } from "../shell/failure";
import { Icon } from "../shell/icon";
import { CHECK } from "../shell/icons";
import { choose } from "../shell/preferences";
import { Ready, useRead } from "../shell/read";
import { go, href } from "../shell/router";
import { setChecklist } from "../shell/settings";
import { Title } from "../shell/title";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import { SAMPLE } from "./named";
import { loadSample, removeSample, sampleState } from "./sample";
import { countOf, type Facts, factsOf, nextOf, type Step, STEPS } from "./facts";

/** Where a step is taken. The last two are taken here. */
const PLACES: Record<Exclude<Step, "page">, string> = {
  factor: "/me",
  reached: "/me",
  source: "/sources/new",
  people: "/users?new=1",
  schedule: "/on-call?new=1",
  policy: "/policies?new=1",
};

/** Fast enough that nobody waits for the second step of a test. */
const FACTOR = 60;

/** From the empty product to the first page, step by step. What is done is read off what is there. */
export function SetUp({ me }: PageProps) {
  const read = useRead("set-up", (signal) => factsOf(me, signal), ["schedule"]);
  const hide = () => {
    setChecklist(false);
    // First it is kept: whoever leaves at once would find the checklist in another browser.
    choose({ checklist: false })
      .catch((failure: unknown) => toastFailure(inWords(failure).text))
      .finally(() => go(href("/")));
  };
  return (
    <>
      <Title
        text={say("first.title")}
        about={say("first.about")}
        actions={
          <button type="button" class="quiet" onClick={hide}>
            {say("first.hide")}
          </button>
        }
      />
      <Ready read={read}>{(facts) => <Steps me={me} facts={facts} again={read.again} />}</Ready>
    </>
  );
}

function Steps({ me, facts, again }: { me: Self; facts: Facts; again: () => void }) {
  const next = nextOf(facts);
  const count = countOf(facts);
  return (
    <div class="beside">
      <ol class="panel checklist">
        {STEPS.map((step, at) => (
          <li key={step} class={facts.done[step] ? "done" : ""} aria-current={step === next ? "step" : undefined}>
            <span class="tick" aria-hidden="true">
              {facts.done[step] ? <Icon of={CHECK} /> : at + 1}
            </span>
            <div>
              <h2>{say(`first.${step}`)}</h2>
              <p class="soft">{say(facts.done[step] ? `first.${step}.done` : `first.${step}.about`)}</p>
              <Details step={step} facts={facts} />
            </div>
            <p class="acts">
              <Act me={me} step={step} facts={facts} isNext={step === next} again={again} />
            </p>
          </li>
        ))}
      </ol>
      <aside>
        <section class="panel" aria-labelledby="progress">
          <h2 id="progress">{say("first.progress")}</h2>
          <p>{say("first.count", { count, all: STEPS.length })}</p>
          <progress max={STEPS.length} value={count} aria-labelledby="progress" />
          <p class="soft">{say(next === null ? "first.all" : `first.${next}.next`)}</p>
        </section>
        <Sample isLoaded={facts.isSampled} again={again} />
        <section class="panel" aria-labelledby="moving">
          <h2 id="moving">{say("first.moving")}</h2>
          <p class="soft">{say("first.moving.about")}</p>
          <p>
            <code>imas import alertmanager.yml</code>
          </p>
        </section>
      </aside>
    </div>
  );
}

/** Something to look at before anything is connected: loaded by one button, and removed by one. */
function Sample({ isLoaded, again }: { isLoaded: boolean; again: () => void }) {
  const read = useRead(`sample ${isLoaded}`, (signal) => sampleState(isLoaded, signal));
  const done = (deed: () => Promise<void>, said: "sample.done" | "sample.removed") => async () => {
    try {
      await deed();
      toast(say(said));
    } catch (failure) {
      toastFailure(inWords(failure).text);
    }
    again();
  };
  return (
    <section class="panel" aria-labelledby="sample">
      <h2 id="sample">{say("sample.title")}</h2>
      <Ready read={read}>
        {(state) =>
          state === "loaded" ? (
            <>
              <p class="soft">{say("sample.loaded")}</p>
              <p class="soft">{say("sample.kept")}</p>
              <p class="acts">
                <a class="button" href={href(`/incidents?${new URLSearchParams({ team: SAMPLE.team })}`)}>
                  {say("sample.look")}
                </a>
                <Button look="" act={done(removeSample, "sample.removed")}>
                  {say("sample.remove")}
                </Button>
              </p>
            </>
          ) : (
            <>
              <p class="soft">{say(state === "offered" ? "sample.about" : "sample.refused")}</p>
              {state === "offered" && (
                <Button look="" act={done(loadSample, "sample.done")}>
                  {say("sample.go")}
                </Button>
              )}
            </>
          )
        }
      </Ready>
    </section>
  );
}

/** What is there of a step, by name. */
function Details({ step, facts }: { step: Step; facts: Facts }) {
  switch (step) {
    case "source":
      return <Names names={facts.sources} />;
    case "people":
      return (
        <ul class="plain">
          {facts.people.map(({ id, username, isCalled }) => (
            <li key={id}>
              {username}{" "}
              <span class={`pill ${isCalled ? "ok" : "warn"}`}>{say(isCalled ? "first.can" : "first.cannot")}</span>
            </li>
          ))}
        </ul>
      );
    case "schedule":
      return <Names names={facts.schedules} />;
    case "policy":
      return <Names names={facts.policies} />;
    case "factor":
    case "reached":
    case "page":
      return null;
  }
}

function Names({ names }: { names: string[] }) {
  return names.length > 0 ? <p>{names.join(", ")}</p> : null;
}

interface ActProps {
  me: Self;
  step: Step;
  facts: Facts;
  isNext: boolean;
  again: () => void;
}

function Act({ step, facts, isNext, again }: ActProps) {
  const look = isNext ? "primary" : "";
  const isDone = facts.done[step];
  if (step === "page") return <TestPage service={facts.service} look={look} isDone={isDone} />;
  if (step === "policy" && !isDone) return <Template look={look} again={again} />;
  return (
    <a class={`button ${look}`} href={href(PLACES[step])}>
      {say(isDone ? "first.look" : `first.${step}.go`)}
    </a>
  );
}

/** On call at once, the team's leads after five minutes, everybody of the team after fifteen. */
function Template({ look, again }: { look: string; again: () => void }) {
  const make = async () => {
    const body = {
      name: say("first.policy.name"),
      is_default: true,
      rounds: 2,
      repeat_after: "PT30M",
      steps: [
        { after: "PT0S", notify: [{ type: "oncall" }] },
        { after: "PT5M", notify: [{ type: "leads" }] },
        { after: "PT10M", notify: [{ type: "team" }] },
      ],
    };
    try {
      await call("POST /escalation-policies", { body });
      toast(say("first.policy.made"));
      again();
    } catch (failure) {
      toastFailure(inWords(failure).text);
    }
  };
  return (
    <Button look={look} act={make}>
      {say("first.policy.go")}
    </Button>
  );
}

/** A drill that sends: whoever is on call is paged, acknowledges, and each step is on its page. */
function TestPage({ service, look, isDone }: { service: string | null; look: string; isDone: boolean }) {
  const start = async () => {
    try {
      const body = { service: service ?? "", severity: "SEV1", factor: FACTOR, send: true };
      const { id } = await call("POST /drills", { body });
      go(href(`/drills/${id}`));
    } catch (failure) {
      toastFailure(inWords(failure).text);
    }
  };
  if (service === null) {
    return (
      <a class="button" href={href("/services")}>
        {say("first.service.go")}
      </a>
    );
  }
  return (
    <Button look={look} act={start}>
      {say(isDone ? "first.page.again" : "first.page.go")}
    </Button>
  );
}

/** Does one thing at a time. */
function Button({ look, act, children }: { look: string; act: () => Promise<void>; children: ComponentChildren }) {
  const [isBusy, setBusy] = useState(false);
  return (
    <button
      type="button"
      class={look}
      aria-disabled={isBusy}
      onClick={() => {
        if (isBusy) return;
        setBusy(true);
        void act().finally(() => setBusy(false));
      }}
    >
      {children}
    </button>
  );
}
