import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self, Token } from "../api/schema";
import { Deprecated } from "../people/deprecated";
import { ROLES } from "../people/roles";
import { Copy } from "../shell/copy";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Ready, useRead } from "../shell/read";
import { SchemaForm } from "../shell/schema-form";
import { Ago, Moment } from "../shell/time";
import { say, type Word } from "../words";
import { NextStep, useFocusKept } from "./focus";

/** What one's own programs call the API with; each is shown once, and can do no more than oneself. */
export function OwnTokens({ me, user }: { me: Self; user: string }) {
  const [open, setOpen] = useState<{ name: string; token: string | null } | null>(null);
  const read = useRead(`tokens ${user}`, (signal) => call("GET /me/tokens", { query: { limit: 100 }, signal }));
  const { heading, changed } = useFocusKept(read.value);
  const again = () => {
    changed();
    read.again();
  };
  return (
    <section aria-labelledby="my-tokens">
      <h2 id="my-tokens" ref={heading} tabIndex={-1}>
        {say("me.tokens")}
      </h2>
      <Ready read={read}>
        {({ items, next }) => (
          <>
            {items.length === 0 && <p class="soft">{say("me.tokens.none")}</p>}
            <ul class="list">
              {items.map((one) => (
                <OwnToken key={one.id} token={one} again={again} />
              ))}
            </ul>
            {next !== null && <p class="soft">{say("me.tokens.more")}</p>}
          </>
        )}
      </Ready>
      <button type="button" onClick={() => setOpen({ name: say("token.add"), token: null })}>
        {say("token.add")}
      </button>
      {open && (
        <Dialog title={open.name} close={() => setOpen(null)}>
          {open.token === null ? (
            <NewToken
              me={me}
              made={(name, token) => {
                setOpen({ name, token });
                again();
              }}
            />
          ) : (
            <NextStep>
              <p>{say("token.once")}</p>
              <Copy text={open.token} label={open.name} />
            </NextStep>
          )}
        </Dialog>
      )}
    </section>
  );
}

function OwnToken({ token, again }: { token: Token; again: () => void }) {
  const { id, name, hint, role, last_used_at, expires_at, revoked_at } = token;
  return (
    <li class="entry">
      <span>
        <strong>{name}</strong> <code>{hint}</code> <span class="soft">{say(`role.${role}` as Word)}</span>
        <br />
        <span class="soft">
          {say("token.used")} {last_used_at ? <Ago at={last_used_at} /> : say("never")}.{" "}
          {revoked_at ? say("revoked") : say("ends")}{" "}
          {revoked_at ? <Moment at={revoked_at} /> : expires_at ? <Moment at={expires_at} /> : say("never")}
        </span>
        {token.deprecated_uses.map((one) => (
          <Deprecated key={one.operation} use={one} />
        ))}
      </span>
      {revoked_at === null && (
        <Deed
          about={name}
          done={say("revoke.done")}
          act={async () => {
            await call("DELETE /me/tokens/{id}", { path: { id } });
            again();
          }}
        >
          {say("revoke")}
        </Deed>
      )}
    </li>
  );
}

function NewToken({ me, made }: { me: Self; made: (name: string, token: string) => void }) {
  const roles = ROLES.slice(0, Math.max(1, ROLES.findIndex((one) => one === me.role) + 1 || ROLES.length));
  return (
    <SchemaForm
      schema={{
        properties: {
          name: { title: say("name"), maxLength: 200 },
          role: { title: say("role"), enum: roles, titles: roles.map((one) => say(`role.${one}`)) },
          expires_at: { title: say("ends"), description: say("token.ends.hint"), format: "date-time" },
        },
        required: ["name", "role"],
      }}
      go={say("me.tokens.go")}
      send={async (body) => {
        const { name, token } = await call("POST /me/tokens", { body });
        made(name, token);
      }}
    />
  );
}
