import { call } from "../api/client";
import { Dialog } from "../shell/dialog";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { say } from "../words";
import type { PrivacyRequest } from "./requests";

/** Where a person occurs: what an erasure rewrites, and what somebody has to read. */
export function Findings({ request: { id }, close }: { request: PrivacyRequest; close: () => void }) {
  const read = useRead(`findings ${id}`, (signal) =>
    call("GET /privacy/requests/{id}/findings", { path: { id }, signal }),
  );
  return (
    <Dialog title={say("privacy.find")} close={close}>
      <Ready read={read}>
        {({ erased, mentions }) => (
          <>
            <h3>{say("privacy.mentions")}</h3>
            {mentions.length === 0 && <p class="soft">{say("privacy.mentions.none")}</p>}
            <ul>
              {mentions.map(({ table, column, key, path }) => (
                <li key={`${table} ${column} ${JSON.stringify(key)}`}>
                  {path === null ? `${table}.${column}` : <a href={href(path)}>{`${table}.${column}`}</a>}{" "}
                  <code>{JSON.stringify(key)}</code>
                </li>
              ))}
            </ul>
            {erased.length > 0 && (
              <>
                <h3>{say("privacy.rewritten")}</h3>
                <ul>
                  {erased.map(({ table, columns, rows }) => (
                    <li key={`${table} ${columns}`}>
                      {table} ({columns}): {rows}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        )}
      </Ready>
    </Dialog>
  );
}
