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
  const [{ DeclareDrawer }] = await Promise.all([import("./drawer"), loadWords("declare")]);
  Drawer = DeclareDrawer;
}

/**
 * What opens the form for an incident that no alert has opened. Whether it is open stands in the address, so that a link leads to it;
 * its code is loaded when somebody wants it.
 */
export function Declare({ me, isMain = true }: { me: Self; isMain?: boolean }) {
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
  if (!mayDeclare(me)) return null;
  return (
    <>
      <button type="button" class={isMain ? "primary" : undefined} onClick={() => setQuery({ declare: "1" })}>
        {say("declare")}
      </button>
      {isAsked && isLoaded && Drawer && <Drawer me={me} close={close} />}
    </>
  );
}

export function mayDeclare(me: Self): boolean {
  return me.permissions.includes("incident.create");
}
