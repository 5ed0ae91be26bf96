import { useRef, useState } from "preact/hooks";
import { call } from "../api/client";
import type { SavedView } from "../api/schema";
import { say } from "../words";
import { Deed } from "./deed";
import { inWords } from "./failure";
import { Field, Form } from "./form";
import type { ManageProps, Page } from "./saved-views";
import { toast, toastFailure } from "./toast";

type Wish = Partial<Pick<SavedView, "name" | "query" | "is_shared">>;

/** Saves what the address says as a view, and changes those that there are. */
export function ManageViews({ page, now, views, again }: ManageProps) {
  return (
    <>
      {now === "" ? <p>{say("views.nothing")}</p> : <Save page={page} query={now} done={again} />}
      <ul class="plain" aria-label={say("views.all")}>
        {views.map((one) => (
          <li key={one.id}>
            <Change view={one} now={now} again={again} />
          </li>
        ))}
      </ul>
    </>
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
