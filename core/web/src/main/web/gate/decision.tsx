import { useState } from "preact/hooks";
import { call, Refused } from "../api/client";
import { OfService } from "../changes/of-service";
import { Managed } from "../manage/manage";
import { Missing } from "../missing/missing";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { Fact } from "../shell/fact";
import { safeLink } from "../shell/markdown";
import { Ready, useRead } from "../shell/read";
import { href } from "../shell/router";
import { SchemaForm } from "../shell/schema-form";
import { Moment } from "../shell/time";
import { toast } from "../shell/toast";
import { say } from "../words";
import { Headline, Reasons } from "./reasons";

/** One answer of the gate: what was asked, why it was answered so, and whether that still follows. */
export function GateDecision({ me, params }: PageProps) {
  const id = params["id"] ?? "";
  const [turn, setTurn] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const read = useRead(`gate ${id} ${turn}`, (signal) => call("GET /gate/decisions/{id}", { path: { id }, signal }));
  if (read.failure instanceof Refused && read.failure.status === 404) return <Missing />;
  const mayOverride =
    me.permissions.includes("freeze.override") &&
    read.value !== null &&
    read.value.decision !== "allow" &&
    !read.value.dry_run;
  return (
    <Managed
      me={me}
      title={
        read.value === null
          ? say("gate.decision")
          : say("gate.decision.of", { service: read.value.service.name, environment: read.value.environment })
      }
      about={<a href={href("/gate")}>{say("manage.gate")}</a>}
      actions={
        mayOverride && (
          <button type="button" onClick={() => setOpen(true)}>
            {say("gate.override")}
          </button>
        )
      }
    >
      <Ready read={read}>
        {(answer) => {
          const run = safeLink(answer.run.url);
          return (
            <>
              <Headline answer={answer} />
              {answer.overridden && (
                <p>
                  {say("gate.overridden", { name: answer.overridden.by, reason: answer.overridden.reason })}{" "}
                  <Moment at={answer.overridden.at} />
                </p>
              )}
              <h2>{say("gate.reasons")}</h2>
              <Reasons answer={answer} />
              <h2>{say("gate.asked")}</h2>
              <dl class="facts">
                <Fact label={say("changes.at")}>
                  <Moment at={answer.at} />
                </Fact>
                <Fact label={say("changes.service")}>
                  <OfService name={answer.service.name} />
                </Fact>
                <Fact label={say("changes.environment")}>
                  {answer.environment}{" "}
                  {answer.tier !== null && <span class="soft">{say(`changes.tier.${answer.tier}`)}</span>}
                </Fact>
                <Fact label={say("changes.sha")}>{answer.sha ? <code>{answer.sha}</code> : "–"}</Fact>
                <Fact label={say("gate.run")}>
                  {run === null ? (
                    answer.run.id || "–"
                  ) : (
                    <a href={run} rel="noreferrer">
                      {answer.run.id || run}
                    </a>
                  )}
                </Fact>
                <Fact label={say("gate.by")}>{answer.asked_by}</Fact>
              </dl>
              <p class="soft">
                {say(
                  answer.replayed === null
                    ? "gate.replay.other"
                    : answer.replayed.same
                      ? "gate.replay.same"
                      : "gate.replay.differs",
                )}
              </p>
            </>
          );
        }}
      </Ready>
      {isOpen && (
        <Dialog drawer title={say("gate.override")} close={() => setOpen(false)}>
          <p>{say("gate.override.about")}</p>
          <SchemaForm
            schema={{
              properties: {
                reason: {
                  title: say("gate.override.reason"),
                  description: say("gate.override.hint"),
                  maxLength: 2000,
                  multiline: true,
                },
              },
              required: ["reason"],
            }}
            go={say("gate.override")}
            send={async (body) => {
              await call("POST /gate/decisions/{id}/override", { path: { id }, body });
              setOpen(false);
              setTurn((before) => before + 1);
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
    </Managed>
  );
}
