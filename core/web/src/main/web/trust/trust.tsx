import { useEffect, useState } from "preact/hooks";
import { call } from "../api/client";
import type { Receipt } from "../api/schema";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Failure } from "../shell/failure";
import { Field, Form } from "../shell/form";
import { href, setQuery, usePlace } from "../shell/router";
import { Tabs } from "../shell/tabs";
import { Moment } from "../shell/time";
import { say } from "../words";
import { Minutes } from "./minutes";
import { Recount } from "./recount";

/** Whether what was accepted is all accounted for, and what became of one post. */
export function Trust({ me }: PageProps) {
  return (
    <Managed me={me} title={say("manage.trust")}>
      <Tabs
        label={say("manage.trust")}
        tabs={[
          {
            id: "ledger",
            title: say("trust.ledger"),
            view: () => (
              <>
                <Minutes />
                {me.permissions.includes("ledger.recount") && <Recount />}
              </>
            ),
          },
          { id: "receipts", title: say("trust.receipts"), view: () => <Receipts /> },
        ]}
      />
    </Managed>
  );
}

function Receipts() {
  const asked = usePlace().query.get("receipt") ?? "";
  const [found, setFound] = useState<Receipt | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    setFound(null);
    setFailure(null);
    if (asked === "") return;
    const over = new AbortController();
    call("GET /receipts/{id}", { path: { id: asked }, signal: over.signal })
      .then(setFound)
      .catch((caught: unknown) => {
        if (!over.signal.aborted) setFailure(caught);
      });
    return () => over.abort();
  }, [asked]);
  return (
    <>
      <Form
        go={say("receipt.go")}
        send={(values) => Promise.resolve(setQuery({ receipt: (values["receipt"] ?? "").trim() }))}
      >
        <Field label={say("receipt.id")} name="receipt" defaultValue={asked} hint={say("receipt.hint")} required />
      </Form>
      {failure !== null && <Failure failure={failure} />}
      {found && (
        <>
          <p role="status">
            {say("receipt.received")} <Moment at={found.received_at} />
          </p>
          {!found.kept && <p>{say("receipt.notKept")}</p>}
          <ul>
            {(found.alerts ?? []).map((alert, at) => (
              <li key={at}>
                {alert.disposition} {alert.reason ?? ""} {alert.fingerprint ?? ""}{" "}
                {alert.incident && (
                  <a href={href(`/incidents/${alert.incident.short_id}`)}>{alert.incident.short_id}</a>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
