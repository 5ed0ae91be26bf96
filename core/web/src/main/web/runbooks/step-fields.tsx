import { Check, Lines, Text } from "../shell/inputs";
import { say } from "../words";
import type { StepDraft } from "./draft";

/** The fields of one step. */
export function StepFields({ step, change }: { step: StepDraft; change: (to: Partial<StepDraft>) => void }) {
  return (
    <>
      <div class="row">
        <Text label={say("runbook.step.title")} value={step.title} set={(title) => change({ title })} required />
        <Text
          label={say("runbook.step.minutes")}
          type="number"
          min={1}
          max={1440}
          step="1"
          list="runbook-minutes"
          value={step.minutes}
          set={(minutes) => change({ minutes })}
          required
        />
      </div>
      <Lines
        label={say("runbook.step.description")}
        value={step.description}
        set={(description) => change({ description })}
      />
      <Lines label={say("runbook.step.command")} value={step.command} set={(command) => change({ command })} />
      <Lines label={say("runbook.step.rollback")} value={step.rollback} set={(rollback) => change({ rollback })} />
      <p class="row">
        <Check label={say("runbook.step.critical")} is={step.critical} set={(critical) => change({ critical })} />
        <Check label={say("runbook.step.confirmed")} is={step.confirmed} set={(confirmed) => change({ confirmed })} />
      </p>
    </>
  );
}
