import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Unreachable } from "../api/client";
import type { Self } from "../api/schema";
import { inWords } from "../shell/failure";
import { setQuery, usePlace } from "../shell/router";
import { toastFailure } from "../shell/toast";
import { loadWords, say } from "../words";

interface DrawerProps {
  me: Self;
  close: () => void;
}

let Drawer: ComponentType<DrawerProps> | null = null;

async function load(): Promise<void> {
  const [{ DeclareDrawer }] = await Promise.all([import("./drawer"), loadWords("declare", "reach", "fields")]);
  Drawer = DeclareDrawer;
}

export function mayDeclare(me: Self): boolean {
  return me.permissions.includes("incident.create");
}

/**
 * Opens the form for an incident that no alert has opened.
 *
 * @param look its classes: what it is among the page's actions
 */
export function DeclareButton({ me, look }: { me: Self; look: string }) {
  if (!mayDeclare(me)) return null;
  return (
    <button type="button" class={look} onClick={() => setQuery({ declare: "1" })}>
      {say("declare")}
    </button>
  );
}

/** The form, where the address asks for it, so that a link leads to it. Its code is loaded when somebody wants it. */
export function Declaring({ me }: { me: Self }) {
  const isAsked = usePlace().query.get("declare") !== null && mayDeclare(me);
  const [isLoaded, setLoaded] = useState(Drawer !== null);
  const close = () => setQuery({ declare: "" });
  useEffect(() => {
    if (!isAsked || isLoaded) return;
    load()
      .then(() => setLoaded(true))
      .catch(() => {
        toastFailure(inWords(new Unreachable()).text);
        close();
      });
  }, [isAsked]);
  return isAsked && isLoaded && Drawer ? <Drawer me={me} close={close} /> : null;
}
