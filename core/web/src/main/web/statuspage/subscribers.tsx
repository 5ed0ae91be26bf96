import { useEffect, useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Deed } from "../shell/deed";
import { Failure } from "../shell/failure";
import { Table } from "../shell/table";
import { Moment } from "../shell/time";
import { locale, say } from "../words";

/** How many get the news by mail; and who, for those who manage the page. */
export function Subscribers({ mayManage }: { mayManage: boolean }) {
  const [count, setCount] = useState<Answer<"GET /status-page/subscribers/count"> | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    call("GET /status-page/subscribers/count", { signal: gone.signal }).then(
      (read) => {
        setCount(read);
        setFailure(null);
      },
      (caught: unknown) => {
        if (!gone.signal.aborted) setFailure(caught);
      },
    );
    return () => gone.abort();
  }, [turn]);
  const number = (value: number) => value.toLocaleString(locale());
  return (
    <>
      {failure !== null && <Failure failure={failure} again={() => setTurn(turn + 1)} />}
      {count && (
        <dl class="facts">
          {(
            [
              ["status.subscribers.confirmed", count.confirmed],
              ["status.subscribers.unconfirmed", count.unconfirmed],
              ["status.subscribers.waiting", count.waiting],
              ["status.subscribers.sent", count.sent],
              ["status.subscribers.given_up", count.given_up],
            ] as const
          ).map(([word, value]) => (
            <div key={word}>
              <dt>{say(word)}</dt>
              <dd>{number(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {mayManage && (
        <Table
          label={say("status.subscribers")}
          none={say("status.subscribers.none")}
          turn={turn}
          filters={[{ name: "email", title: say("status.subscribers.email") }]}
          read={(query, signal) => call("GET /status-page/subscribers", { query, ...(signal && { signal }) })}
          id={({ id }) => id}
          columns={[
            { title: say("status.subscribers.email"), show: ({ email }) => <bdi>{email}</bdi> },
            {
              title: say("status.subscribers.since"),
              show: ({ confirmed_at }) =>
                confirmed_at === null ? say("status.subscribers.notYet") : <Moment at={confirmed_at} />,
            },
            { title: say("status.subscribers.refusals"), isNumber: true, show: ({ refusals }) => number(refusals) },
          ]}
          acts={({ id, email }) => (
            <Deed
              about={email}
              done={say("status.subscribers.ended")}
              act={async () => {
                await call("DELETE /status-page/subscribers/{id}", { path: { id } });
                setTurn(turn + 1);
              }}
            >
              {say("status.subscribers.end")}
            </Deed>
          )}
        />
      )}
    </>
  );
}
