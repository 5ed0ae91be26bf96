import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { say, type Word } from "../words";
import { Icon } from "./icon";
import { KEYBOARD } from "./icons";
import { pressedFor, useKey } from "./keys";
import { choose } from "./preferences";
import { href } from "./router";
import { keysAreOn, remappedKeys, setKeys, setRemappedKeys } from "./settings";

const KEYS = ["?", "/", "j", "k", "Enter", "x", "a", "r", "e", "s", "u", "w", "c", "z"] as const;
type Key = (typeof KEYS)[number];
/** A link opens by Enter whatever the dashboard says. */
const FIXED: readonly Key[] = ["Enter"];

/** What the keys do, which ones they are, and the switch for them (WCAG 2.1.4). */
export function Help() {
  const [isOpen, setOpen] = useState(false);
  useKey("?", () => setOpen(true), say("help"));
  return (
    <>
      <button
        type="button"
        class="icon hide-phone"
        aria-label={say("help")}
        title={say("help.title")}
        onClick={() => setOpen(true)}
      >
        <Icon of={KEYBOARD} />
      </button>
      {isOpen && <Keys close={() => setOpen(false)} />}
    </>
  );
}

/** All keys, in a dialog that gives the focus back to where it was. */
function Keys({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOn, setOn] = useState(keysAreOn);
  const [, setKeysNow] = useState(remappedKeys);
  const [changing, setChanging] = useState<Key | null>(null);
  const [fault, setFault] = useState("");
  useLayoutEffect(() => {
    const from = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (document.activeElement === document.body && from instanceof HTMLElement) from.focus();
    };
  }, []);
  useLayoutEffect(() => {
    if (changing === null) return;
    const pressed = (event: KeyboardEvent) => {
      // A key with others, such as for a capital letter, comes when the last one is pressed.
      if (event.key === "Shift" || event.key === "Tab" || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      setFault("");
      if (event.key === "Escape") {
        setChanging(null);
        return;
      }
      const taken = KEYS.find((one) => one !== changing && pressedFor(one) === event.key);
      if ([...event.key].length !== 1 || event.key === " ") setFault(say("help.change.single"));
      else if (taken !== undefined) setFault(say("help.change.taken", { key: event.key, does: wordsFor(taken) }));
      else {
        const { [changing]: _, ...others } = remappedKeys();
        set(event.key === changing ? others : { ...others, [changing]: event.key });
        setChanging(null);
      }
    };
    document.addEventListener("keydown", pressed, true);
    return () => document.removeEventListener("keydown", pressed, true);
  }, [changing]);

  const set = (to: Record<string, string>) => {
    setRemappedKeys(to);
    setKeysNow(to);
  };
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={close}>
      <h2 id="help-title">{say("help.title")}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{say("help.key")}</th>
            <th scope="col">{say("help.does")}</th>
            <th scope="col">{say("help.change")}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>
              <kbd>Ctrl K</kbd> <kbd>⌘K</kbd>
            </td>
            <td>{say("help.palette")}</td>
            <td />
          </tr>
          <tr>
            <td>
              <kbd>Ctrl \</kbd> <kbd>⌘\</kbd>
            </td>
            <td>{say("side.slim")}</td>
            <td />
          </tr>
          {KEYS.map((key) => (
            <tr key={key}>
              <td>
                <kbd>{pressedFor(key)}</kbd>
              </td>
              <td>{wordsFor(key)}</td>
              <td>
                {!FIXED.includes(key) && (
                  <button
                    type="button"
                    aria-pressed={changing === key}
                    onClick={() => {
                      setFault("");
                      setChanging(changing === key ? null : key);
                    }}
                  >
                    {say(changing === key ? "help.change.press" : "help.change.go")}
                    <span class="unseen"> {wordsFor(key)}</span>
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="alert" class="fault">
        {fault}
      </p>
      <p>
        <label class="tick">
          <input
            type="checkbox"
            checked={isOn}
            onChange={(event) => {
              const to = event.currentTarget.checked;
              setKeys(to);
              setOn(to);
              choose({ keys: to }).catch(() => {}); // This browser keeps it all the same.
            }}
          />{" "}
          {say("help.single")}
        </label>
      </p>
      <p>
        <a href={href("/docs")}>{say("docs.title")}</a>
      </p>
      <div class="row">
        <button type="button" onClick={() => dialog.current?.close()}>
          {say("close")}
        </button>
        <button type="button" onClick={() => set({})}>
          {say("help.reset")}
        </button>
      </div>
    </dialog>
  );
}

function wordsFor(key: Key): string {
  return say(`help.keys.${key}` satisfies Word);
}
