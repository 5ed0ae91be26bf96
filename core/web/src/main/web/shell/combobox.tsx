import type { Ref } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";

/** Something that can be picked. */
export interface Option {
  id: string;
  label: string;
  /** What tells it from others, beside its label. */
  detail?: string;
  /** Options of one group stand together, under its name. */
  group?: string;
  /** The key that does the same. */
  shortcut?: string;
}

/**
 * A field with options, by ARIA's pattern of a combobox: the focus stays in the field, arrows go through the options, Enter
 * picks the one that is marked.
 *
 * @param onEnter Enter without a marked option
 * @param isStill whether the options are always shown, as in a dialog of their own
 * @param marksFirst whether the first option is marked as soon as there is one
 */
export function Combobox({
  label,
  value,
  onInput,
  options,
  onPick,
  onEnter,
  onLeave,
  field,
  isStill = false,
  marksFirst = false,
  hint,
  isBare = false,
}: {
  label: string;
  value: string;
  onInput: (text: string) => void;
  options: readonly Option[];
  /** True if there is more to pick after it, so that the options stay. */
  onPick: (option: Option) => boolean | void;
  onEnter?: () => void;
  /** The focus goes elsewhere, with what is typed still in the field. */
  onLeave?: () => void;
  field?: Ref<HTMLInputElement>;
  isStill?: boolean;
  marksFirst?: boolean;
  hint?: string;
  /** In a bar: its label stands in the empty field, and the hint is there for whoever listens. */
  isBare?: boolean;
}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [marked, setMarked] = useState<string | null>(null);
  const found = options.findIndex((one) => one.id === marked);
  const at = found >= 0 ? found : marksFirst && options.length > 0 ? 0 : -1;
  const isShown = (isStill || isOpen) && options.length > 0;
  useEffect(() => list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }), [at]);

  const pick = (option: Option) => {
    setMarked(null);
    setOpen(onPick(option) === true);
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      const count = options.length;
      const to = !isShown ? (step > 0 ? 0 : count - 1) : (at + step + count + (at < 0 && step < 0 ? 1 : 0)) % count;
      setOpen(true);
      setMarked(options[to]?.id ?? null);
    } else if (event.key === "Enter") {
      const option = isShown ? options[at] : undefined;
      if (option) pick(option);
      else {
        // What was typed is done with, and the options no longer stand over what comes next.
        setOpen(false);
        onEnter?.();
      }
    } else if (event.key === "Escape" && isShown && !isStill) {
      setMarked(null);
      setOpen(false);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const groups = [...new Set(options.map((one) => one.group ?? ""))];
  return (
    <div class="combo">
      <label for={`${id}-field`} class={isBare ? "unseen" : undefined}>
        {label}
      </label>
      <input
        id={`${id}-field`}
        ref={field ?? null}
        type="text"
        role="combobox"
        autoComplete="off"
        autoCapitalize="off"
        spellcheck={false}
        value={value}
        placeholder={isBare ? label : undefined}
        aria-autocomplete="list"
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-activedescendant={isShown && at >= 0 ? `${id}-${at}` : undefined}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => {
          setMarked(null);
          setOpen(true);
          onInput(event.currentTarget.value);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => {
          setOpen(false);
          onLeave?.();
        }}
        onKeyDown={pressed}
      />
      {hint && (
        <small id={`${id}-hint`} class={isBare ? "unseen" : "soft"}>
          {hint}
        </small>
      )}
      {/* A press on an option must not take the focus from the field. */}
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={label}
        class={isStill ? "options still" : "options"}
        hidden={!isShown}
        onPointerDown={(event) => event.preventDefault()}
      >
        {groups.map((group, g) => (
          <div key={group} role="group" aria-labelledby={group ? `${id}-group-${g}` : undefined}>
            {group && (
              <div id={`${id}-group-${g}`} class="soft" role="presentation">
                {group}
              </div>
            )}
            {options.map((one, i) =>
              (one.group ?? "") === group ? (
                <div
                  key={one.id}
                  id={`${id}-${i}`}
                  role="option"
                  aria-selected={i === at}
                  class="option"
                  onClick={() => pick(one)}
                >
                  <span>{one.label}</span>
                  {one.detail && <span class="soft">{one.detail}</span>}
                  {one.shortcut && <kbd>{one.shortcut}</kbd>}
                </div>
              ) : null,
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
