import { useEffect, useState } from "preact/hooks";
import type { Self } from "../api/schema";
import { say } from "../words";
import { useFeedState } from "./feed";
import { Help } from "./help";
import { Icon } from "./icon";
import { MENU, PANEL, SEARCH, THEME } from "./icons";
import { choose } from "./preferences";
import { groupsOf, isIn } from "./rooms";
import { href, usePlace } from "./router";
import { applyTheme, isSlim, setSlim, setTheme } from "./settings";
import { useHeading } from "./title";

/** The bar above every page: where one is, whether it is live, and how it looks. */
export function Top({ me, menu, openMenu }: { me: Self; menu: boolean; openMenu: () => void }) {
  const feed = useFeedState();
  return (
    <header class="top">
      <button
        type="button"
        class="icon only-phone"
        aria-label={say("side.menu")}
        aria-expanded={menu}
        aria-controls="side"
        onClick={openMenu}
      >
        <Icon of={MENU} />
      </button>
      <Slim />
      <Crumbs me={me} />
      <div class="tools">
        <span class={`feed ${feed}`}>{say(`live.${feed}`)}</span>
        <button
          type="button"
          class="icon only-phone"
          aria-label={say("commands")}
          title={say("commands")}
          onClick={() => document.querySelector<HTMLElement>(".finder")?.click()}
        >
          <Icon of={SEARCH} />
        </button>
        <Theme />
        <Help />
      </div>
    </header>
  );
}

/** Makes the sidebar a rail of icons, and wide again: by a button, and by Ctrl and the backslash. */
function Slim() {
  const [slim, set] = useState(isSlim);
  const turn = () => {
    setSlim(!isSlim());
    set(isSlim());
  };
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "\\" || event.altKey || event.ctrlKey === event.metaKey) return;
      event.preventDefault();
      turn();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
  const label = say(slim ? "side.wide" : "side.slim");
  return (
    <button
      type="button"
      class="icon hide-phone"
      aria-label={label}
      title={`${label} (Ctrl \\)`}
      aria-expanded={!slim}
      aria-controls="side"
      onClick={turn}
    >
      <Icon of={PANEL} />
    </button>
  );
}

/** The group, the list, and what of it is shown. On a phone, the last of them is the title. */
function Crumbs({ me }: { me: Self }) {
  const { path } = usePlace();
  const heading = useHeading();
  const group = groupsOf(me).find(({ links }) =>
    links.some(({ rooms }) => rooms.some((room) => isIn(path, room.path))),
  );
  const room = group?.links.flatMap(({ rooms }) => rooms).find((one) => isIn(path, one.path));
  return (
    <nav aria-label={say("crumbs")}>
      <ol class="crumbs">
        {group && <li>{group.label}</li>}
        {room && path !== room.path && (
          <li>
            <a href={href(room.path)}>{say(room.word)}</a>
          </li>
        )}
        <li>
          <span aria-current="page">{room && path === room.path ? say(room.word) : heading}</span>
        </li>
      </ol>
    </nav>
  );
}

/** From light to dark and back. The account's menu has the way back to the system's theme. */
function Theme() {
  return (
    <button
      type="button"
      class="icon"
      aria-label={say("theme.switch")}
      title={say("theme.switch")}
      onClick={() => {
        const isLight = getComputedStyle(document.documentElement).colorScheme === "light";
        const to = isLight ? "dark" : "light";
        setTheme(to);
        applyTheme(to);
        choose({ theme: to }).catch(() => {}); // This browser keeps it all the same.
      }}
    >
      <Icon of={THEME} />
    </button>
  );
}
