import { call, Refused } from "../api/client";
import { Deed } from "../shell/deed";
import { Download } from "../shell/download";
import { Failure } from "../shell/failure";
import { Loading } from "../shell/loading";
import { useRead } from "../shell/read";
import { Moment } from "../shell/time";
import { say } from "../words";

/** A file with everything that is kept of oneself. */
export function OwnExport({ user }: { user: string }) {
  const read = useRead(`export ${user}`, (signal) => call("GET /me/export", { signal }));
  const isNone = read.failure instanceof Refused && read.failure.status === 404;
  const made = isNone ? null : (read.value?.export ?? null);
  const isAsked = read.value !== null && read.value?.state === "open";
  if (read.value === null && read.failure === null) return <Loading />;
  return (
    <section aria-labelledby="my-export">
      <h2 id="my-export">{say("me.export")}</h2>
      <p class="soft">{say("me.export.about")}</p>
      {read.failure !== null && !isNone && <Failure failure={read.failure} />}
      {made !== null && (
        <p>
          <Download look="button" path="/me/export/file" name="export.zip">
            {say("me.export.download")}
          </Download>{" "}
          {say("me.export.until")} <Moment at={made.until} />
        </p>
      )}
      {isAsked ? (
        <p>{say("me.export.asked")}</p>
      ) : (
        <Deed act={() => call("POST /me/export", { body: {} }).then(read.again)}>{say("me.export.ask")}</Deed>
      )}
    </section>
  );
}
