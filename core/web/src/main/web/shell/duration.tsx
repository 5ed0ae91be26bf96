import { useState } from "preact/hooks";
import { minutesOf } from "../policies/minutes";
import { say } from "../words";

const UNITS = [
  ["weeks", 604_800],
  ["days", 86_400],
  ["hours", 3_600],
  ["minutes", 60],
  ["seconds", 1],
] as const;

type Unit = (typeof UNITS)[number][0];

interface Parts {
  count: string;
  unit: Unit;
}

const WEEKS = /^P(\d+)W$/;

/** A length of time as people say it: a number and a unit. The form gets it as the API writes it. */
export function Duration({
  common: { name, ...common },
  label,
  usual,
  required,
}: {
  common: { id: string; name: string; "aria-invalid": boolean; "aria-describedby": string };
  label: string;
  usual: string;
  required: boolean;
}) {
  const [{ count, unit }, set] = useState(() => partsOf(usual));
  return (
    <span class="duration">
      <input
        {...common}
        type="number"
        min={0}
        required={required}
        data-count={name}
        value={count}
        onInput={(event) => set({ count: event.currentTarget.value, unit })}
      />
      <select
        aria-label={say("duration.unit", { field: label })}
        data-unit={name}
        value={unit}
        onChange={(event) => {
          const chosen = UNITS.find(([one]) => one === event.currentTarget.value)?.[0];
          if (chosen) set({ count, unit: chosen });
        }}
      >
        {UNITS.filter(([one]) => one !== "weeks").map(([one]) => (
          <option key={one} value={one} selected={one === unit}>
            {say(`duration.${one}`)}
          </option>
        ))}
      </select>
      <input type="hidden" name={name} value={written(count, unit)} />
    </span>
  );
}

/**
 * The same where a page keeps what is typed.
 *
 * @param set gets it as the API writes it; empty while nothing is typed
 */
export function LengthField({
  label,
  value,
  set,
  hasWeeks = false,
}: {
  label: string;
  value: string;
  set: (duration: string) => void;
  hasWeeks?: boolean;
}) {
  const [{ count, unit }, keep] = useState(() => partsOf(value, hasWeeks));
  const change = (to: Parts) => {
    keep(to);
    set(written(to.count, to.unit));
  };
  return (
    <label class="field">
      {label}
      <span class="duration">
        <input
          type="number"
          min={1}
          required
          value={count}
          onInput={(event) => change({ count: event.currentTarget.value, unit })}
        />
        <select
          aria-label={say("duration.unit", { field: label })}
          value={unit}
          onChange={(event) => {
            const chosen = UNITS.find(([one]) => one === event.currentTarget.value)?.[0];
            if (chosen) change({ count, unit: chosen });
          }}
        >
          {UNITS.filter(([one]) => one !== "seconds" && (hasWeeks || one !== "weeks")).map(([one]) => (
            <option key={one} value={one} selected={one === unit}>
              {say(`duration.${one}`)}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}

/** In the largest unit of which it is a whole number. */
function partsOf(duration: string, hasWeeks = false): Parts {
  const weeks = WEEKS.exec(duration)?.[1];
  const seconds = weeks === undefined ? Math.round(minutesOf(duration) * 60) : Number(weeks) * 604_800;
  if (isNaN(seconds)) return { count: "", unit: "minutes" };
  const fits = UNITS.filter(([unit]) => hasWeeks || unit !== "weeks");
  const [unit, size] = fits.find(([, size]) => seconds >= size && seconds % size === 0) ?? (["seconds", 1] as const);
  return { count: String(seconds / size), unit };
}

function written(count: string, unit: Unit): string {
  if (count === "") return "";
  switch (unit) {
    case "weeks":
      return `P${count}W`;
    case "days":
      return `P${count}D`;
    case "hours":
      return `PT${count}H`;
    case "minutes":
      return `PT${count}M`;
    case "seconds":
      return `PT${count}S`;
  }
}
