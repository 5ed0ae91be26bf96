import { call } from "../api/client";
import type { Self } from "../api/schema";
import { Field } from "../shell/form";
import { reachOf } from "../shell/reach";
import { useRead } from "../shell/read";
import { say } from "../words";

/** A field for a person, with the usernames that there are. */
export function People({
  me,
  label,
  hint,
  name,
  value,
  optional = false,
}: {
  me: Self;
  label: string;
  hint?: string;
  name: string;
  /** Who is there already. */
  value?: string | undefined;
  optional?: boolean;
}) {
  const may = me.permissions.includes("user.read");
  const read = useRead(`people ${may}`, async (signal) => {
    if (!may) return [];
    const { items } = await call("GET /users", { query: { limit: 200 }, signal });
    const active = items.filter((one) => one.is_active);
    const reached = await reachOf(
      active.map(({ id }) => id),
      signal,
    );
    return active.map(({ id, username }) => ({ username, isCalled: reached.get(id)?.can_be_called ?? true }));
  });
  const list = `people-${name}`;
  return (
    <>
      <Field
        label={label}
        name={name}
        list={list}
        autocomplete="off"
        required={!optional}
        defaultValue={value ?? ""}
        {...(hint === undefined ? {} : { hint })}
      />
      <datalist id={list}>
        {read.value?.map(({ username, isCalled }) => (
          <option key={username} value={username} label={isCalled ? username : `${username} ${say("reach.cannot")}`} />
        ))}
      </datalist>
    </>
  );
}
