import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import type { SavedView, Self } from "../api/schema";
import { say } from "../words";
import { Deed } from "./deed";
import { inWords } from "./failure";
import { Field, Form } from "./form";
import { Popover } from "./popover";
import { useRead } from "./read";
import { go, usePlace } from "./router";
import { toast, toastFailure } from "./toast";
import { plain, sameAs } from "./views";

type Page = "incidents" | "alerts";
type Wish = Partial<Pick<SavedView, "name" | "query" | "is_shared">>;

const MOST = 200;

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
        <Popover look="views-change" label={say("views.change")}>
          {now === "" ? <p>{say("views.nothing")}</p> : <Save page={page} query={now} done={again} />}
          <ul class="plain" aria-label={say("views.all")}>
            {views.map((one) => (
              <li key={one.id}>
                <Change view={one} now={now} again={again} />
              </li>
            ))}
          </ul>
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

/** Saves what the address says under a name. */
function Save({ page, query, done }: { page: Page; query: string; done: () => void }) {
  const box = useRef<HTMLDivElement>(null);
  return (
    <div ref={box}>
      <Form
        go={say("views.save")}
        send={async ({ "view-name": name = "", "view-shared": shared }) => {
          await call("POST /me/views", { body: { name, page, query, is_shared: shared !== undefined } });
          toast(say("views.saved", { name }));
          const field = box.current?.querySelector<HTMLInputElement>("[name=view-name]");
          if (field) field.value = "";
          field?.focus();
          done();
        }}
      >
        <Field label={say("views.name")} name="view-name" required maxLength={100} />
        <label class="tick">
          <input type="checkbox" name="view-shared" /> {say("views.share.with")}
        </label>
      </Form>
    </div>
  );
}

/** What may be done with a view: with one of others, only to have the page open with it. */
function Change({ view, now, again }: { view: SavedView; now: string; again: () => void }) {
  const [isNamed, setNamed] = useState(false);
  const path = { id: view.id };
  const put = async (wish: Wish) => {
    const { name, page, query, is_shared, version } = view;
    await call("PUT /me/views/{id}", { path, body: { name, page, query, is_shared, ...wish }, version });
    again();
  };
  const choose = async () => {
    await call(view.is_default ? "DELETE /me/views/{id}/default" : "PUT /me/views/{id}/default", { path });
    again();
  };
  return (
    <>
      <strong>
        <bdi>{view.name}</bdi>
      </strong>{" "}
      <span class="soft">
        {[
          view.is_own ? "" : view.owner,
          view.is_own && view.is_shared ? say("views.shared") : "",
          view.is_default ? say("views.default") : "",
        ]
          .filter(Boolean)
          .join(" · ")}
      </span>
      <div class="row" role="group" aria-label={view.name}>
        <Deed about={view.name} act={choose}>
          {say(view.is_default ? "views.default.end" : "views.default.set")}
        </Deed>
        {view.is_own && (
          <>
            <button type="button" aria-expanded={isNamed} onClick={() => setNamed(!isNamed)}>
              {say("views.rename")}
              <span class="unseen"> {view.name}</span>
            </button>
            <Deed about={view.name} act={() => put({ is_shared: !view.is_shared })}>
              {say(view.is_shared ? "views.unshare" : "views.share")}
            </Deed>
            {now !== view.query && (
              <Deed about={view.name} done={say("views.saved", { name: view.name })} act={() => put({ query: now })}>
                {say("views.update")}
              </Deed>
            )}
            <Delete view={view} again={again} />
          </>
        )}
      </div>
      {isNamed && (
        <Form
          go={say("views.rename.go")}
          send={async ({ [`name-${view.id}`]: name = view.name }) => {
            await put({ name });
            setNamed(false);
          }}
        >
          <Field label={say("views.name")} name={`name-${view.id}`} value={view.name} required maxLength={100} />
        </Form>
      )}
    </>
  );
}

/** What takes it back saves the same view anew: under another id, and nobody's default any more. */
function Delete({ view, again }: { view: SavedView; again: () => void }) {
  const { name, page, query, is_shared } = view;
  const back = () => {
    call("POST /me/views", { body: { name, page, query, is_shared } })
      .then(again)
      .catch((failure: unknown) => toastFailure(inWords(failure).text));
  };
  return (
    <Deed
      about={name}
      act={async () => {
        await call("DELETE /me/views/{id}", { path: { id: view.id } });
        // The button goes with the view, and the focus must not.
        document.querySelector<HTMLElement>(".views-change summary")?.focus();
        toast(say("views.deleted", { name }), back);
        again();
      }}
    >
      {say("views.delete")}
    </Deed>
  );
}
