import { call } from "../api/client";
import type { Self } from "../api/schema";
import { Field } from "../shell/form";
import { useRead } from "../shell/read";

/** A field for a person, with the usernames that there are. */
export function People({
  me,
  label,
  hint,
  name,
  optional = false,
}: {
  me: Self;
  label: string;
  hint?: string;
  name: string;
  optional?: boolean;
}) {
  const may = me.permissions.includes("user.read");
  const read = useRead(`people ${may}`, async (signal) =>
    may ? (await call("GET /users", { query: { limit: 200 }, signal })).items.map((one) => one.username) : [],
  );
  const list = `people-${name}`;
  return (
    <>
      <Field
        label={label}
        name={name}
        list={list}
        autocomplete="off"
        required={!optional}
        {...(hint === undefined ? {} : { hint })}
      />
      <datalist id={list}>
        {read.value?.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
