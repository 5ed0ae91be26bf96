import { useRef, useState } from "preact/hooks";
import { say, type Word } from "../words";
import { useKey } from "./keys";
import { choose } from "./preferences";
import { keysAreOn, setKeys } from "./settings";

const KEYS = ["?", "/", "j", "k", "Enter", "x", "a", "r", "z"] as const;

/** What the keys do, and the switch for them. */
export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [on, setOn] = useState(keysAreOn);
  const open = () => {
    setOn(keysAreOn()); // It may have been chosen in another browser.
    dialog.current?.showModal();
  };
  useKey("?", open);
  return (
    <>
      <button type="button" onClick={open}>
        {say("help")}
      </button>
      <dialog ref={dialog} aria-labelledby="help-title">
        <h2 id="help-title">{say("help.title")}</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">{say("help.key")}</th>
              <th scope="col">{say("help.does")}</th>
            </tr>
          </thead>
          <tbody>
            {KEYS.map((key) => (
              <tr key={key}>
                <td>
                  <kbd>{key}</kbd>
                </td>
                <td>{say(`help.keys.${key}` satisfies Word)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          <label class="tick">
            <input
              type="checkbox"
              checked={on}
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
        <button type="button" onClick={() => dialog.current?.close()}>
          {say("close")}
        </button>
      </dialog>
    </>
  );
}
