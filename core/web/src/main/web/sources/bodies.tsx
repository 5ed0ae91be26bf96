import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { RecentBody, Source, TriedBody } from "../api/schema";
import { TryPasted } from "../rules/try";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { say } from "../words";
import { Tried } from "./tried";

type Opened = Answer<"GET /sources/{id}/bodies/{receipt}">;

/** The newest bodies of a source: each is shown as it came, and tried as it would be read now. */
export function Bodies({ source }: { source: Source }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [tried, setTried] = useState<TriedBody | null>(null);
  const [turn, setTurn] = useState(0);
  if (source.config["recent_bodies"] === false) {
    return (
      <>
        <p>{say("bodies.off")}</p>
        <TryPasted source={source.id} />
      </>
    );
  }
  const path = ({ receipt }: RecentBody) => ({ id: source.id, receipt });
  return (
    <>
      <p>{say("bodies.about")}</p>
      <button type="button" onClick={() => setTurn(turn + 1)}>
        {say("bodies.again")}
      </button>
      <Table
        label={say("source.bodies")}
        none={say("bodies.none")}
        turn={turn}
        read={(_, signal) => call("GET /sources/{id}/bodies", { path: { id: source.id }, ...(signal && { signal }) })}
        id={(body) => body.receipt}
        columns={[
          { title: say("bodies.received"), show: ({ received_at }) => <Moment at={received_at} /> },
          { title: say("bodies.size"), isNumber: true, show: ({ size }) => say("bodies.bytes", { size }) },
          { title: say("bodies.alerts"), isNumber: true, show: ({ alerts }) => say("bodies.count", { count: alerts }) },
          {
            title: say("bodies.letters"),
            isNumber: true,
            show: ({ dead_letters }) => say("bodies.count", { count: dead_letters }),
          },
        ]}
        acts={(body) =>
          body.is_kept ? (
            <>
              <Deed
                about={body.received_at}
                act={async () => setOpened(await call("GET /sources/{id}/bodies/{receipt}", { path: path(body) }))}
              >
                {say("bodies.show")}
              </Deed>
              <Deed
                about={body.received_at}
                act={async () =>
                  setTried(await call("POST /sources/{id}/bodies/{receipt}/try", { path: path(body), body: {} }))
                }
              >
                {say("bodies.try")}
              </Deed>
            </>
          ) : (
            <span class="soft">{say("bodies.large")}</span>
          )
        }
      />
      <TryPasted source={source.id} />
      {opened && (
        <Dialog title={say("bodies.body")} close={() => setOpened(null)} wide>
          <pre class="text">{pretty(opened)}</pre>
        </Dialog>
      )}
      {tried && (
        <Dialog title={say("bodies.tried")} close={() => setTried(null)} wide>
          <Tried tried={tried} />
        </Dialog>
      )}
    </>
  );
}

function pretty({ body_text, body_base64 }: Opened): string {
  if (body_text === undefined) return body_base64 ?? "";
  try {
    return JSON.stringify(JSON.parse(body_text), null, 2);
  } catch {
    return body_text;
  }
}
