import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import type { Delivery, UserContact } from "../api/schema";
import { Caution } from "../shell/caution";
import { OF_PEOPLE } from "../shell/channels";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { isClash } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { usePoll } from "../shell/poll";
import { Ready, type Read } from "../shell/read";
import { SchemaForm } from "../shell/schema-form";
import { toast } from "../shell/toast";
import { say } from "../words";
import { useFocusKept } from "./focus";
import { Push } from "./push";
import { endpointOf, ownEndpoint, unsubscribe } from "./subscription";

const EVERY = 1_000;
const OVER: readonly string[] = ["sent", "dead", "cancelled", "folded"];

/** How somebody is reached. Only a contact that was verified by a code is told anything. */
export function Contacts({ user, read, done }: { user: string; read: Read<UserContact[]>; done: () => void }) {
  const [turn, setTurn] = useState(0);
  const { heading, changed } = useFocusKept(read.value);
  const [own, setOwn] = useState<string | null>(null);
  const [code, setCode] = useState<{ contact: string; delivery: string | null } | null>(null);
  useEffect(() => void ownEndpoint().then(setOwn), [read.value]);
  const again = () => {
    changed();
    done();
  };
  return (
    <section aria-labelledby="my-contacts">
      <h2 id="my-contacts" ref={heading} tabIndex={-1}>
        {say("me.contacts")}
      </h2>
      <Ready read={read}>
        {(contacts) => (
          <>
            {contacts.length === 0 && <p class="gap-word">{say("me.contacts.none")}</p>}
            <ul class="list">
              {contacts.map((one) => (
                <Contact
                  key={one.id}
                  user={user}
                  contact={one}
                  own={own}
                  first={code?.contact === one.id ? code.delivery : null}
                  done={again}
                />
              ))}
            </ul>
            {!contacts.some((one) => own !== null && endpointOf(one) === own) && (
              <Push
                user={user}
                contacts={contacts}
                made={(contact, delivery) => {
                  setCode({ contact, delivery });
                  done();
                }}
              />
            )}
          </>
        )}
      </Ready>
      <details>
        <summary>{say("me.contacts.new")}</summary>
        <Form
          key={turn}
          go={say("me.contacts.go")}
          send={async ({ name, channel, address }) => {
            await call("POST /users/{user}/contacts", { path: { user }, body: { name, channel, address } });
            setTurn(turn + 1);
            done();
            toast(say("me.contacts.done"));
          }}
        >
          <Field label={say("layer.name")} name="name" required maxLength={100} />
          <p class="field">
            <label for="my-channel">{say("me.channel")}</label>
            <select id="my-channel" name="channel">
              {OF_PEOPLE.map((one) => (
                <option key={one} value={one}>
                  {say(`channel.${one}`)}
                </option>
              ))}
            </select>
          </p>
          <Field label={say("me.address")} name="address" required />
        </Form>
      </details>
    </section>
  );
}

interface OfContact {
  user: string;
  contact: UserContact;
  /** Where this browser gets push messages. */
  own: string | null;
  /** The delivery of a code that was sent to it already. */
  first: string | null;
  done: () => void;
}

/** Nobody can read the address of a browser: its host is that of a push service. */
function placeOf(contact: UserContact, own: string | null): string {
  const endpoint = endpointOf(contact);
  if (endpoint === null) return contact.address;
  return endpoint === own ? say("me.push.here") : say("channel.browser");
}

function Contact({ user, contact, own, first, done }: OfContact) {
  const [sent, setSent] = useState(first);
  const [open, setOpen] = useState<"edit" | "remove" | null>(null);
  const close = () => setOpen(null);
  const path = { user, id: contact.id };
  return (
    <li class="entry">
      <span>
        <strong>{contact.name}</strong> {placeOf(contact, own)}{" "}
        <span class={contact.verified_at === null ? "gap-word" : "soft"}>
          {contact.verified_at === null ? (
            <>
              <Caution /> {say("me.unverified")}
            </>
          ) : (
            `✓ ${say("me.verified")}`
          )}
        </span>
        {!contact.is_active && <span class="soft"> {say("me.inactive")}</span>}
      </span>
      {contact.verified_at === null && (
        <Deed
          about={contact.name}
          act={async () => {
            setSent((await call("POST /users/{user}/contacts/{id}/send-code", { path })).delivery);
          }}
        >
          {say("me.code.send")}
        </Deed>
      )}
      {sent !== null && contact.verified_at === null && <Fate key={sent} delivery={sent} />}
      {sent !== null && contact.verified_at === null && (
        <Form
          go={say("me.code.go")}
          send={async (values) => {
            const code = values[`code-${contact.id}`];
            await call("POST /users/{user}/contacts/{id}/verify", { path, body: { code } });
            done();
            toast(say("me.code.done", { name: contact.name }));
          }}
        >
          <Field
            label={say("me.code", { name: contact.name })}
            name={`code-${contact.id}`}
            autocomplete="one-time-code"
            required
          />
        </Form>
      )}
      <span class="row">
        <button type="button" onClick={() => setOpen("edit")}>
          {say("edit")}
          <span class="unseen"> {contact.name}</span>
        </button>
        <button type="button" onClick={() => setOpen("remove")}>
          {say("me.contact.remove")}
          <span class="unseen"> {contact.name}</span>
        </button>
      </span>
      {open === "edit" && (
        <Dialog title={contact.name} close={close}>
          <Edit
            contact={contact}
            send={async (body, version) => {
              try {
                await call("PUT /users/{user}/contacts/{id}", { path, body, version });
                close();
                toast(say("saved"));
              } finally {
                done();
              }
            }}
          />
        </Dialog>
      )}
      {open === "remove" && (
        <Dialog title={contact.name} close={close}>
          <Form
            go={say("me.contact.remove.go")}
            send={async () => {
              await call("DELETE /users/{user}/contacts/{id}", { path });
              await unsubscribe(endpointOf(contact));
              close();
              done();
              toast(say("me.contact.removed", { name: contact.name }));
            }}
          >
            <p>{say("me.contact.remove.about", { address: placeOf(contact, own) })}</p>
          </Form>
        </Dialog>
      )}
    </li>
  );
}

/** What became of the code that was sent: a provider may refuse the address. */
function Fate({ delivery }: { delivery: string }) {
  const [found, setFound] = useState<Delivery | null>(null);
  const isOver = found !== null && OVER.includes(found.status);
  usePoll(
    EVERY,
    async (signal) => {
      if (!isOver) setFound(await call("GET /deliveries/{id}", { path: { id: delivery }, signal }));
    },
    delivery + String(isOver),
  );
  const failed = isOver && found.status !== "sent";
  return (
    <p role="status" class={failed ? "fault" : "soft"}>
      {failed
        ? say("me.code.failed", { error: found.last_error ?? "" })
        : say(isOver ? "me.code.sent" : "me.code.underway")}
    </p>
  );
}

interface Editing {
  contact: UserContact;
  send: (body: object, version: number) => Promise<void>;
}

/** What is edited is what was there when it was opened. Whoever was slower sees what changed, and can take it. */
function Edit({ contact, send }: Editing) {
  const [opened, setOpened] = useState(contact);
  const [isLate, setLate] = useState(false);
  const isTaken = useRef(false);
  const box = useRef<HTMLDivElement>(null);
  const isTyped = endpointOf(contact) === null;
  useLayoutEffect(() => {
    if (isTaken.current) box.current?.querySelector("input")?.focus();
    isTaken.current = false;
  }, [opened]);
  const take = () => {
    isTaken.current = true;
    setOpened(contact);
    setLate(false);
  };
  return (
    <div ref={box}>
      <SchemaForm
        key={opened.version}
        schema={{
          properties: {
            name: { title: say("name"), maxLength: 200 },
            ...(isTyped && {
              address: { title: say("address"), description: say("me.contact.address.hint"), maxLength: 2000 },
            }),
            is_active: { title: say("me.contact.active"), type: "boolean" },
          },
          required: ["name", ...(isTyped ? ["address"] : []), "is_active"],
        }}
        stored={opened}
        go={say("save")}
        send={async (values) => {
          try {
            await send({ address: opened.address, ...values, channel: opened.channel }, opened.version);
          } catch (failure) {
            setLate(isClash(failure));
            throw failure;
          }
        }}
      />
      {isLate && contact.version !== opened.version && <Changed from={opened} to={contact} take={take} />}
    </div>
  );
}

function Changed({ from, to, take }: { from: UserContact; to: UserContact; take: () => void }) {
  return (
    <>
      <dl>
        {from.name !== to.name && (
          <>
            <dt>{say("name")}</dt>
            <dd>{to.name}</dd>
          </>
        )}
        {from.address !== to.address && endpointOf(to) === null && (
          <>
            <dt>{say("address")}</dt>
            <dd>{to.address}</dd>
          </>
        )}
        {from.is_active !== to.is_active && (
          <>
            <dt>{say("me.contact.active")}</dt>
            <dd>{say(to.is_active ? "me.clash.yes" : "me.clash.no")}</dd>
          </>
        )}
      </dl>
      <button type="button" onClick={take}>
        {say("me.clash.take")}
      </button>
    </>
  );
}
