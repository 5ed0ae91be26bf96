import { useEffect, useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Dialog } from "../shell/dialog";
import { Failure } from "../shell/failure";
import { Loading } from "../shell/loading";
import { SchemaForm } from "../shell/schema-form";
import { toast } from "../shell/toast";
import { say } from "../words";

type Page = Answer<"GET /status-page">;

/** What the page is called, where the public reads it, and the switch. */
export function Naming({ mayManage }: { mayManage: boolean }) {
  const [page, setPage] = useState<Page | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isOpen, setOpen] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    call("GET /status-page", { signal: gone.signal }).then(
      (read) => {
        setPage(read);
        setFailure(null);
      },
      (caught: unknown) => {
        if (!gone.signal.aborted) setFailure(caught);
      },
    );
    return () => gone.abort();
  }, [turn]);
  if (failure !== null) return <Failure failure={failure} again={() => setTurn(turn + 1)} />;
  if (!page) return <Loading />;
  return (
    <>
      <p>
        {page.is_public ? say("status.public") : say("status.off")}{" "}
        {page.address !== null && (
          <a href={page.address} rel="noreferrer noopener" target="_blank">
            {page.address}
          </a>
        )}
        {page.is_public && page.address === null && say("status.nowhere")}
      </p>
      {mayManage && (
        <button type="button" onClick={() => setOpen(true)}>
          {say("status.name")}
        </button>
      )}
      {isOpen && (
        <Dialog title={say("status.name")} close={() => setOpen(false)}>
          <SchemaForm
            schema={{
              properties: {
                name: { title: say("name"), maxLength: 100 },
                slug: { title: say("status.slug"), description: say("status.slug.hint"), maxLength: 63 },
                description: { title: say("description"), multiline: true },
                is_public: { title: say("status.switch"), type: "boolean" },
                subscriptions: {
                  title: say("status.subscriptions"),
                  description: say("status.subscriptions.hint"),
                  type: "boolean",
                },
              },
              required: ["name", "slug"],
            }}
            stored={page}
            go={say("save")}
            send={async (body) => {
              setPage(await call("PUT /status-page", { body, version: page.version }));
              setOpen(false);
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
    </>
  );
}
