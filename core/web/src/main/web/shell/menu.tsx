import type { ComponentChildren } from "preact";
import { say } from "../words";
import { Icon } from "./icon";
import { MORE } from "./icons";
import { Popover } from "./popover";

/** What can be done besides, behind "…": buttons and links below each other. Whichever is taken closes it. */
export function Menu({ children }: { children: ComponentChildren }) {
  const close = (event: Event) => {
    const on = event.target instanceof Element ? event.target : null;
    if (!on?.closest("a, button")) return;
    const box = on.closest("details");
    if (box) box.open = false;
  };
  return (
    <Popover
      look="more"
      label={
        <>
          <Icon of={MORE} />
          <span class="unseen">{say("more")}</span>
        </>
      }
    >
      <div class="menu-acts" onClick={close}>
        {children}
      </div>
    </Popover>
  );
}
