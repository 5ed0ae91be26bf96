import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import type { Self } from "../api/schema";
import { prefix } from "../shell/address";
import { Deed } from "../shell/deed";
import { Ready, useRead } from "../shell/read";
import { say } from "../words";

type Feed = Answer<"GET /calendar-feeds">["items"][number];

export interface Offer {
  label: string;
  body: Record<string, string | boolean>;
}

/** Secret addresses by which calendar programs read shifts or what is planned. */
export function Feeds({
  me,
  text,
  isShown,
  offers,
}: {
  me: Self;
  /** What whoever knows an address can see. */
  text: string;
  isShown: (feed: Feed) => boolean;
  offers: readonly Offer[];
}) {
  const read = useRead("feeds", (signal) => call("GET /calendar-feeds", { query: { limit: 200 }, signal }));
  const [made, setMade] = useState<string | null>(null);
  const may = me.permissions.includes("calendar_feed.manage");
  return (
    <section aria-labelledby="feeds">
      <h2 id="feeds">{say("feedlink.title")}</h2>
      <p class="soft">{text}</p>
      <Ready read={read}>
        {({ items }) => (
          <ul class="list">
            {items
              .filter((one) => one.revoked_at === null && isShown(one))
              .map((one) => (
                <li key={one.id} class="entry">
                  <span>
                    {nameOf(one)} <code>{one.hint}</code> <span class="soft">{one.made_by}</span>
                  </span>
                  {may && (
                    <Deed
                      about={one.hint}
                      done={say("feedlink.revoked")}
                      act={async () => {
                        await call("DELETE /calendar-feeds/{id}", { path: { id: one.id } });
                        setMade(null);
                        read.again();
                      }}
                    >
                      {say("feedlink.revoke")}
                    </Deed>
                  )}
                </li>
              ))}
          </ul>
        )}
      </Ready>
      {made !== null && (
        <p role="status">
          {say("feedlink.made")} <code class="secret">{made}</code>
        </p>
      )}
      {may && (
        <div class="acts">
          {offers.map(({ label, body }) => (
            <Deed
              key={label}
              act={async () => {
                const feed = await call("POST /calendar-feeds", { body });
                setMade(location.origin + prefix + feed.path);
                read.again();
              }}
            >
              {label}
            </Deed>
          ))}
        </div>
      )}
    </section>
  );
}

/** A schedule is named by its page; what is planned needs a name. */
function nameOf({ kind, of }: Feed): string {
  if (kind === "events") return say("feedlink.of.everything");
  if (kind === "user_events") return say("feedlink.of.user", { name: of });
  return kind === "team_events" || kind === "environment_events" ? of : "";
}
