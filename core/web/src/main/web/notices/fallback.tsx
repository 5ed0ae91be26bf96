import { useState } from "preact/hooks";
import { call } from "../api/client";
import { Caution } from "../shell/caution";
import { channelName } from "../shell/channels";
import { Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { say } from "../words";

const MOST_TEAMS = 500;
const MOST_CHANNELS = 200;

/** A channel of a team, as far as the fallback is about it. */
interface Channel {
  id: string;
  name: string;
  channel: string;
  team: string;
  is_active: boolean;
}

/** The channels with the names of their teams. */
export async function readFallback(signal: AbortSignal): Promise<Channel[]> {
  const [{ contacts }, teams] = await Promise.all([call("GET /fallback", { signal }), readTeams(signal)]);
  const named = new Map(teams.map(({ id, name }) => [id, name]));
  return contacts.map((one) => ({ ...one, team: named.get(one.team) ?? "" }));
}

async function readTeams(signal: AbortSignal) {
  const { items } = await call("GET /teams", { query: { limit: MOST_TEAMS }, signal });
  return items;
}

export function WhoIsFallback({ contacts }: { contacts: Channel[] }) {
  if (contacts.length === 0)
    return (
      <p class="gap-word">
        <Caution /> {say("notices.fallback.none")}
      </p>
    );
  return (
    <ol>
      {contacts.map((one) => (
        <li key={one.id}>
          <Named channel={one} />
        </li>
      ))}
    </ol>
  );
}

function Named({ channel: { team, name, channel, is_active: isActive } }: { channel: Channel }) {
  return (
    <>
      <strong>{name}</strong>{" "}
      <span class="soft">
        {team} · {channelName(channel)}
      </span>
      {!isActive && (
        <span class="gap-word">
          {" "}
          <Caution /> {say("notices.fallback.off")}
        </span>
      )}
    </>
  );
}

/** Channels are chosen from a team, and their order is the order in which they are tried. */
export function FallbackForm({ stored, done }: { stored: Channel[]; done: () => void }) {
  const [chosen, setChosen] = useState(stored);
  const [team, setTeam] = useState("");
  const teams = useRead("teams of the fallback", readTeams);
  const up = (at: number) =>
    setChosen(chosen.flatMap((one, i) => (i === at ? [] : i === at - 1 ? [chosen[at], one] : [one])).filter(isChannel));
  return (
    <>
      {chosen.length === 0 && <p class="soft">{say("notices.fallback.none")}</p>}
      <ol class="list">
        {chosen.map((one, i) => (
          <li key={one.id} class="entry">
            <span>
              <Named channel={one} />
            </span>
            <span class="row">
              {i > 0 && (
                <button type="button" onClick={() => up(i)}>
                  {say("notices.fallback.up")}
                  <span class="unseen"> {one.name}</span>
                </button>
              )}
              <button type="button" onClick={() => setChosen(chosen.filter(({ id }) => id !== one.id))}>
                {say("notices.fallback.remove")}
                <span class="unseen"> {one.name}</span>
              </button>
            </span>
          </li>
        ))}
      </ol>
      <Ready read={teams}>
        {(all) => (
          <label class="field">
            {say("notices.fallback.team")}
            <select value={team} onChange={(event) => setTeam(event.currentTarget.value)}>
              <option value="">{say("notices.fallback.choose")}</option>
              {all.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
      </Ready>
      {team !== "" && (
        <Offered
          key={team}
          team={team}
          name={teams.value?.find(({ id }) => id === team)?.name ?? ""}
          chosen={chosen}
          add={(one) => setChosen([...chosen, one])}
        />
      )}
      <Form
        go={say("save")}
        send={async () => {
          await call("PUT /fallback", { body: { contacts: chosen.map(({ id }) => id) } });
          done();
        }}
      >
        <></>
      </Form>
    </>
  );
}

function isChannel(one: Channel | undefined): one is Channel {
  return one !== undefined;
}

/** The channels of a team that are not chosen yet. */
function Offered({
  team,
  name,
  chosen,
  add,
}: {
  team: string;
  name: string;
  chosen: Channel[];
  add: (one: Channel) => void;
}) {
  const read = useRead(`channels ${team}`, (signal) =>
    call("GET /teams/{team}/contacts", { path: { team }, query: { limit: MOST_CHANNELS }, signal }),
  );
  return (
    <Ready read={read}>
      {({ items }) => {
        const left = items.filter(({ id }) => !chosen.some((one) => one.id === id));
        if (left.length === 0) return <p class="soft">{say("notices.fallback.nothing")}</p>;
        return (
          <ul class="list">
            {left.map((one) => (
              <li key={one.id} class="entry">
                <span>
                  <Named channel={{ ...one, team: name }} />
                </span>
                <button
                  type="button"
                  onClick={() =>
                    add({ id: one.id, name: one.name, channel: one.channel, team: name, is_active: one.is_active })
                  }
                >
                  {say("notices.fallback.add")}
                  <span class="unseen"> {one.name}</span>
                </button>
              </li>
            ))}
          </ul>
        );
      }}
    </Ready>
  );
}
