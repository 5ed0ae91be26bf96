import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { Dialog } from "../shell/dialog";
import { Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { Ago } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { changeService } from "./writing";

type Unmatched = Answer<"GET /unmatched-names">["items"][number];

const MOST_OFFERED = 200;

/** Names that alerts gave and no service has, each with the way to its service. Nothing where there are none. */
export function UnmatchedNames({ me, turn, done }: { me: Self; turn: number; done: () => void }) {
  const [chosen, setChosen] = useState<Unmatched | null>(null);
  const read = useRead(`unmatched names ${turn}`, (signal) => call("GET /unmatched-names", { signal }));
  const mayMend = me.permissions.includes("service.manage") || me.permissions.includes("incident.edit");
  return (
    <Ready read={read}>
      {({ items, is_full }) =>
        items.length > 0 && (
          <section class="panel" aria-labelledby="unmatched">
            <h2 id="unmatched">{say("unmatched")}</h2>
            <p class="soft">{say(is_full ? "unmatched.full" : "unmatched.about", { count: items.length })}</p>
            <ul class="plain">
              {items.map((one) => (
                <li key={`${one.source.id} ${one.name}`} class="row">
                  <strong>{one.name}</strong>{" "}
                  <span class="soft">
                    {one.source.name} · {say("unmatched.alerts", { count: one.alert_count })} ·{" "}
                    {say("unmatched.open", { count: one.open_incidents })} · <Ago at={one.last_seen} />
                  </span>
                  {mayMend && (
                    <button type="button" onClick={() => setChosen(one)}>
                      {say("unmatched.assign")}
                      <span class="unseen"> {one.name}</span>
                    </button>
                  )}
                </li>
              ))}
            </ul>
            {chosen && <Assign me={me} name={chosen} done={done} close={() => setChosen(null)} />}
          </section>
        )
      }
    </Ready>
  );
}

/** The service that the name means, for the next alerts and for what is open. */
function Assign({ me, name, done, close }: { me: Self; name: Unmatched; done: () => void; close: () => void }) {
  const read = useRead("services to assign a name to", (signal) =>
    call("GET /services", { query: { active: "true", limit: MOST_OFFERED }, signal }),
  );
  const mayAlias = me.permissions.includes("service.manage");
  const mayMove = me.permissions.includes("incident.edit") && name.open_incidents > 0;
  return (
    <Dialog drawer title={say("unmatched.title", { name: name.name })} close={close}>
      <Ready read={read}>
        {({ items }) => (
          <Form
            go={say("save")}
            send={async (values) => {
              const service = values["service"] ?? "";
              if (values["alias"])
                await changeService(service, ({ aliases }) => ({
                  aliases: [...aliases.filter((one) => one.toLowerCase() !== name.name.toLowerCase()), name.name],
                }));
              const moved = values["move"]
                ? await call("POST /unmatched-names/reassign", { body: { name: name.name, service } })
                : null;
              toast(
                moved === null
                  ? say("saved")
                  : say(moved.left > 0 ? "unmatched.moved.left" : "unmatched.moved", {
                      count: moved.moved.length,
                      left: moved.left,
                    }),
              );
              done();
              close();
            }}
          >
            <p class="field">
              <label for="unmatched-service">{say("unmatched.service")}</label>
              <select id="unmatched-service" name="service" required defaultValue={name.service ?? ""}>
                {items
                  .filter((one) => !one.is_triage)
                  .map((one) => (
                    <option key={one.id} value={one.id} selected={one.id === name.service}>
                      {one.name}
                    </option>
                  ))}
              </select>
            </p>
            {mayAlias && (
              <label class="tick">
                <input type="checkbox" name="alias" value="yes" defaultChecked={name.service === null} />{" "}
                {say("unmatched.alias")}
              </label>
            )}
            {mayMove && (
              <label class="tick">
                <input type="checkbox" name="move" value="yes" defaultChecked />{" "}
                {say("unmatched.move", { count: name.open_incidents })}
              </label>
            )}
          </Form>
        )}
      </Ready>
    </Dialog>
  );
}
