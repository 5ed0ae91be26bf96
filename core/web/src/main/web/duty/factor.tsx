import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Totp, TotpSecret } from "../api/schema";
import { RecoveryCodes, SecretKey } from "../login/secret";
import { Caution } from "../shell/caution";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { Ready, useRead } from "../shell/read";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { NextStep, useFocusKept } from "./focus";

type Task = "setUp" | "renew" | "switchOff";

/** One's own second factor: whether it is on, and how to set it up, renew its recovery codes or switch it off. */
export function Factor({ user }: { user: string }) {
  const [open, setOpen] = useState<Task | null>(null);
  const read = useRead(`factor ${user}`, (signal) => call("GET /me/totp", { signal }));
  const { heading, changed } = useFocusKept(read.value);
  const close = () => setOpen(null);
  const again = () => {
    changed();
    read.again();
  };
  return (
    <section aria-labelledby="my-factor">
      <h2 id="my-factor" ref={heading} tabIndex={-1}>
        {say("factor.title")}
      </h2>
      <Ready read={read}>
        {(factor) => (
          <>
            <State of={factor} />
            <p class="acts">
              {tasks(factor).map((task) => (
                <button key={task} type="button" onClick={() => setOpen(task)}>
                  {say(`me.factor.${task}`)}
                </button>
              ))}
            </p>
          </>
        )}
      </Ready>
      {open && (
        <Dialog title={say(`me.factor.${open}`)} close={close}>
          {open === "setUp" && <SetUp done={again} close={close} />}
          {open === "renew" && <Renew done={again} close={close} />}
          {open === "switchOff" && <SwitchOff done={again} close={close} />}
        </Dialog>
      )}
    </section>
  );
}

/** What can be done now. A role that needs a second factor cannot be without it. */
function tasks({ enabled, required }: Totp): Task[] {
  return !enabled ? ["setUp"] : required ? ["renew"] : ["renew", "switchOff"];
}

function State({ of }: { of: Totp }) {
  return (
    <p>
      {!of.enabled && (
        <>
          <Caution /> {say("me.factor.off")}
        </>
      )}
      {of.enabled && `✓ ${say("me.factor.on", { count: of.recovery_codes_left })}`}
      {of.enabled && of.confirmed_at !== null && (
        <span class="soft">
          {" "}
          {say("me.factor.since")} <Moment at={of.confirmed_at} />
        </span>
      )}
      {of.required && <> {say("me.factor.required")}</>}
    </p>
  );
}

interface Step {
  done: () => void;
  close: () => void;
}

function Password() {
  return (
    <Field
      label={say("me.factor.password")}
      hint={say("me.factor.password.hint")}
      name="current_password"
      type="password"
      autocomplete="current-password"
    />
  );
}

function Code() {
  return <Field label={say("factor.code")} name="code" autocomplete="one-time-code" inputMode="numeric" required />;
}

function SetUp({ done, close }: Step) {
  const [secret, setSecret] = useState<TotpSecret | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <Codes codes={codes} close={close} />;
  if (secret === null) {
    return (
      <Form
        key="password"
        go={say("factor.go")}
        send={async (body) => setSecret(await call("POST /me/totp", { body }))}
      >
        <p>{say("me.factor.about")}</p>
        <Password />
      </Form>
    );
  }
  return (
    <NextStep key="key">
      <p>{say("me.factor.key")}</p>
      <SecretKey of={secret} />
      <Form
        go={say("me.factor.switchOn")}
        send={async (body) => {
          const { recovery_codes } = await call("POST /me/totp/confirm", { body });
          setCodes(recovery_codes);
          done();
        }}
      >
        <Code />
      </Form>
    </NextStep>
  );
}

function Renew({ done, close }: Step) {
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <Codes codes={codes} close={close} />;
  return (
    <Form
      go={say("me.factor.renew.go")}
      send={async (body) => {
        const { recovery_codes } = await call("POST /me/totp/recovery-codes", { body });
        setCodes(recovery_codes);
        done();
      }}
    >
      <p>{say("me.factor.renew.about")}</p>
      <Code />
    </Form>
  );
}

function SwitchOff({ done, close }: Step) {
  return (
    <Form
      go={say("me.factor.switchOff")}
      send={async (body) => {
        await call("POST /me/totp/disable", { body });
        close();
        done();
        toast(say("me.factor.switchedOff"));
      }}
    >
      <Password />
      <Code />
    </Form>
  );
}

function Codes({ codes, close }: { codes: string[]; close: () => void }) {
  return (
    <NextStep key="codes">
      <h3>{say("codes.title")}</h3>
      <RecoveryCodes codes={codes} kept={close} />
    </NextStep>
  );
}
