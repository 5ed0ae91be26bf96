import type { JSX } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import type { Self } from "../api/schema";
import { say } from "../words";

/** Somebody who can be mentioned. */
interface Named {
  name: string;
  kind: "user" | "team";
}

const SHOWN = 6;
const READ = 200;
/** What there is of a mention, right before the caret. */
const BEGUN = /(?:^|[^\p{L}\p{N}_@./+-])@([\p{L}\p{N}_.+-]{0,40})$/u;
const BARE = /^[\p{L}\p{N}](?:[\p{L}\p{N}_.+-]*[\p{L}\p{N}])?$/u;

/** A field for a comment, in which an @ offers people and teams. */
export function Writing({
  me,
  id = "comment-text",
  label,
  hint,
  text = "",
  isFirst = false,
  writes,
}: {
  me: Self;
  id?: string;
  label: string;
  hint?: string;
  text?: string;
  /** Whether the focus is there at once. */
  isFirst?: boolean;
  writes?: (isWriting: boolean) => void;
}) {
  const list = useId();
  const all = useRef<Promise<Named[]> | null>(null);
  const asked = useRef("");
  const [found, setFound] = useState<Named[]>([]);
  const [at, setAt] = useState(0);

  const look = async (field: HTMLTextAreaElement) => {
    const begun = BEGUN.exec(field.value.slice(0, field.selectionStart))?.[1];
    asked.current = begun ?? "";
    if (begun === undefined) {
      setFound([]);
      return;
    }
    all.current ??= names(me);
    const known = await all.current;
    // By now more may be written.
    if (asked.current !== begun) return;
    setAt(0);
    setFound(known.filter(({ name }) => name.toLowerCase().includes(begun.toLowerCase())).slice(0, SHOWN));
  };
  const pick = (field: HTMLTextAreaElement, { name }: Named) => {
    const caret = field.selectionStart;
    const mention = BARE.test(name) ? `@${name} ` : `@"${name}" `;
    field.setRangeText(mention, caret - asked.current.length - 1, caret, "end");
    field.focus();
    setFound([]);
    writes?.(true);
  };
  const pressed = (event: JSX.TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    if (event.isComposing || found.length === 0) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const marked = found[at];
    if (step !== 0) setAt((before) => (before + step + found.length) % found.length);
    else if ((event.key === "Enter" || event.key === "Tab") && marked) pick(event.currentTarget, marked);
    else if (event.key === "Escape") setFound([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="field combo">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        name="message"
        rows={3}
        required
        defaultValue={text}
        autofocus={isFirst}
        aria-autocomplete="list"
        aria-controls={found.length > 0 ? list : undefined}
        aria-activedescendant={found.length > 0 ? `${list}-${at}` : undefined}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => {
          writes?.(event.currentTarget.value !== "");
          void look(event.currentTarget);
        }}
        onKeyDown={pressed}
        onBlur={() => setFound([])}
      />
      {hint && (
        <small id={`${id}-hint`} class="soft">
          {hint}
        </small>
      )}
      {/* A press on an option must not take the focus from the field. */}
      {found.length > 0 && (
        <div
          id={list}
          role="listbox"
          class="options"
          aria-label={say("comment.mention")}
          onPointerDown={(event) => event.preventDefault()}
        >
          {found.map((one, i) => (
            <div
              key={`${one.kind} ${one.name}`}
              id={`${list}-${i}`}
              role="option"
              aria-selected={i === at}
              class="option"
              onClick={() => {
                const field = document.getElementById(id);
                if (field instanceof HTMLTextAreaElement) pick(field, one);
              }}
            >
              <span>{one.name}</span>
              <span class="soft">{say(`comment.mention.${one.kind}`)}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** The people and teams that the reader may see, people first. Whoever is not among them can be written all the same. */
async function names(me: Self): Promise<Named[]> {
  const query = { limit: READ };
  const may = (permission: string) => me.permissions.includes(permission);
  try {
    const [users, teams] = await Promise.all([
      may("user.read") ? call("GET /users", { query }) : null,
      may("team.read") ? call("GET /teams", { query }) : null,
    ]);
    return [
      ...(users?.items ?? []).filter((one) => one.is_active).map(({ username }) => named(username, "user")),
      ...(teams?.items ?? []).map(({ name }) => named(name, "team")),
    ];
  } catch {
    return []; // A mention is found when the comment is saved, too.
  }
}

function named(name: string, kind: Named["kind"]): Named {
  return { name, kind };
}
