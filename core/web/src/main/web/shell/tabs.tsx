import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { setQuery, usePlace } from "./router";

export interface Tab {
  id: string;
  title: string;
  /** How many there are, beside the title. */
  count?: number;
  view: () => ComponentChildren;
}

/** Tabs by ARIA's pattern: the arrows move, and the address names the one that is open. */
export function Tabs({ label, tabs, name = "tab" }: { label: string; tabs: readonly Tab[]; name?: string }) {
  const { query } = usePlace();
  const list = useRef<HTMLDivElement>(null);
  const open = tabs.find(({ id }) => id === query.get(name)) ?? tabs[0];
  if (!open) return null;
  const show = (at: number) => {
    const next = tabs[(at + tabs.length) % tabs.length];
    if (!next) return;
    setQuery({ [name]: next.id === tabs[0]?.id ? "" : next.id });
    list.current?.querySelector<HTMLElement>(`#${name}-${next.id}`)?.focus();
  };
  const pressed = (event: KeyboardEvent) => {
    const at = tabs.indexOf(open);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(to);
  };
  return (
    <>
      <div ref={list} class="tabs" role="tablist" aria-label={label} onKeyDown={pressed}>
        {tabs.map((tab, at) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${name}-${tab.id}`}
            aria-selected={tab === open}
            aria-controls={`${name}-panel`}
            tabIndex={tab === open ? 0 : -1}
            onClick={() => show(at)}
          >
            {tab.title}
            {tab.count !== undefined && <span class="count">{tab.count}</span>}
          </button>
        ))}
      </div>
      <div key={open.id} role="tabpanel" id={`${name}-panel`} aria-labelledby={`${name}-${open.id}`}>
        {open.view()}
      </div>
    </>
  );
}
