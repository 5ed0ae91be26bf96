import { useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import { Field, Form } from "../shell/form";
import { Icon } from "../shell/icon";
import { CLOSE } from "../shell/icons";
import { say } from "../words";
import type { Calendar } from "./holidays";

interface Row {
  key: number;
  day: string;
  name: string;
}

/** A day needs no name. */
function writtenOf({ day, name }: Row): { day: string; name?: string } {
  const text = name.trim();
  return text === "" ? { day } : { day, name: text };
}

/** The days one by one, or all those of a file as publishers of holidays offer it. */
export function CalendarForm({ stored, done }: { stored: Calendar | null; done: () => void }) {
  const count = useRef(0);
  const row = (day = "", name = ""): Row => ({ key: count.current++, day, name });
  const [rows, setRows] = useState<Row[]>(() =>
    stored === null ? [row()] : stored.days.map(({ day, name }) => row(day, name)),
  );
  const [file, setFile] = useState<File | null>(null);
  const list = useRef<HTMLFieldSetElement>(null);
  const change = (key: number, part: Partial<Row>) =>
    setRows(rows.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const focusLast = () =>
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>("li:last-child [type=date]")?.focus());
  return (
    <Form
      go={say("save")}
      send={async ({ name }) => {
        const body =
          file === null
            ? { name, days: rows.filter(({ day }) => day !== "").map(writtenOf) }
            : { name, ics: await file.text() };
        if (stored === null) await call("POST /holiday-calendars", { body });
        else await call("PUT /holiday-calendars/{id}", { path: { id: stored.id }, body, version: stored.version });
        done();
      }}
    >
      <Field
        label={say("name")}
        hint={say("holiday.name.hint")}
        name="name"
        required
        maxLength={200}
        autocomplete="off"
        defaultValue={stored?.name ?? ""}
      />
      <Field
        label={say("holiday.file")}
        hint={say("holiday.file.hint")}
        name="ics"
        type="file"
        accept=".ics,text/calendar"
        onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
      />
      {file === null && (
        <fieldset ref={list}>
          <legend>{say("holiday.days")}</legend>
          <ul class="list">
            {rows.map(({ key, day, name }) => (
              <li key={key} class="row">
                <input
                  type="date"
                  aria-label={say("holiday.day")}
                  value={day}
                  onInput={(event) => change(key, { day: event.currentTarget.value })}
                />
                <input
                  type="text"
                  aria-label={say("holiday.day.name")}
                  placeholder={say("holiday.day.name")}
                  maxLength={200}
                  value={name}
                  onInput={(event) => change(key, { name: event.currentTarget.value })}
                />
                <button
                  type="button"
                  class="icon"
                  aria-label={`${say("holiday.day.remove")} ${name || day}`.trim()}
                  title={say("holiday.day.remove")}
                  onClick={() => setRows(rows.filter((one) => one.key !== key))}
                >
                  <Icon of={CLOSE} />
                </button>
              </li>
            ))}
          </ul>
          <button
            type="button"
            onClick={() => {
              setRows([...rows, row()]);
              focusLast();
            }}
          >
            {say("holiday.day.add")}
          </button>
        </fieldset>
      )}
    </Form>
  );
}
