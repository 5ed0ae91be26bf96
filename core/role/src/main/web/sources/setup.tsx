import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { DeadLetter, Source } from "../api/schema";
import { Copy } from "../shell/copy";
import { Failure } from "../shell/failure";
import { usePoll } from "../shell/poll";
import { href } from "../shell/router";
import { say } from "../words";
import { senderOf } from "./senders";

const EVERY = 2_000;
const PORT = 8080;

/** What to paste into the sender, with its key if that is known, and what has come since. */
export function SetUp({ source, secret }: { source: Source; secret: string | null }) {
  const [gateway, setGateway] = useState(() => `${location.protocol}//${location.hostname}:${PORT}`);
  const sender = senderOf(source.type);
  if (!sender) return null;
  return (
    <>
      <p class="field">
        <label for="gateway">{say("setup.gateway")}</label>
        <input
          id="gateway"
          type="url"
          value={gateway}
          aria-describedby="gateway-hint"
          onInput={(event) => setGateway(event.currentTarget.value.replace(/\/+$/, ""))}
        />
        <small id="gateway-hint" class="soft">
          {say("setup.gateway.hint")}
        </small>
      </p>
      {secret === null ? <p>{say("setup.noKey")}</p> : <p>{say("setup.once")}</p>}
      <h2>{say("setup.paste", { name: sender.name, file: sender.file })}</h2>
      <Copy text={sender.config(gateway, secret ?? "<source key>")} label={sender.name} />
      <h2>{say("setup.live")}</h2>
      <Live source={source.id} />
    </>
  );
}

/** Waits for the first post, and shows how it was read. */
function Live({ source }: { source: string }) {
  const [ledger, setLedger] = useState<Answer<"GET /ledger"> | null>(null);
  const [letters, setLetters] = useState<DeadLetter[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  usePoll(
    EVERY,
    async (signal) => {
      try {
        const [sums, unread] = await Promise.all([
          call("GET /ledger", { query: { source, limit: 1 }, signal }),
          call("GET /dead-letters", { query: { source, replayed: "false", limit: 5 }, signal }),
        ]);
        setLedger(sums);
        setLetters(unread.items);
        setFailure(null);
      } catch (caught) {
        if (!signal.aborted) setFailure(caught);
      }
    },
    source,
  );
  if (failure !== null) return <Failure failure={failure} />;
  if (ledger === null) return <p role="status">{say("loading")}</p>;
  if (ledger.accepted === 0 && letters.length === 0) return <p role="status">{say("setup.waiting")}</p>;
  return (
    <>
      <p role="status">
        {say("setup.came", { count: ledger.accepted, opened: ledger.opened, letters: ledger.dead_lettered })}
      </p>
      {letters.length > 0 && (
        <ul>
          {letters.map((letter) => (
            <li key={letter.id}>
              <a href={href(`/dead-letters?source=${encodeURIComponent(source)}`)}>{letter.pointer || "/"}</a>{" "}
              {letter.reason}
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={href(`/trust?source=${encodeURIComponent(source)}`)}>{say("setup.ledger")}</a>
      </p>
    </>
  );
}
