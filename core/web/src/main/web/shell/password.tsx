import { useEffect, useState } from "preact/hooks";
import { call, onPasswordWanted } from "../api/client";
import { say } from "../words";
import { Dialog } from "./dialog";
import { Field, Form } from "./form";

/** Asks for the password again, whatever was refused without it; for some minutes, the session needs it no more. */
export function PasswordAgain() {
  const [asked, setAsked] = useState<((isConfirmed: boolean) => void) | null>(null);
  useEffect(() => onPasswordWanted(() => new Promise((resolve) => setAsked(() => resolve))), []);
  if (!asked) return null;
  const answer = (isConfirmed: boolean) => {
    setAsked(null);
    asked(isConfirmed);
  };
  return (
    <Dialog title={say("password.again")} close={() => answer(false)}>
      <Form
        go={say("password.again.go")}
        send={async ({ again }) => {
          await call("POST /me/confirmation", { body: { current_password: again ?? "" } });
          answer(true);
        }}
      >
        <p>{say("password.again.why")}</p>
        <Field
          label={say("password.again.label")}
          name="again"
          type="password"
          autocomplete="current-password"
          required
        />
      </Form>
    </Dialog>
  );
}
