import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Self } from "../api/schema";
import { say } from "../words";
import { Bottom } from "./bottom";
import { Connection } from "./connection";
import { useCounts } from "./counts";
import { Fires } from "./fires";
import { Help } from "./help";
import { Icon } from "./icon";
import { BRAND } from "./icons";
import { Profile } from "./profile";
import { href, usePlace } from "./router";
import { Sidebar } from "./sidebar";
import { Exact } from "./time";
import { Toasts } from "./toast";
import { Top } from "./top";

/** What stands around every page: the way past it, the ways to others, the account, and the live region. */
export function Shell({ me, children }: { me: Self | null; children: ComponentChildren }) {
  const counts = useCounts(me);
  const [menu, openMenu] = useDrawer();
  return (
    <>
      <a class="skip" href="#content">
        {say("skip")}
      </a>
      <div class={me ? "shell" : "shell bare"}>
        {me && <Sidebar me={me} counts={counts} />}
        <div>
          {me ? <Top me={me} menu={menu} openMenu={openMenu} /> : <Bare />}
          <main id="content" tabIndex={-1}>
            {me && <Connection />}
            {children}
          </main>
        </div>
        {me && <Bottom me={me} counts={counts} menu={menu} openMenu={openMenu} />}
      </div>
      <Toasts />
      <Exact />
      {me?.permissions.includes("incident.read") && <Fires />}
      <p id="said" class="unseen" role="status" aria-live="polite" />
    </>
  );
}

/** What stands above a page for whoever is not logged in. */
function Bare() {
  return (
    <header class="top">
      <a class="brand" href={href("/")}>
        <Icon of={BRAND} />
        {say("app.name")}
      </a>
      <div class="tools">
        <Help />
        <Profile me={null} />
      </div>
    </header>
  );
}

/**
 * Whether the sidebar is open as a drawer, and what opens it. It has the focus then, and closes by Escape, by a press beside it, when
 * the focus leaves it, and where a link leads.
 */
function useDrawer(): [boolean, () => void] {
  const [isOpen, setOpen] = useState(false);
  const from = useRef<HTMLElement | null>(null);
  const { path } = usePlace();
  useEffect(() => setOpen(false), [path]);
  useEffect(() => {
    const side = document.getElementById("side");
    if (!isOpen || side === null) return;
    document.documentElement.dataset["menu"] = "open";
    (side.querySelector<HTMLElement>("[aria-current]") ?? side.querySelector("a"))?.focus();
    const close = () => setOpen(false);
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      close();
      from.current?.focus();
    };
    const away = (event: Event) => {
      if (event.target instanceof Node && !side.contains(event.target)) close();
    };
    document.addEventListener("keydown", pressed);
    document.addEventListener("focusin", away);
    document.addEventListener("pointerdown", away);
    return () => {
      delete document.documentElement.dataset["menu"];
      document.removeEventListener("keydown", pressed);
      document.removeEventListener("focusin", away);
      document.removeEventListener("pointerdown", away);
    };
  }, [isOpen]);
  return [
    isOpen,
    () => {
      from.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
      setOpen(true);
    },
  ];
}
