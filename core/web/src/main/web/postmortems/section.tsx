import { useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import { Form } from "../shell/form";
import { Rich } from "../shell/rich";
import { toast } from "../shell/toast";
import { say } from "../words";
import type { Section } from "./post-mortem";

/** A section: its text, or the field in which it is written. */
export function SectionPart({
  incident,
  section,
  mayEdit,
  isEdited,
  edit,
  changed,
}: {
  incident: string;
  section: Section;
  mayEdit: boolean;
  isEdited: boolean;
  /** Opens this section for writing, or closes it. */
  edit: (is: boolean) => void;
  changed: () => void;
}) {
  const title = say(`postmortem.section.${section.section}`);
  const heading = `section-${section.section}`;
  const [overtaken, setOvertaken] = useState(false);
  return (
    <section class="panel" aria-labelledby={heading}>
      <h2 id={heading}>
        {title}
        {mayEdit && !isEdited && (
          <button type="button" class="quiet" onClick={() => edit(true)}>
            {say("postmortem.edit")}
            <span class="unseen"> {title}</span>
          </button>
        )}
      </h2>
      {isEdited ? (
        <>
          {overtaken && (
            <>
              <p class="fault">{say("postmortem.overtaken")}</p>
              <Rich text={section.text} />
            </>
          )}
          <Form
            go={say("postmortem.save")}
            send={async ({ text = "" }) => {
              try {
                await call("PUT /incidents/{id}/post-mortem/sections/{section}", {
                  path: { id: incident, section: section.section },
                  version: section.revision,
                  body: { text },
                });
              } catch (failure) {
                // What the other wrote is read, and shown beside what was typed here.
                if (failure instanceof Refused && failure.status === 412) {
                  setOvertaken(true);
                  changed();
                  return;
                }
                throw failure;
              }
              setOvertaken(false);
              toast(say("postmortem.saved", { section: title }));
              edit(false);
              changed();
            }}
          >
            <p class="field">
              <label for={`${heading}-text`}>{say("postmortem.text")}</label>
              <textarea
                id={`${heading}-text`}
                name="text"
                rows={8}
                maxLength={20_000}
                defaultValue={section.text}
                ref={(field) => field?.focus()}
                onKeyDown={(event) => {
                  if (event.key === "Escape" && event.currentTarget.value === section.text) edit(false);
                }}
              />
            </p>
          </Form>
          <button type="button" class="quiet" onClick={() => edit(false)}>
            {say("postmortem.cancel")}
          </button>
        </>
      ) : section.text === "" ? (
        <p class="soft">{say(`postmortem.section.${section.section}.hint`)}</p>
      ) : (
        <Rich text={section.text} />
      )}
    </section>
  );
}
