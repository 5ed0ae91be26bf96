import { useState } from "preact/hooks";
import { call } from "../api/client";
import { Field, Form } from "../shell/form";
import { href } from "../shell/router";
import { Title } from "../shell/title";
import { say } from "../words";

/** Asks for a link by mail. The answer does not tell whether there is such an account. */
export function Forgotten() {
  const [minutes, setMinutes] = useState<number | null>(null);
  return (
    <section class="narrow">
      <Title
        key={minutes === null ? "ask" : "asked"}
        text={say(minutes === null ? "forgotten.title" : "forgotten.asked")}
      />
      {minutes === null ? (
        <>
          <p>{say("forgotten.text")}</p>
          <Form
            go={say("forgotten.go")}
            send={async (values) => {
              const answer = await call("POST /auth/forgotten", { body: values });
              setMinutes(Math.round(answer.expires_in / 60));
            }}
          >
            <Field
              label={say("forgotten.username")}
              name="username"
              autocomplete="username"
              autocapitalize="none"
              required
            />
            <Field
              label={say("login.tenant")}
              hint={say("login.tenant.hint")}
              name="tenant"
              autocomplete="organization"
              autocapitalize="none"
            />
          </Form>
        </>
      ) : (
        <p>{say("forgotten.asked.text", { minutes })}</p>
      )}
      <p class="soft">{say("forgotten.admin")}</p>
      <p>
        <a href={href("/login")}>{say("forgotten.back")}</a>
      </p>
    </section>
  );
}
