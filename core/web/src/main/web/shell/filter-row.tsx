import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { say } from "../words";
import { Dialog } from "./dialog";
import { Icon } from "./icon";
import { FILTER } from "./icons";
import { Popover } from "./popover";
import { usePhone } from "./small";

/**
 * What narrows a list down, and how many there are, in one row. On a phone one button opens it as a sheet, and says how many filters
 * hold.
 */
export function FilterRow({
  label,
  look = "",
  search,
  active,
  after,
  children,
}: {
  label: string;
  look?: string;
  /** It is in sight on a phone, too. */
  search?: ComponentChildren;
  /** How many filters hold. */
  active: number;
  /** What ends the row: how many there are, and what may be done with all of them. In sight on a phone, too. */
  after?: ComponentChildren;
  children: (isSheet: boolean) => ComponentChildren;
}) {
  const isPhone = usePhone();
  const [isOpen, setOpen] = useState(false);
  return (
    <search class={`filterbar ${look}`} aria-label={label}>
      {search}
      {isPhone ? (
        <button type="button" class="filters-open" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <Icon of={FILTER} />
          {active > 0 ? say("filters.active", { count: active }) : say("filters")}
        </button>
      ) : (
        children(false)
      )}
      {after}
      {isPhone && isOpen && (
        <Dialog drawer title={say("filters")} close={() => setOpen(false)}>
          <div class="sheet">{children(true)}</div>
          <button type="button" class="primary" onClick={() => setOpen(false)}>
            {say("filters.show")}
          </button>
        </Dialog>
      )}
    </search>
  );
}

/** Filters that open below their button, with how many hold; in a sheet there is room for them as they are. */
export function Narrowing({
  isSheet,
  active,
  children,
}: {
  isSheet: boolean;
  active: number;
  children: ComponentChildren;
}) {
  if (isSheet) return <>{children}</>;
  return (
    <Popover
      look="narrowing"
      label={
        <>
          <Icon of={FILTER} />
          {active > 0 ? say("filters.active", { count: active }) : say("filters")}
        </>
      }
    >
      {children}
    </Popover>
  );
}
