import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Failure } from "../shell/failure";
import { lengthOf } from "../shell/length";
import { say } from "../words";

type Settings = Answer<"GET /metrics/settings">;
type Target = Answer<"GET /metrics/summary">["targets"][number];

const COUNT = "open_severe_incidents";
const MINUTES = [
  "median_time_to_acknowledge_seconds",
  "median_time_to_resolve_seconds",
  "mean_time_to_resolve_seconds",
] as const;

/** What is aimed at, and whether it is met. */
export function Targets({ targets }: { targets: readonly Target[] }) {
  if (targets.length === 0) return <p>{say("analytics.targets.none")}</p>;
  return (
    <div class="scroll">
      <table class="grid" aria-labelledby="analytics-targets">
        <thead>
          <tr>
            <th scope="col">{say("analytics.target")}</th>
            <th scope="col" class="number">
              {say("analytics.target.below")}
            </th>
            <th scope="col" class="number">
              {say("analytics.target.value")}
            </th>
            <th scope="col">{say("analytics.target.met")}</th>
          </tr>
        </thead>
        <tbody>
          {targets.map(({ name, value, below, met }) => (
            <tr key={name}>
              <th scope="row">{say(`analytics.target.${name}`)}</th>
              <td class="number">{name === COUNT ? below : lengthOf(below)}</td>
              <td class="number">{name === COUNT ? value : lengthOf(value)}</td>
              <td>
                {met === null ? say("analytics.never") : say(met ? "analytics.target.yes" : "analytics.target.no")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Changes the targets, and whether figures of persons are shown. */
export function SettingsForm({ settings, done }: { settings: Settings; done: () => void }) {
  const [failure, setFailure] = useState<unknown>(null);
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const number = (name: string, times: number) => {
      const text = String(form.get(name) ?? "");
      return text === "" ? null : Math.round(Number(text) * times);
    };
    try {
      await call("PUT /metrics/settings", {
        body: {
          by_person: form.get("by_person") !== null,
          [COUNT]: number(COUNT, 1),
          ...Object.fromEntries(MINUTES.map((name) => [name, number(name, 60)])),
        },
        version: settings.version,
      });
      setFailure(null);
      done();
    } catch (caught) {
      setFailure(caught);
    }
  };
  return (
    <details>
      <summary>{say("analytics.settings")}</summary>
      <form class="fields" onSubmit={(event) => void save(event)}>
        {failure !== null && <Failure failure={failure} />}
        <label>
          {say(`analytics.target.${COUNT}`)}
          <input type="number" name={COUNT} min={1} defaultValue={String(settings[COUNT] ?? "")} />
        </label>
        {MINUTES.map((name) => (
          <label key={name}>
            {say("analytics.target.minutes", { name: say(`analytics.target.${name}`) })}
            <input
              type="number"
              name={name}
              min={1}
              step="any"
              defaultValue={String(settings[name] === null ? "" : settings[name] / 60)}
            />
          </label>
        ))}
        <label class="tick">
          <input type="checkbox" name="by_person" defaultChecked={settings.by_person} />{" "}
          {say("analytics.settings.people")}
        </label>
        <button type="submit">{say("analytics.settings.save")}</button>
      </form>
    </details>
  );
}
