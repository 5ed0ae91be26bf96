import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { go, href } from "../shell/router";
import { Table } from "../shell/table";
import { toast } from "../shell/toast";
import { When } from "../shell/when";
import { say } from "../words";
import { MeetingForm, type Template, TEMPLATES } from "./form";

type Listed = Answer<"GET /meetings">["items"][number];

/** When people meet. */
export function Meetings({ me }: PageProps) {
  const [isOpen, setOpen] = useState(false);
  const [template, setTemplate] = useState<Template>();
  return (
    <Managed
      me={me}
      title={say("manage.meetings")}
      actions={
        me.permissions.includes("meeting.manage") && (
          <button type="button" class="primary" onClick={() => setOpen(true)}>
            {say("meetings.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.meetings")}
        none={say("meetings.none")}
        filters={[
          { name: "team", title: say("meetings.team") },
          { name: "participant", title: say("meetings.participant") },
        ]}
        read={(query, signal) => call("GET /meetings", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("meetings.title"), show: ({ id, title }) => <a href={href(`/meetings/${id}`)}>{title}</a> },
          { title: say("meetings.kind"), show: ({ kind }) => say(`meetings.kind.${kind}`) },
          { title: say("meetings.team"), show: ({ team }) => team?.name ?? "–" },
          { title: say("meetings.next"), show: next },
        ]}
      />
      {isOpen && (
        <Dialog
          drawer
          title={say("meetings.add")}
          close={() => {
            setOpen(false);
            setTemplate(undefined);
          }}
        >
          <div class="acts" role="group" aria-label={say("meetings.templates")}>
            {TEMPLATES.map((one) => (
              <button key={one} type="button" aria-pressed={one === template} onClick={() => setTemplate(one)}>
                {say(`meetings.kind.${one}`)}
              </button>
            ))}
          </div>
          <MeetingForm
            key={template ?? ""}
            me={me}
            stored={null}
            template={template}
            send={async (body) => {
              const made = await call("POST /meetings", { body });
              toast(say("saved"));
              go(href(`/meetings/${made.id}`));
            }}
          />
        </Dialog>
      )}
    </Managed>
  );
}

function next({ next: [first] }: Listed) {
  if (!first) return say("meetings.over");
  return (
    <>
      <When from={first.starts_at} until={first.ends_at} withWeekday />{" "}
      {first.is_cancelled && <span class="soft">{say("meetings.cancelled")}</span>}
    </>
  );
}
