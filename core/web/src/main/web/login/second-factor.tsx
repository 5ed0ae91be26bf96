import { useEffect, useState } from "preact/hooks";
import { call } from "../api/client";
import type { Challenge, TotpSecret } from "../api/schema";
import { Failure } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { Title } from "../shell/title";
import { say } from "../words";
import { RecoveryCodes, SecretKey } from "./secret";

interface Step {
  challenge: Challenge;
  done: () => Promise<void>;
  back: () => void;
}

export function SecondFactor(step: Step) {
  return step.challenge.second_factor === "set_up" ? <SetUp {...step} /> : <Verify {...step} />;
}

function Code({ label, name }: { label: string; name: string }) {
  return (
    <Field
      key={name}
      label={label}
      name={name}
      autocomplete="one-time-code"
      inputMode={name === "code" ? "numeric" : "text"}
      autocapitalize="none"
      required
    />
  );
}

function Verify({ challenge, done, back }: Step) {
  const [recovery, setRecovery] = useState(false);
  return (
    <section class="narrow">
      <Title text={say("factor.title")} />
      <Form
        go={say("factor.go")}
        send={async (values) => {
          const body = { ...values, challenge: challenge.challenge, cookie: true };
          await call("POST /auth/2fa/verify", { body });
          await done();
        }}
      >
        {recovery ? (
          <Code label={say("factor.recovery")} name="recovery_code" />
        ) : (
          <Code label={say("factor.code")} name="code" />
        )}
      </Form>
      <p class="row">
        <button type="button" onClick={() => setRecovery(!recovery)}>
          {say(recovery ? "factor.useCode" : "factor.useRecovery")}
        </button>
        <button type="button" onClick={back}>
          {say("factor.back")}
        </button>
      </p>
    </section>
  );
}

function SetUp({ challenge, done, back }: Step) {
  const [secret, setSecret] = useState<TotpSecret | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  useEffect(() => {
    call("POST /auth/2fa/setup", { body: { challenge: challenge.challenge } }).then(setSecret, setFailure);
  }, [challenge]);
  if (codes) {
    return (
      <section class="narrow" key="codes">
        <Title text={say("codes.title")} />
        <RecoveryCodes codes={codes} kept={() => void done()} />
      </section>
    );
  }
  return (
    <section class="narrow" key="key">
      <Title text={say("setup.title")} />
      <p>{say("setup.text")}</p>
      {failure !== null && <Failure failure={failure} again={back} />}
      {secret && (
        <>
          <SecretKey of={secret} />
          <Form
            go={say("factor.go")}
            send={async (values) => {
              const body = { ...values, challenge: challenge.challenge, cookie: true };
              const answer = await call("POST /auth/2fa/enable", { body });
              setCodes(answer.recovery_codes);
            }}
          >
            <Code label={say("factor.code")} name="code" />
          </Form>
        </>
      )}
      <p>
        <button type="button" onClick={back}>
          {say("factor.back")}
        </button>
      </p>
    </section>
  );
}
