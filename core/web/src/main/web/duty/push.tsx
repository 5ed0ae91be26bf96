import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { UserContact } from "../api/schema";
import { Deed } from "../shell/deed";
import { say } from "../words";
import { device, isAllowed, NotSubscribed, obstacle, subscribe } from "./subscription";

interface Props {
  user: string;
  contacts: UserContact[];
  /** A contact was made. A code is on its way to it by that delivery; null if none could be sent. */
  made: (contact: string, delivery: string | null) => void;
}

/** Makes this browser a contact: it is asked, subscribes, and gets the code that verifies it. */
export function Push({ user, contacts, made }: Props) {
  const [why, setWhy] = useState(obstacle);
  const [failed, setFailed] = useState(false);
  const enable = async () => {
    setFailed(false);
    if (!(await isAllowed())) {
      setWhy(obstacle);
      return;
    }
    try {
      const address = await subscribe((await call("GET /me/push-key")).public_key);
      const body = { name: nameBeside(contacts), channel: "browser", address };
      const { id } = await call("POST /users/{user}/contacts", { path: { user }, body });
      let code: string | null = null;
      try {
        code = (await call("POST /users/{user}/contacts/{id}/send-code", { path: { user, id } })).delivery;
      } finally {
        made(id, code);
      }
    } catch (failure) {
      if (!(failure instanceof NotSubscribed)) throw failure;
      setFailed(true);
    }
  };
  if (why !== null) return <p class="soft">{say(`me.push.${why}`)}</p>;
  return (
    <>
      <p>
        <Deed act={enable}>{say("me.push.enable")}</Deed>
      </p>
      <p class="soft">{say("me.push.about")}</p>
      {failed && (
        <p class="fault" role="alert">
          {say("me.push.failed")}
        </p>
      )}
    </>
  );
}

/** Two browsers of one kind are told apart by a number. */
function nameBeside(contacts: UserContact[]): string {
  const name = say("me.push.name", device());
  const taken = new Set(contacts.map((one) => one.name));
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} ${number}`;
  return free;
}
