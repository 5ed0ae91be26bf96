import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { call, Unreachable } from "../api/client";
import type { SavedView, Self } from "../api/schema";
import { say } from "../words";
import { inWords } from "./failure";
import { Popover } from "./popover";
import { useRead } from "./read";
import { go, usePlace } from "./router";
import { toastFailure } from "./toast";
import { plain, sameAs } from "./views";

export type Page = "incidents" | "alerts";

const MOST = 200;

export interface ManageProps {
  page: Page;
  /** What the address says. */
  now: string;
  views: readonly SavedView[];
  again: () => void;
}

let Manage: ComponentType<ManageProps> | null = null;

/** How views are saved and changed is loaded when somebody opens it: lists are there before. */
async function load(): Promise<void> {
  try {
    ({ ManageViews: Manage } = await import("./manage-views"));
  } catch {
    toastFailure(inWords(new Unreachable()).text);
  }
}

interface Read {
  views: readonly SavedView[];
  failure: unknown;
  again: () => void;
}

/** Reads the saved views of a page. One without anything in its address opens with its reader's default. */
export function useViews(page: Page): Read {
  const read = useRead(page, (signal) => call("GET /me/views", { query: { page, limit: MOST }, signal }));
  const views = read.value?.items ?? [];
  const hasOpened = useRef(false);
  useEffect(() => {
    if (read.value === null || hasOpened.current) return;
    hasOpened.current = true;
    const first = views.find((one) => one.is_default);
    if (first && location.search === "") open(page, first.query, true);
  }, [read.value]);
  return { views, failure: read.failure, again: read.again };
}

/** The saved views of a page, one's own and those that others share: to choose, to save what the address says, and to change. */
export function Views({ me, page, views, failure, again }: Read & { me: Self; page: Page }) {
  const { query } = usePlace();
  const now = plain(query);
  const current = sameAs(views, now);
  const [, redraw] = useState(false);
  if (views.length === 0 && now === "") return null;
  return (
    <div class="views">
      <label hidden={views.length === 0}>
        <span class="unseen">{say("views.view")}</span>
        <select
          value={current?.id ?? ""}
          onChange={(event) => {
            const id = event.currentTarget.value;
            open(page, views.find((one) => one.id === id)?.query ?? "");
          }}
        >
          <option value="">{say(now === "" ? "views.none" : "views.unsaved")}</option>
          <Options label={say("views.own")} views={views.filter((one) => one.is_own)} />
          <Options label={say("views.others")} views={views.filter((one) => !one.is_own)} />
        </select>
      </label>
      {failure !== null && <span class="soft">{inWords(failure).text}</span>}
      {me.permissions.includes("self.edit") && (
        <Popover look="views-change" label={say("views.change")} onOpen={() => void load().then(() => redraw(true))}>
          {Manage && <Manage page={page} now={now} views={views} again={again} />}
        </Popover>
      )}
    </div>
  );
}

function open(page: Page, query: string, replace = false): void {
  go(`/${page}${query && `?${query}`}`, replace);
}

function Options({ label, views }: { label: string; views: readonly SavedView[] }) {
  if (views.length === 0) return null;
  return (
    <optgroup label={label}>
      {views.map((one) => (
        <option key={one.id} value={one.id}>
          {one.is_own ? one.name : `${one.name} (${one.owner})`}
        </option>
      ))}
    </optgroup>
  );
}
