import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { TagMark } from "../incidents/tag-mark";
import { may } from "../session/session";
import { inWords } from "../shell/failure";
import { useLive } from "../shell/feed";
import { Field, Form } from "../shell/form";
import { href } from "../shell/router";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import type { Incident } from "./incident";

/** As many as are offered while somebody types. */
const OFFERED = 200;

/** The tags of an incident, and, for those who may, a field that adds one and a button at each that removes it. */
export function Tags({ me, incident, show }: { me: Self; incident: Incident; show: (now: Incident) => void }) {
  const [turn, setTurn] = useState(0);
  const mayTag = may(me, "incident.tag", incident);
  const path = { id: incident.id };
  const add = async (name: string) => show(await call("POST /incidents/{id}/tags", { path, body: { tag_name: name } }));
  const remove = async (tag: string) =>
    show(await call("DELETE /incidents/{id}/tags/{tag}", { path: { ...path, tag } }));
  const orSay = async (work: Promise<void>) => {
    try {
      await work;
    } catch (failure) {
      toastFailure(inWords(failure).text);
    }
  };
  if (incident.tags.length === 0 && !mayTag) return null;
  return (
    <section aria-label={say("incident.tags")} class="incident-tags">
      <ul id="tags" tabIndex={-1} class="row" aria-label={say("incident.tags")}>
        {incident.tags.map((tag) => (
          <li key={tag.id}>
            <TagMark color={tag.color} />{" "}
            <a href={href(`/incidents?status=all&tag=${encodeURIComponent(tag.name)}`)}>{tag.name}</a>{" "}
            {tag.is_auto_applied && <span class="soft">{say("incident.tag.auto")}</span>}
            {mayTag && (
              <button
                type="button"
                onClick={async () => {
                  await orSay(
                    remove(tag.id).then(() =>
                      toast(say("incident.tag.removed", { name: tag.name }), () => void orSay(add(tag.name))),
                    ),
                  );
                  // The button is gone, and the focus is not lost with it.
                  document.getElementById("tags")?.focus();
                }}
              >
                {say("incident.tag.remove")}
                <span class="unseen"> {tag.name}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayTag && (
        <Form
          isAside
          key={turn}
          go={say("incident.tag.add")}
          send={async (values) => {
            await add(values["tag"] ?? "");
            setTurn((before) => before + 1);
            document.getElementById("tags")?.focus();
          }}
        >
          <Field label={say("incident.tag.name")} name="tag" required maxLength={100} list="tags-there" />
          {me.permissions.includes("tag.read") && <Offered />}
        </Form>
      )}
    </section>
  );
}

/** The tags that there are: a new name makes another one. */
function Offered() {
  const [names, setNames] = useState<string[]>([]);
  useLive(
    [],
    async (signal) => {
      try {
        const { items } = await call("GET /tags", { query: { active: "true", limit: OFFERED }, signal });
        setNames(items.map(({ name }) => name));
      } catch {
        setNames([]); // A name can be typed all the same.
      }
    },
    "",
    { again: false },
  );
  return (
    <datalist id="tags-there">
      {names.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
}
