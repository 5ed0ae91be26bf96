import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Layer, Schedule, Self } from "../api/schema";
import { Deed } from "../shell/deed";
import { LengthField } from "../shell/duration";
import { inWords } from "../shell/failure";
import { toast, toastFailure } from "../shell/toast";
import { spelled } from "../shell/plain";
import { say } from "../words";
import { mayFor } from "./may";
import { turnsOf } from "./slots";
import { Turns } from "./turns";
import { When } from "./when";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** The rotations: their order, passing a turn on, and a form to change them, with what would change before it does. */
export function Layers({ me, schedule, zone, done }: { me: Self; schedule: Schedule; zone: string; done: () => void }) {
  const [layers, setLayers] = useState<Layer[] | null>(null);
  const rotates = mayFor(me, "override.manage", schedule.team.id);
  return (
    <section aria-labelledby="layers">
      <h2 id="layers">{say("layer.title")}</h2>
      <ul class="list">
        {schedule.layers.map((layer) => (
          <li key={layer.name} class="entry">
            <span>
              <strong>{layer.name}</strong>{" "}
              <span class="soft">
                {say("oncall.level", { level: layer.level ?? 1 })} · {layer.time_zone ?? schedule.time_zone} ·{" "}
                {say("layer.each", { every: spelled(layer.every) })}
              </span>
              <br />
              {layer.slots.map((slot) => [slot].flat().join(" + ")).join(" → ")}
            </span>
            {rotates && (
              <Deed
                about={layer.name}
                done={say("layer.rotated", { layer: layer.name })}
                act={async () => {
                  await call("POST /schedules/{id}/rotate", { path: { id: schedule.id }, body: { layer: layer.name } });
                  done();
                }}
              >
                {say("layer.rotate")}
              </Deed>
            )}
          </li>
        ))}
      </ul>
      {mayFor(me, "schedule.manage", schedule.team.id) &&
        (layers === null ? (
          <button type="button" onClick={() => setLayers(schedule.layers)}>
            {say("layer.edit")}
          </button>
        ) : (
          <Editor
            me={me}
            schedule={schedule}
            layers={layers}
            zone={zone}
            set={setLayers}
            close={() => setLayers(null)}
            done={done}
          />
        ))}
    </section>
  );
}

function bodyOf(schedule: Schedule, layers: Layer[]) {
  const { name, team, description, time_zone } = schedule;
  return { name, team: team.id, description, time_zone, layers };
}

function Editor({
  me,
  schedule,
  layers,
  zone,
  set,
  close,
  done,
}: {
  me: Self;
  schedule: Schedule;
  layers: Layer[];
  zone: string;
  set: (layers: Layer[]) => void;
  close: () => void;
  done: () => void;
}) {
  const [preview, setPreview] = useState<Answer<"POST /schedules/{id}/preview"> | null>(null);
  const [fault, setFault] = useState("");
  const path = { id: schedule.id };
  const tried = async (deed: () => Promise<void>) => {
    setFault("");
    try {
      await deed();
    } catch (failure) {
      setFault(inWords(failure).text);
    }
  };
  const look = () =>
    tried(async () => setPreview(await call("POST /schedules/{id}/preview", { path, body: bodyOf(schedule, layers) })));
  const save = () =>
    tried(async () => {
      const after = await call("PUT /schedules/{id}", {
        path,
        body: bodyOf(schedule, layers),
        version: schedule.version,
      });
      close();
      done();
      toast(say("layer.saved"), () => {
        call("PUT /schedules/{id}", { path, body: bodyOf(schedule, schedule.layers), version: after.version })
          .catch((failure: unknown) => toastFailure(inWords(failure).text))
          .finally(done);
      });
    });
  const change = (at: number, to: Partial<Layer>) => {
    setPreview(null);
    set(layers.map((layer, i) => (i === at ? { ...layer, ...to } : layer)));
  };
  return (
    <form
      class="layers"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {layers.map((layer, i) => (
        <One
          key={i}
          me={me}
          at={i}
          layer={layer}
          zone={layer.time_zone ?? schedule.time_zone}
          change={(to) => change(i, to)}
          remove={layers.length > 1 ? () => set(layers.filter((_, j) => j !== i)) : null}
        />
      ))}
      <p class="row">
        <button
          type="button"
          onClick={() => {
            const [first] = layers;
            if (first) set([...layers, { name: "", start: first.start, every: first.every, slots: [] }]);
          }}
        >
          {say("layer.add")}
        </button>
        <button type="button" onClick={() => void look()}>
          {say("layer.preview")}
        </button>
        <button class="primary">{say("layer.save")}</button>
        <button type="button" onClick={close}>
          {say("layer.cancel")}
        </button>
      </p>
      <p role="alert" class="fault">
        {fault}
      </p>
      {preview && (
        <div role="status">
          {preview.ends.length + preview.begins.length === 0 && <p>{say("layer.same")}</p>}
          <ul class="list">
            {preview.ends.map((one) => (
              <li key={"-" + one.from + one.user.id}>
                − {say("layer.ends")} <strong>{one.user.username}</strong> <When at={one.from} zone={zone} /> –{" "}
                <When at={one.until} zone={zone} />
              </li>
            ))}
            {preview.begins.map((one) => (
              <li key={"+" + one.from + one.user.id}>
                + {say("layer.begins")} <strong>{one.user.username}</strong> <When at={one.from} zone={zone} /> –{" "}
                <When at={one.until} zone={zone} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </form>
  );
}

function One({
  me,
  at,
  layer,
  zone,
  change,
  remove,
}: {
  me: Self;
  at: number;
  layer: Layer;
  zone: string;
  change: (to: Partial<Layer>) => void;
  remove: (() => void) | null;
}) {
  const hours = layer.hours ?? [];
  return (
    <fieldset>
      <legend>{layer.name || say("layer.new", { number: at + 1 })}</legend>
      <div class="row">
        <Input label={say("layer.name")} value={layer.name} set={(name) => change({ name })} required />
        <Input
          label={say("layer.level")}
          type="number"
          value={String(layer.level ?? 1)}
          set={(level) => change({ level: Number(level) })}
        />
        <Input
          label={say("layer.priority")}
          type="number"
          value={String(layer.priority ?? 0)}
          set={(priority) => change({ priority: Number(priority) })}
        />
        <Input
          label={say("layer.start", { zone })}
          type="datetime-local"
          value={layer.start.slice(0, 16)}
          set={(start) => change({ start })}
          required
        />
        <LengthField label={say("layer.every")} value={layer.every} set={(every) => change({ every })} hasWeeks />
      </div>
      <Turns
        me={me}
        turns={turnsOf(layer.slots)}
        changed={(turns) => change({ slots: turns.map((turn) => [...turn]) })}
      />
      {hours.map((one, i) => {
        const set = (to: Partial<(typeof hours)[number]>) =>
          change({ hours: hours.map((other, j) => (j === i ? { ...other, ...to } : other)) });
        const days = one.days ?? DAYS;
        return (
          <fieldset key={i}>
            <legend>{say("layer.hours")}</legend>
            <div class="row">
              {DAYS.map((day) => (
                <label key={day}>
                  <input
                    type="checkbox"
                    checked={days.includes(day)}
                    onChange={(event) => {
                      const isOn = event.currentTarget.checked;
                      set({ days: DAYS.filter((other) => (other === day ? isOn : days.includes(other))) });
                    }}
                  />{" "}
                  {say(`day.${day}`)}
                </label>
              ))}
              <Input
                label={say("layer.hours.start")}
                type="time"
                value={one.start}
                set={(start) => set({ start })}
                required
              />
              <LengthField label={say("layer.hours.length")} value={one.length} set={(length) => set({ length })} />
              <button type="button" onClick={() => change({ hours: hours.filter((_, j) => j !== i) })}>
                {say("layer.hours.remove")}
              </button>
            </div>
          </fieldset>
        );
      })}
      <p class="row">
        <button
          type="button"
          onClick={() => change({ hours: [...hours, { days: [...DAYS.slice(0, 5)], start: "09:00", length: "PT9H" }] })}
        >
          {say("layer.hours.add")}
        </button>
        {remove && (
          <button type="button" onClick={remove}>
            {say("layer.remove")}
            <span class="unseen"> {layer.name}</span>
          </button>
        )}
      </p>
    </fieldset>
  );
}

function Input({
  label,
  type = "text",
  value,
  set,
  required = false,
}: {
  label: string;
  type?: string;
  value: string;
  set: (value: string) => void;
  required?: boolean;
}) {
  return (
    <label class="field">
      {label}
      <input type={type} value={value} required={required} onInput={(event) => set(event.currentTarget.value)} />
    </label>
  );
}
