import { say } from "../words";
import { chosen, toggled } from "./chosen";
import { Icon } from "./icon";
import { CLOSE } from "./icons";
import { setQuery } from "./router";

/** One thing by which a list can be narrowed down. */
export interface Facet {
  /** The parameter of the address. */
  name: string;
  label: string;
  /** A count that is not known is not told. */
  values: { value: string; label: string; count?: number | undefined }[];
  /** How many have a value that is not listed. */
  others?: number;
  /** The values that hold, where the address alone does not say it, and what it says of others. */
  has?: string[];
  toAddress?: (values: string[]) => string;
  /** Only one value at a time can be chosen. */
  isSingle?: boolean;
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
        const has = facet.has ?? chosen(query, facet.name);
        const toAddress = facet.toAddress ?? ((values: string[]) => values.join(","));
        const gone = has.filter((value) => !facet.values.some((one) => one.value === value));
        const values = [...facet.values, ...gone.map((value) => ({ value, label: value, count: undefined }))];
        return (
          <fieldset key={facet.name}>
            <legend>{facet.label}</legend>
            {values.map(({ value, label, count }) => (
              <label key={value} class="facet">
                <input
                  type="checkbox"
                  checked={has.includes(value)}
                  onChange={() =>
                    setQuery({ ...dropped, [facet.name]: toAddress(toggled(has, value, facet.isSingle ?? false)) })
                  }
                />{" "}
                {label} {count !== undefined && <span class="count">{say("facets.count", { count })}</span>}
              </label>
            ))}
            {(facet.others ?? 0) > 0 && <p class="soft">{say("facets.others", { count: facet.others ?? 0 })}</p>}
          </fieldset>
        );
      })}
    </div>
  );
}

/** What a list is narrowed down to: a chip for each facet that is in the address, with the button that drops it. */
export function ChosenFacets({ facets, query }: { facets: readonly Facet[]; query: URLSearchParams }) {
  const chosenOnes = facets.filter(({ name }) => query.get(name));
  if (chosenOnes.length === 0) return null;
  return (
    <ul class="chips">
      {chosenOnes.map((facet) => {
        const has = facet.has ?? chosen(query, facet.name);
        const texts = has.map((value) => facet.values.find((one) => one.value === value)?.label ?? value);
        return (
          <li key={facet.name}>
            <span>
              <span class="soft">{facet.label}</span> {texts.join(", ")}
            </span>
            <button type="button" title={say("facets.drop")} onClick={() => setQuery({ [facet.name]: "" })}>
              <Icon of={CLOSE} />
              <span class="unseen">
                {say("facets.drop")} {facet.label}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
