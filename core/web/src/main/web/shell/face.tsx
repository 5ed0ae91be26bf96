import { colourOf, initials } from "./initials";

/** The initials of a person, before their name. */
export function Face({ name }: { name: string }) {
  return (
    <span class={`face ${colourOf(name)}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** A person: initials and name. */
export function Person({ name }: { name: string }) {
  return (
    <span class="person">
      <Face name={name} /> {name}
    </span>
  );
}
