import { say } from "../words";
import { setQuery } from "./router";

/** One thing by which a list can be narrowed down. */
export interface Facet {
  /** The parameter of the address. */
  name: string;
  label: string;
  values: { value: string; label: string; count: number }[];
  /** How many have a value that is not listed. */
  others?: number;
  /** Only one value at a time can be chosen. */
  isSingle?: boolean;
}

/** The values that an address has of a facet. */
export function chosen(query: URLSearchParams, name: string): string[] {
  return (query.get(name) ?? "").split(",").filter((value) => value !== "");
}

/** What a facet's parameter is after a value was chosen, or was given up. */
export function toggled(before: readonly string[], value: string, isSingle: boolean): string {
  if (before.includes(value)) return before.filter((one) => one !== value).join(",");
  return (isSingle ? [value] : [...before, value]).join(",");
}

/**
 * Narrows a list down, by values with their counts. What is chosen is in the address, and stays in sight when nothing has
 * it any more.
 *
 * @param also what else of the address ends with another choice, such as a place in the list
 */
export function Facets({
  facets,
  query,
  also = [],
}: {
  facets: readonly Facet[];
  query: URLSearchParams;
  also?: readonly string[];
}) {
  const dropped = Object.fromEntries(also.map((name) => [name, ""]));
  return (
    <div class="facets" role="group" aria-label={say("facets")}>
      {facets.map((facet) => {
        const has = chosen(query, facet.name);
        const gone = has.filter((value) => !facet.values.some((one) => one.value === value));
        const values = [...facet.values, ...gone.map((value) => ({ value, label: value, count: 0 }))];
        return (
          <fieldset key={facet.name}>
            <legend>{facet.label}</legend>
            {values.map(({ value, label, count }) => (
              <label key={value} class="facet">
                <input
                  type="checkbox"
                  checked={has.includes(value)}
                  onChange={() => setQuery({ ...dropped, [facet.name]: toggled(has, value, facet.isSingle ?? false) })}
                />{" "}
                {label} <span class="count">{say("facets.count", { count })}</span>
              </label>
            ))}
            {(facet.others ?? 0) > 0 && <p class="soft">{say("facets.others", { count: facet.others ?? 0 })}</p>}
          </fieldset>
        );
      })}
    </div>
  );
}
