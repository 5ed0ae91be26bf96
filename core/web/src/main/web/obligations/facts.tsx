import { call } from "../api/client";
import { iso, localOf } from "../oncall/clock";
import { Dialog } from "../shell/dialog";
import { Field, Form } from "../shell/form";
import { toast } from "../shell/toast";
import { say } from "../words";
import type { Duty } from "./duty";

const FACTS = ["aware_at", "classified_at", "measure_available_at", "handled_at"] as const;
type Fact = (typeof FACTS)[number];

/** What the limits of a law follow from. */
function factsOf({ stages }: Duty): readonly Fact[] {
  const anchors = new Set(stages.flatMap(({ because }) => because.map(({ anchor }) => anchor)));
  const isOngoing = stages.some(({ id }) => id === "progress_report");
  return FACTS.filter(
    (fact) =>
      fact === "aware_at" ||
      (fact === "classified_at" && anchors.has("classification")) ||
      (fact === "measure_available_at" && anchors.has("measure_available")) ||
      (fact === "handled_at" && (isOngoing || anchors.has("handled"))),
  );
}

/** States since when one is aware, and what else the limits follow from. Each change stays in the history. */
export function Facts({ duty, zone, done, close }: { duty: Duty; zone: string; done: () => void; close: () => void }) {
  const facts = factsOf(duty);
  const before = (fact: Fact) => {
    const at = duty[fact];
    return at === null ? "" : localOf(Date.parse(at), zone);
  };
  return (
    <Dialog drawer title={say("law.facts.title")} close={close}>
      <Form
        go={say("law.facts.go")}
        send={async (values) => {
          const stated: Partial<Record<Fact, string | null>> = {};
          for (const fact of facts) {
            const now = values[fact] ?? "";
            if (now !== before(fact)) stated[fact] = now === "" ? null : iso(now, zone);
          }
          const { aware_at: aware, ...others } = stated;
          const owner = values["owner"] ?? null;
          await call("PATCH /incidents/{id}/obligations/{obligation}", {
            path: { id: duty.incident.id, obligation: duty.id },
            body: {
              ...others,
              ...(typeof aware === "string" && { aware_at: aware }),
              ...(owner !== (duty.owner?.username ?? null) && { owner }),
              ...(values["reason"] !== undefined && { reason: values["reason"] }),
            },
          });
          toast(say("law.stated"));
          done();
        }}
      >
        {facts.map((fact) => (
          <Field
            key={fact}
            label={say("law.in", { fact: say(`law.${fact}`), zone })}
            name={fact}
            type="datetime-local"
            defaultValue={before(fact)}
            required={fact === "aware_at"}
          />
        ))}
        <Field
          label={say("law.owner")}
          hint={say("law.owner.hint")}
          name="owner"
          maxLength={200}
          defaultValue={duty.owner?.username ?? ""}
        />
        <Field label={say("law.reason")} hint={say("law.facts.hint")} name="reason" maxLength={2000} />
      </Form>
    </Dialog>
  );
}
