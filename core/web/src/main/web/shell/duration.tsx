import { useState } from "preact/hooks";
import { minutesOf } from "../policies/minutes";
import { say } from "../words";

const UNITS = [
  ["days", 1440],
  ["hours", 60],
  ["minutes", 1],
] as const;

type Unit = (typeof UNITS)[number][0];

/** A length of time as people say it: a number and a unit. The form gets it as the API writes it. */
export function Duration({
  common: { name, ...common },
  usual,
}: {
  common: { id: string; name: string; "aria-invalid": boolean; "aria-describedby": string };
  usual: string;
}) {
  const [{ count, unit }, set] = useState(() => partsOf(usual));
  return (
    <span class="duration">
      <input
        {...common}
        type="number"
        min={0}
        required
        value={count}
        onInput={(event) => set({ count: event.currentTarget.value, unit })}
      />
      <select
        aria-label={say("duration.unit")}
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
  const minutes = minutesOf(duration);
  if (isNaN(minutes)) return { count: "", unit: "minutes" };
  const [unit, size] = UNITS.find(([, size]) => minutes >= size && minutes % size === 0) ?? UNITS[2];
  return { count: String(minutes / size), unit };
}

function written(count: string, unit: Unit): string {
  if (count === "") return "";
  return unit === "days" ? `P${count}D` : `PT${count}${unit === "hours" ? "H" : "M"}`;
}
