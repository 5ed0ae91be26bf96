import { say, type Word } from "../words";
import type { StepDraft } from "./draft";
import { durationOf } from "./draft";
import { minutesOf } from "./minutes";
import { ownZone } from "../oncall/when";

type HoursOf = NonNullable<StepDraft["hours"]>;
type Window = HoursOf["windows"][number];

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const MOST = 20;

const NIGHT: Window = { start: "18:00", length: "PT14H" };

/** In which hours alone a step tells anybody, with the zone by which they count. */
export function Hours({ hours, set }: { hours: StepDraft["hours"]; set: (hours: StepDraft["hours"]) => void }) {
  if (hours === undefined) {
    return (
      <p>
        <button type="button" onClick={() => set({ time_zone: ownZone(), windows: [NIGHT] })}>
          {say("policy.edit.addHours")}
        </button>
      </p>
    );
  }
  const { windows } = hours;
  const setWindow = (at: number, to: Window) =>
    set({ ...hours, windows: windows.map((one, i) => (i === at ? to : one)) });
  return (
    <fieldset>
      <legend>{say("policy.edit.hours")}</legend>
      <label class="field">
        {say("policy.edit.hours.zone")}
        <input
          list="policy-zones"
          autocomplete="off"
          required
          value={hours.time_zone}
          onInput={(event) => set({ ...hours, time_zone: event.currentTarget.value })}
        />
      </label>
      <datalist id="policy-zones">
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <ul class="list">
        {windows.map((window, i) => (
          <li key={i}>
            <WindowFields
              window={window}
              number={i + 1}
              set={(to) => setWindow(i, to)}
              {...(windows.length > 1 && {
                remove: () => set({ ...hours, windows: windows.filter((_, j) => j !== i) }),
              })}
            />
          </li>
        ))}
      </ul>
      <p class="row">
        {windows.length < MOST && (
          <button type="button" onClick={() => set({ ...hours, windows: [...windows, NIGHT] })}>
            {say("policy.edit.hours.add")}
          </button>
        )}
        <button type="button" onClick={() => set(undefined)}>
          {say("policy.edit.removeHours")}
        </button>
      </p>
    </fieldset>
  );
}

function WindowFields({
  window,
  number,
  set,
  remove,
}: {
  window: Window;
  number: number;
  set: (to: Window) => void;
  remove?: () => void;
}) {
  const { days = [], start, length } = window;
  const chosen = DAYS.filter((day) => days.some((one) => one.toLowerCase() === day));
  const choose = (day: (typeof DAYS)[number], is: boolean) => {
    const { days: _, ...others } = window;
    const now = DAYS.filter((one) => (one === day ? is : chosen.includes(one)));
    set(now.length === 0 ? others : { ...others, days: now });
  };
  return (
    <fieldset class="wrap">
      <legend>{say("policy.edit.hours.window", { number })}</legend>
      {DAYS.map((day) => (
        <label key={day} class="tick">
          <input
            type="checkbox"
            checked={chosen.includes(day)}
            onChange={(event) => choose(day, event.currentTarget.checked)}
          />{" "}
          {say(`day.${day}` as Word)}
        </label>
      ))}
      <small class="soft">{say("policy.edit.hours.days")}</small>
      <div class="row">
        <label class="field">
          {say("policy.edit.hours.start")}
          <input
            type="time"
            required
            value={start.slice(0, 5)}
            onInput={(event) => set({ ...window, start: event.currentTarget.value })}
          />
        </label>
        <label class="field">
          {say("policy.edit.hours.length")}
          <input
            type="number"
            min={1}
            max={10080}
            step="any"
            required
            value={String(minutesOf(length))}
            onInput={(event) => set({ ...window, length: durationOf(event.currentTarget.value) })}
          />
        </label>
        {remove && (
          <button type="button" onClick={remove}>
            {say("policy.edit.hours.remove", { number })}
          </button>
        )}
      </div>
    </fieldset>
  );
}
