import { call } from "../api/client";
import type { Self } from "../api/schema";
import { Field } from "../shell/form";
import { useRead } from "../shell/read";
import { say } from "../words";

const MOST = 200;

/** Who can own a task: the usernames and the teams that the reader may see. */
export interface Owners {
  users: readonly string[];
  teams: readonly string[];
}

const NOBODY: Owners = { users: [], teams: [] };

export function useOwners(me: Self): Owners {
  const mayUsers = me.permissions.includes("user.read");
  const mayTeams = me.permissions.includes("team.read");
  const read = useRead(`owners ${mayUsers} ${mayTeams}`, async (signal) => {
    const query = { limit: MOST };
    const [users, teams] = await Promise.all([
      mayUsers ? call("GET /users", { query, signal }).then(({ items }) => items.filter((one) => one.is_active)) : [],
      mayTeams ? call("GET /teams", { query, signal }).then(({ items }) => items) : [],
    ]);
    return { users: users.map(({ username }) => username), teams: teams.map(({ name }) => name) };
  });
  return read.value ?? NOBODY;
}

/** What a request says of a name: a person goes before a team of the same name, as people read it. */
export function owning(name: string, { users, teams }: Owners): { owner: string } | { owner_team: string } {
  const isIn = (all: readonly string[]) => all.some((one) => one.toLowerCase() === name.toLowerCase());
  return !isIn(users) && isIn(teams) ? { owner_team: name } : { owner: name };
}

/** A field for a person or a team. */
export function Owner({ owners, id, value = "" }: { owners: Owners; id: string; value?: string }) {
  const list = `${id}-list`;
  return (
    <>
      <Field
        label={say("task.owner")}
        name="owner"
        id={id}
        list={list}
        autocomplete="off"
        maxLength={200}
        defaultValue={value}
      />
      <datalist id={list}>
        {owners.users.map((one) => (
          <option key={`u ${one}`} value={one} />
        ))}
        {owners.teams.map((one) => (
          <option key={`t ${one}`} value={one} label={say("task.team", { name: one })} />
        ))}
      </datalist>
    </>
  );
}
