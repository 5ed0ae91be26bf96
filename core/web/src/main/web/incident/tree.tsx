import type { ComponentChildren } from "preact";

/** Structured facts as a tree: each name with its value, or with what is below it. */
export function Tree({ name, value }: { name: string; value: unknown }) {
  return (
    <ul class="facts-tree">
      <Node name={name} value={value} />
    </ul>
  );
}

function Node({ name, value }: { name: string; value: unknown }): ComponentChildren {
  if (value === null || typeof value !== "object") {
    return (
      <li>
        <span class="soft">{name}</span> <bdi>{String(value)}</bdi>
      </li>
    );
  }
  const below = Object.entries(value).filter(([, one]) => one !== null);
  return (
    <li>
      <span class="soft">{name}</span>
      <ul>
        {below.map(([key, one]) => (
          <Node key={key} name={Array.isArray(value) ? String(Number(key) + 1) : key} value={one} />
        ))}
      </ul>
    </li>
  );
}
