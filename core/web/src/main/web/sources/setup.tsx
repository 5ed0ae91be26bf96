import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Alert, DeadLetter, Source, SourceTypeInfo } from "../api/schema";
import { Copy } from "../shell/copy";
import { Failure } from "../shell/failure";
import { Loading } from "../shell/loading";
import { usePoll } from "../shell/poll";
import { useRead } from "../shell/read";
import { href } from "../shell/router";
import { say } from "../words";
import { filled } from "./text";
import { useTypes } from "./types";

const EVERY = 2_000;
const ANY = "ANY";

/** Keys are shown once, so that one puts one's own there. */
const UNKNOWN_KEY = "<source key>";
const UNKNOWN_GATEWAY = "https://your-gateway";

/** The newest alerts that are shown. */
const READ = 3;

/** What to paste into the sender, with its key if that is known, and what has come since. */
export function SetUp({ source, secret }: { source: Source; secret: string | null }) {
  const { types, mail, failure } = useTypes();
  const { address, isSaid, change } = useGateway();
  const [chosen, setChosen] = useState("");
  if (failure !== null) return <Failure failure={failure} />;
  if (types === null) return <Loading />;
  // A source of any type takes what every sender posts, so one says which.
  const sender = types.find(({ type }) => type === (source.type === ANY ? chosen : source.type));
  return (
    <>
      {source.type === ANY && <Which types={types} chosen={chosen} choose={setChosen} />}
      {sender && (
        <>
          <p class="field">
            <label for="gateway">{say("setup.gateway")}</label>
            <input
              id="gateway"
              type="url"
              value={address}
              placeholder="https://alerts.example.org"
              aria-describedby="gateway-hint"
              onInput={(event) => change(event.currentTarget.value.replace(/\/+$/, ""))}
            />
            <small id="gateway-hint" class="soft">
              {say(address === "" ? "setup.gateway.unknown" : isSaid ? "setup.gateway.hint" : "setup.gateway.guess")}
            </small>
          </p>
          {secret === null ? <p>{say("setup.noKey")}</p> : <p>{say("setup.once")}</p>}
          <h2>{say("setup.paste", { name: sender.name, file: sender.set_up.where })}</h2>
          <Copy
            text={filled(sender.set_up.text, address === "" ? UNKNOWN_GATEWAY : address, secret ?? UNKNOWN_KEY)}
            label={sender.name}
          />
          <p class="soft">{say("setup.page", { page: `docs/senders/${sender.page}` })}</p>
        </>
      )}
      {mail !== null && mail.types.includes(source.type) && (
        <Mailed source={source} domain={mail.domain} secret={secret} />
      )}
      {!sender && source.type !== ANY && <p>{say("setup.unknown", { type: source.type })}</p>}
      <h2>{say("setup.live")}</h2>
      <Live source={source.id} />
    </>
  );
}

/** Where senders reach a gateway: what the settings say, else this host and the port of the gateway beside core. */
function useGateway(): { address: string; isSaid: boolean; change: (address: string) => void } {
  const { value } = useRead("installation", (signal) => call("GET /installation", { signal }));
  const [typed, setTyped] = useState<string | null>(null);
  const beside = value?.gateway_port ? `http://${location.hostname}:${value.gateway_port}` : "";
  return {
    address: typed ?? value?.gateway_url ?? beside,
    isSaid: typed !== null || (value?.gateway_url ?? null) !== null,
    change: setTyped,
  };
}

function Which(props: { types: SourceTypeInfo[]; chosen: string; choose: (type: string) => void }) {
  return (
    <p class="field">
      <label for="setup-sender">{say("setup.sender")}</label>
      <select
        id="setup-sender"
        value={props.chosen}
        onChange={(event) => {
          props.choose(event.currentTarget.value);
        }}
      >
        <option value="">{say("setup.sender.none")}</option>
        {props.types.map(({ type, name }) => (
          <option key={type} value={type}>
            {name}
          </option>
        ))}
      </select>
    </p>
  );
}

/** The address at which it takes mail. A mail carries no signature, so a source that asks for one takes none. */
function Mailed({ source, domain, secret }: { source: Source; domain: string; secret: string | null }) {
  return (
    <>
      <h2>{say("setup.mail")}</h2>
      {source.has_signing_secret ? (
        <p>{say("setup.mail.signed")}</p>
      ) : (
        <>
          <p>{say("setup.mail.about", { page: "docs/senders/smtp.md" })}</p>
          <Copy text={`${secret ?? UNKNOWN_KEY}@${domain}`} label={say("setup.mail")} />
        </>
      )}
    </>
  );
}

/** Waits for the first post, and shows how it was read. */
function Live({ source }: { source: string }) {
  const [ledger, setLedger] = useState<Answer<"GET /ledger"> | null>(null);
  const [letters, setLetters] = useState<DeadLetter[]>([]);
  const [alerts, setAlerts] = useState<Alert[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  usePoll(
    EVERY,
    async (signal) => {
      try {
        const [sums, unread, read] = await Promise.all([
          call("GET /ledger", { query: { source, limit: 1 }, signal }),
          call("GET /dead-letters", { query: { source, replayed: "false", limit: 5 }, signal }),
          call("GET /sources/{id}/alerts", { path: { id: source }, query: { limit: READ }, signal }),
        ]);
        setAlerts(read.items);
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
  if (ledger === null) return <Loading />;
  if (ledger.accepted === 0 && letters.length === 0) return <p role="status">{say("setup.waiting")}</p>;
  return (
    <>
      <p role="status">
        {say("setup.came", { count: ledger.accepted, opened: ledger.opened, letters: ledger.dead_lettered })}
      </p>
      {alerts.length > 0 && <h3>{say("setup.read")}</h3>}
      {alerts.map((alert) => (
        <dl key={alert.fingerprint} class="facts">
          {readingOf(alert).map(([what, value]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ))}
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

/** What IMAS took from a post, under the names that rules use. */
function readingOf({ name, status, severity, service, labels }: Alert): [string, string][] {
  const text = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return [
    [say("setup.read.name"), name],
    [say("setup.read.status"), say(`setup.read.${status}`)],
    [say("setup.read.severity"), severity.slice(0, 4)],
    [say("setup.read.service"), service.name ?? say("setup.read.none")],
    [say("setup.read.labels"), text.join(", ")],
  ];
}
