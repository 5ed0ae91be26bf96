import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { toast } from "../shell/toast";
import { useOwners } from "../tasks/owners";
import { say } from "../words";
import type { Head } from "./post-mortem";

export type Step = "review" | "publish" | "return" | "not_needed" | "people";

/** A field for one person. */
function Person({ me, label, name, value }: { me: Self; label: string; name: string; value: string }) {
  const owners = useOwners(me);
  return (
    <>
      <Field
        label={label}
        name={name}
        id={`person-${name}`}
        list={`person-${name}-list`}
        autocomplete="off"
        maxLength={200}
        defaultValue={value}
      />
      <datalist id={`person-${name}-list`}>
        {owners.users.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}

/** Asks what is needed before a post-mortem moves on. */
export function Moving({
  me,
  of,
  step,
  done,
  close,
}: {
  me: Self;
  of: Head;
  step: Step;
  done: () => Promise<void>;
  close: () => void;
}) {
  const path = { id: of.incident.id };
  // Of the text that was read, and not of one that came while somebody thought about it.
  const [version] = useState(of.version);
  const move = (body: { to: Head["state"]; reason?: string; reviewer?: string }) =>
    call("POST /incidents/{id}/post-mortem/transitions", { path, version, body });
  const send = async ({ reason, owner, reviewer }: Record<string, string>) => {
    switch (step) {
      case "review":
        await move({ to: "review", ...(reviewer !== undefined && { reviewer }) });
        break;
      case "publish":
        await move({ to: "published" });
        break;
      case "return":
        await move({ to: "draft", ...(reason !== undefined && { reason }) });
        break;
      case "not_needed":
        await (of.duty === null
          ? move({ to: "not_needed", ...(reason !== undefined && { reason }) })
          : call("POST /incidents/{id}/post-mortem/waiver", { path, body: { reason } }));
        break;
      case "people":
        await call("PATCH /incidents/{id}/post-mortem", {
          path,
          version,
          body: { owner: owner ?? null, reviewer: reviewer ?? null },
        });
    }
    await done();
    toast(say(`postmortem.${step}.done`));
  };
  return (
    <Dialog title={say(`postmortem.${step}`)} close={close}>
      <p class="soft">{say(`postmortem.${step}.about`)}</p>
      <Form go={say(`postmortem.${step}.go`)} send={send}>
        {step === "people" && (
          <Person me={me} label={say("postmortem.owner")} name="owner" value={of.owner?.username ?? ""} />
        )}
        {(step === "people" || step === "review") && (
          <Person me={me} label={say("postmortem.reviewer")} name="reviewer" value={of.reviewer?.username ?? ""} />
        )}
        {(step === "return" || step === "not_needed") && (
          <Field label={say("postmortem.reason")} name="reason" maxLength={2000} required={step === "not_needed"} />
        )}
      </Form>
    </Dialog>
  );
}
