import { useLayoutEffect, useRef, useState } from "preact/hooks";
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
  /** Whether it can be opened for writing now. */
  mayEdit: boolean;
  isEdited: boolean;
  /** Opens this section for writing, or closes it. */
  edit: (is: boolean) => void;
  changed: () => Promise<void>;
}) {
  const title = say(`postmortem.section.${section.section}`);
  const heading = `section-${section.section}`;
  return (
    <section class="panel" aria-labelledby={heading}>
      <h2 id={heading}>
        {title}
        {mayEdit && (
          <button type="button" class="quiet" onClick={() => edit(true)}>
            {say("postmortem.edit")}
            <span class="unseen"> {title}</span>
          </button>
        )}
      </h2>
      {isEdited ? (
        <Writing
          incident={incident}
          section={section}
          done={async () => {
            await changed();
            toast(say("postmortem.saved", { section: title }));
            edit(false);
          }}
          close={() => edit(false)}
        />
      ) : section.text === "" ? (
        <p class="soft">{say(`postmortem.section.${section.section}.hint`)}</p>
      ) : (
        <Rich text={section.text} />
      )}
    </section>
  );
}

/** Writes a section, as it was when the writing began: what others save meanwhile is shown before it is replaced. */
function Writing({
  incident,
  section,
  done,
  close,
}: {
  incident: string;
  section: Section;
  done: () => Promise<void>;
  close: () => void;
}) {
  const [base, setBase] = useState(section);
  const [isOvertaken, setOvertaken] = useState(false);
  const id = `text-${section.section}`;
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => field.current?.focus(), []);
  const send = async ({ text = "" }: Record<string, string>) => {
    try {
      await call("PUT /incidents/{id}/post-mortem/sections/{section}", {
        path: { id: incident, section: section.section },
        version: base.revision,
        body: { text },
      });
    } catch (failure) {
      if (!(failure instanceof Refused && failure.status === 412)) throw failure;
      const now = await call("GET /incidents/{id}/post-mortem", { path: { id: incident } });
      setBase(now.sections.find((one) => one.section === section.section) ?? base);
      setOvertaken(true);
      return;
    }
    await done();
  };
  return (
    <>
      {isOvertaken && (
        <div role="alert">
          <p class="fault">{say("postmortem.overtaken")}</p>
          <Rich text={base.text} />
        </div>
      )}
      <Form go={say("postmortem.save")} send={send}>
        <p class="field">
          <label for={id}>{say("postmortem.text")}</label>
          <textarea
            id={id}
            name="text"
            rows={8}
            maxLength={20_000}
            defaultValue={base.text}
            ref={field}
            onKeyDown={(event) => {
              if (event.key === "Escape" && event.currentTarget.value === base.text) close();
            }}
          />
        </p>
      </Form>
      <button type="button" class="quiet" onClick={close}>
        {say("postmortem.cancel")}
      </button>
    </>
  );
}
