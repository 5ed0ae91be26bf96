import { useState } from "preact/hooks";
import { minutesOf } from "../policies/minutes";
import { say } from "../words";

const UNITS = [
  ["days", 86_400],
  ["hours", 3_600],
  ["minutes", 60],
  ["seconds", 1],
] as const;

type Unit = (typeof UNITS)[number][0];

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
        {UNITS.map(([one]) => (
          <option key={one} value={one} selected={one === unit}>
            {say(`duration.${one}`)}
          </option>
        ))}
      </select>
      <input type="hidden" name={name} value={written(count, unit)} />
    </span>
  );
}

/** In the largest unit of which it is a whole number. */
function partsOf(duration: string): { count: string; unit: Unit } {
  const seconds = Math.round(minutesOf(duration) * 60);
  if (isNaN(seconds)) return { count: "", unit: "minutes" };
  const [unit, size] = UNITS.find(([, size]) => seconds >= size && seconds % size === 0) ?? UNITS[3];
  return { count: String(seconds / size), unit };
}

function written(count: string, unit: Unit): string {
  if (count === "") return "";
  switch (unit) {
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
