import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Self } from "../api/schema";
import { mayDeclare } from "../declare/declare";
import { logOut } from "../session/session";
import { announce } from "../shell/announce";
import { Combobox } from "../shell/combobox";
import { inWords } from "../shell/failure";
import { actionsOfPage, pressedFor } from "../shell/keys";
import { choose } from "../shell/preferences";
import { roomsOf } from "../shell/rooms";
import { go } from "../shell/router";
import { setTheme } from "../shell/settings";
import { toastFailure } from "../shell/toast";
import { say } from "../words";
import { controlsOfPage } from "./controls";
import { type Command, fitting } from "./find";
import { search } from "./search";

const PAUSE = 150;
/** A single letter finds too much. */
const LEAST = 2;

/** What the page does, with its keys and as its buttons say it; the pages; and how the dashboard looks. */
function commandsOf(me: Self): Command[] {
  const group = say("palette.actions");
  const keyed = actionsOfPage();
  const actions = keyed.map((action, i) => ({
    id: `action:${i}`,
    group,
    label: action.label,
    shortcut: pressedFor(action.key),
    run: action.run,
  }));
  const controls = controlsOfPage()
    .filter(({ label }) => keyed.every((one) => one.label !== label))
    .map(({ label, run }, i) => ({ id: `control:${i}`, group, label, run }));
  const declare = {
    id: "declare",
    group,
    label: say("declare"),
    run: () => go("/incidents?declare=1"),
  };
  const isThere = controls.some(({ label }) => label === declare.label);
  const everywhere = mayDeclare(me) && !isThere ? [declare] : [];
  const rooms = roomsOf(me).map(({ path, word }) => ({ path, label: say(word) }));
  const others = [
    { path: "/inbox", label: say("bell") },
    ...(me.permissions.includes("incident.read") ? [{ path: "/search", label: say("finder.field") }] : []),
  ];
  const pages = [...rooms, ...others].map(({ path, label }) => ({
    id: `page:${path}`,
    group: say("palette.pages"),
    label,
    run: () => go(path),
  }));
  const themes = (["system", "dark", "light"] as const).map((theme) => ({
    id: `theme:${theme}`,
    group: say("palette.settings"),
    label: `${say("theme")}: ${say(`theme.${theme}`)}`,
    run: () => {
      setTheme(theme);
      choose({ theme }).catch(() => {}); // This browser keeps it all the same.
    },
  }));
  const leave = {
    id: "logout",
    group: say("palette.settings"),
    label: say("logout"),
    run: () => void logOut().catch((failure: unknown) => toastFailure(inWords(failure).text)),
  };
  return [...actions, ...controls, ...everywhere, ...pages, ...themes, leave];
}

/** The page that searches all texts, for those words. */
function everything(me: Self, words: string): Command[] {
  if (!me.permissions.includes("incident.read")) return [];
  return [
    {
      id: "everything",
      group: say("palette.everything"),
      label: say("palette.everything.for", { words }),
      run: () => go(`/search?${new URLSearchParams({ q: words })}`),
    },
  ];
}

/** Everything by its name, in a dialog. It ends with the command, and gives the focus back to where it was. */
export function Palette({ me, close }: { me: Self; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState<{ typed: string; commands: Command[] } | null>(null);
  const commands = useMemo(() => commandsOf(me), []);
  useLayoutEffect(() => {
    dialog.current?.showModal();
  }, []);
  const wanted = typed.trim();
  useEffect(() => {
    if (wanted.length < LEAST) return;
    const over = new AbortController();
    const timer = setTimeout(() => {
      void search(me, wanted, over.signal).then((results) => {
        if (!over.signal.aborted) setFound({ typed: wanted, commands: results });
      });
    }, PAUSE);
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, [wanted]);

  const isSearched = wanted.length < LEAST || found?.typed === wanted;
  const options =
    wanted.length < LEAST
      ? fitting(commands, typed)
      : [...fitting(commands, typed), ...(found?.commands ?? []), ...everything(me, wanted)];
  useEffect(() => {
    if (isSearched) announce(say("palette.found", { count: options.length }));
  }, [isSearched, options.length]);
  return (
    <dialog ref={dialog} class="palette" aria-label={say("palette")} onClose={close}>
      <Combobox
        label={say("palette.what")}
        value={typed}
        onInput={setTyped}
        options={options}
        isStill
        marksFirst
        onPick={({ id }) => {
          dialog.current?.close();
          // After the dialog has given the focus back, so that a command may take it elsewhere.
          options.find((one) => one.id === id)?.run();
        }}
      />
      {options.length === 0 && <p role="status">{say(isSearched ? "palette.none" : "loading")}</p>}
    </dialog>
  );
}
