import type { ComponentChildren } from "preact";

/** Facts as programs write them, as a tree: each name with its value, or with what is below it. */
export function Tree({ name, value }: { name: string; value: unknown }) {
  return (
    <ul class="tree">
      <Node name={<span class="soft">{name}</span>} value={value} />
    </ul>
  );
}

function Node({ name, value }: { name: ComponentChildren; value: unknown }): ComponentChildren {
  if (value === null || typeof value !== "object") {
    return (
      <li>
        {name}{" "}
        <bdi>
          <code>{String(value)}</code>
        </bdi>
      </li>
    );
  }
  const below = Object.entries(value).filter(([, one]) => one !== null);
  return (
    <li>
      {name}
      <ul>
        {below.map(([key, one]) => (
          <Node
            key={key}
            name={<code class="soft">{Array.isArray(value) ? String(Number(key) + 1) : key}</code>}
            value={one}
          />
        ))}
      </ul>
    </li>
  );
}
