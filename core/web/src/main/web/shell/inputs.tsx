import { useId } from "preact/hooks";

/** A box that is ticked or not. */
export function Check({ label, is, set }: { label: string; is: boolean; set: (is: boolean) => void }) {
  return (
    <label class="tick">
      <input type="checkbox" checked={is} onChange={(event) => set(event.currentTarget.checked)} /> {label}
    </label>
  );
}

/** A text of some lines. */
export function Lines({ label, value, set }: { label: string; value: string; set: (value: string) => void }) {
  return (
    <label class="field">
      {label}
      <textarea rows={2} value={value} onInput={(event) => set(event.currentTarget.value)} />
    </label>
  );
}

/** A length of time in minutes, up to a day. */
export function Minutes({
  max = 1440,
  ...props
}: {
  label: string;
  hint?: string;
  value: string;
  set: (value: string) => void;
  required?: boolean;
  max?: number;
}) {
  return <Text {...props} type="number" min={0} max={max} step="any" />;
}

/** A text of one line that whoever draws it holds. */
export function Text({
  label,
  hint,
  set,
  ...input
}: {
  label: string;
  hint?: string;
  value: string;
  set: (value: string) => void;
  type?: string;
  list?: string;
  required?: boolean;
  min?: number;
  max?: number;
  step?: string;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...input}
        id={id}
        autocomplete="off"
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onInput={(event) => set(event.currentTarget.value)}
      />
      {hint !== undefined && (
        <small id={`${id}-hint`} class="soft">
          {hint}
        </small>
      )}
    </div>
  );
}

/** One of some values; the first one stands for none. */
export function Choice({
  label,
  value,
  choices,
  set,
}: {
  label: string;
  value: string;
  choices: ReadonlyArray<readonly [value: string, title: string]>;
  set: (value: string) => void;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => set(event.currentTarget.value)}>
        {choices.map(([one, title]) => (
          <option key={one} value={one} selected={one === value}>
            {title}
          </option>
        ))}
      </select>
    </div>
  );
}
