import { call } from "../api/client";
import type { Self } from "../api/schema";
import { Field } from "../shell/form";
import { reachOf } from "../shell/reach";
import { useRead } from "../shell/read";
import { say } from "../words";

/** Somebody who can be chosen. */
export interface Somebody {
  username: string;
  isCalled: boolean;
}

/** The people whose accounts are active, with whether they can be called; none where the reader may not see them, or not yet. */
export function usePeople(me: Self): readonly Somebody[] {
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
  return read.value ?? NONE;
}

const NONE: readonly Somebody[] = [];

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
  const people = usePeople(me);
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
        {people.map(({ username, isCalled }) => (
          <option key={username} value={username} label={isCalled ? username : `${username} ${say("reach.cannot")}`} />
        ))}
      </datalist>
    </>
  );
}
