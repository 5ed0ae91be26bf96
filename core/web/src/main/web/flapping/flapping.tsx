import { type Answer, call } from "../api/client";
import { lengthOf } from "../shell/length";
import { ManagedOne } from "../manage/one";
import type { PageProps } from "../pages";
import { minutesOf } from "../policies/minutes";
import type { Schema } from "../shell/schema";
import { say } from "../words";

type Policy = Answer<"GET /flapping-policy">;

/** From when on an incident flaps, what that means in words, and the form that changes it. */
export function Flapping({ me }: PageProps) {
  return (
    <ManagedOne<Policy>
      me={me}
      title={say("manage.flapping")}
      about={say("flapping.about")}
      permission="notification.manage"
      change={say("flapping.change")}
      read={(signal) => call("GET /flapping-policy", { signal })}
      write={(body, { version }) => call("PUT /flapping-policy", { body, version })}
      schema={schema}
      show={(policy) => <InWords policy={policy} />}
    />
  );
}

function InWords({ policy: { is_active, returns, within, hold_down } }: { policy: Policy }) {
  const length = (duration: string) => lengthOf(minutesOf(duration) * 60);
  if (!is_active) return <p>{say("flapping.off")}</p>;
  return (
    <>
      <p>{say("flapping.from", { returns, within: length(within) })}</p>
      <p>{say("flapping.then", { length: length(hold_down) })}</p>
    </>
  );
}

function schema(): Schema {
  return {
    properties: {
      is_active: { title: say("flapping.active"), description: say("flapping.active.hint"), type: "boolean" },
      returns: {
        title: say("flapping.returns"),
        description: say("flapping.returns.hint"),
        type: "integer",
        minimum: 2,
        maximum: 20,
      },
      within: { title: say("flapping.within"), description: say("flapping.within.hint"), format: "duration" },
      hold_down: { title: say("flapping.holdDown"), description: say("flapping.holdDown.hint"), format: "duration" },
    },
    required: ["returns", "within", "hold_down"],
  };
}
