import { useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import { logInAs, takenCode } from "../shell/code";
import { Failure } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { useRead } from "../shell/read";
import { go } from "../shell/router";
import { Title } from "../shell/title";
import { say } from "../words";

/** Uses the code of an invitation: it makes an account, or chooses the password of one that is there. */
export function Welcome() {
  const [code] = useState(takenCode);
  const invitation = useRead(code, async (signal) =>
    code === "" ? null : call("POST /auth/invitation", { body: { code }, signal }),
  );
  if (code === "") return <Dead title={say("welcome.without")} />;
  const { failure, value } = invitation;
  if (failure instanceof Refused && failure.status === 401) return <Dead title={say("welcome.over")} />;
  if (failure !== null) {
    return (
      <section class="narrow">
        <Title text={say("welcome.title")} />
        <Failure failure={failure} again={invitation.again} />
      </section>
    );
  }
  if (value === null) return <p role="status">{say("loading")}</p>;
  return value.username === null ? <NewAccount code={code} /> : <Password code={code} username={value.username} />;
}

function Dead({ title }: { title: string }) {
  return (
    <section class="narrow">
      <Title text={title} />
      <p>{say("welcome.without.text")}</p>
    </section>
  );
}

function NewAccount({ code }: { code: string }) {
  return (
    <section class="narrow">
      <Title text={say("welcome.title")} />
      <p>{say("welcome.text")}</p>
      <Form
        go={say("welcome.go")}
        send={async (values) => {
          const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
          const made = await call("POST /auth/register", { body: { ...values, code, time_zone: zone } });
          go(logInAs("made", made), true);
        }}
      >
        <Field label={say("login.username")} name="username" autocomplete="username" autocapitalize="none" required />
        <Field label={say("welcome.email")} name="email" type="email" autocomplete="email" required />
        <Field label={say("login.password")} name="password" type="password" autocomplete="new-password" required />
      </Form>
    </section>
  );
}

function Password({ code, username }: { code: string; username: string }) {
  return (
    <section class="narrow">
      <Title text={say("welcome.password.title")} />
      <p>{say("welcome.password.text", { name: username })}</p>
      <Form
        go={say("reset.go")}
        send={async ({ password }) => {
          go(logInAs("changed", await call("POST /auth/register", { body: { code, password } })), true);
        }}
      >
        <input type="hidden" name="username" autocomplete="username" value={username} />
        <Field label={say("reset.password")} name="password" type="password" autocomplete="new-password" required />
      </Form>
    </section>
  );
}
