import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { Service } from "../api/schema";
import { Confirm } from "../manage/confirm";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Dialog } from "../shell/dialog";
import { href } from "../shell/router";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table } from "../shell/table";
import { toast } from "../shell/toast";
import { say } from "../words";
import { Dependencies } from "./dependencies";
import { isWeb } from "./link";
import { UnmatchedNames } from "./unmatched";

const TIERS = ["TIER_1_CRITICAL", "TIER_2", "TIER_3"] as const;

/** What incidents are about: whose it is, how much it matters, and where to read on. */
export function Services({ me }: PageProps) {
  const [open, setOpen] = useState<Service | "new" | null>(null);
  const [going, setGoing] = useState<Service | null>(null);
  const [related, setRelated] = useState<Service | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes("service.manage");
  const stored = open === "new" || open === null ? null : open;
  return (
    <Managed
      me={me}
      title={say("manage.services")}
      actions={
        me.permissions.includes("service.create") && (
          <button type="button" class="primary" onClick={() => setOpen("new")}>
            {say("service.add")}
          </button>
        )
      }
    >
      <Table
        label={say("manage.services")}
        none={say("services.none")}
        turn={turn}
        filters={[
          { name: "team", title: say("team") },
          {
            name: "active",
            title: say("service.active"),
            choices: [
              ["true", say("yes")],
              ["false", say("no")],
            ],
          },
        ]}
        read={(query, signal) => call("GET /services", { query, ...(signal && { signal }) })}
        id={({ id }) => id}
        columns={[
          { title: say("name"), show: ({ name }) => name },
          { title: say("team"), show: ({ owner_team }) => owner_team.name },
          { title: say("service.tier"), show: ({ tier }) => say(`tier.${tier}`) },
          { title: say("service.aliases"), show: ({ aliases }) => aliases.join(", ") || "–" },
          {
            title: say("service.upstream"),
            show: ({ depends_on }) => depends_on.map(({ name }) => name).join(", ") || "–",
          },
          {
            title: say("service.policy"),
            show: ({ escalation_policy: policy }) =>
              policy ? <a href={href(`/policies/${policy.id}`)}>{policy.name}</a> : say("service.policy.team"),
          },
          {
            title: say("service.links"),
            show: (one) => (
              <>
                {(["runbook_url", "repository_url", "monitoring_url"] as const).map((link) => {
                  const to = one[link];
                  return (
                    to !== null &&
                    isWeb(to) && (
                      <a key={link} class="link" href={to} rel="noreferrer noopener" target="_blank">
                        {say(`service.${link}`)}{" "}
                      </a>
                    )
                  );
                })}
                <a href={href(`/incidents?service=${encodeURIComponent(one.name)}`)}>{say("service.incidents")}</a>
              </>
            ),
          },
        ]}
        {...(mayManage && {
          acts: (one: Service) => (
            <>
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              {!one.is_triage && (
                <button type="button" onClick={() => setRelated(one)}>
                  {say("service.dependencies")}
                  <span class="unseen"> {one.name}</span>
                </button>
              )}
              {me.permissions.includes("service.delete") && !one.is_triage && (
                <button type="button" onClick={() => setGoing(one)}>
                  {say("service.delete")}
                  <span class="unseen"> {one.name}</span>
                </button>
              )}
            </>
          ),
        })}
      />
      <UnmatchedNames me={me} turn={turn} done={() => setTurn(turn + 1)} />
      {going && (
        <Confirm
          title={say("service.delete.title", { name: going.name })}
          about={say("service.delete.about")}
          go={say("service.delete.go")}
          close={() => setGoing(null)}
          act={async () => {
            await call("DELETE /services/{id}", { path: { id: going.id } });
            setGoing(null);
            setTurn(turn + 1);
            toast(say("service.deleted", { name: going.name }));
          }}
        />
      )}
      {related && <Dependencies service={related} done={() => setTurn(turn + 1)} close={() => setRelated(null)} />}
      {open !== null && (
        <Dialog drawer title={stored?.name ?? say("service.add")} close={() => setOpen(null)}>
          <SchemaForm
            schema={schema()}
            stored={
              stored
                ? {
                    ...stored,
                    owner_team: stored.owner_team.name,
                    escalation_policy: stored.escalation_policy?.name,
                    depends_on: stored.depends_on.map(({ name }) => name),
                  }
                : undefined
            }
            go={say("save")}
            send={async (body) => {
              if (stored)
                await call("PUT /services/{id}", {
                  path: { id: stored.id },
                  body: keepingName(body, stored.name),
                  version: stored.version,
                });
              else await call("POST /services", { body });
              setOpen(null);
              setTurn(turn + 1);
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
    </Managed>
  );
}

/** Alerts that say the old name still find the service. */
function keepingName(body: Record<string, unknown>, old: string): Record<string, unknown> {
  const aliases = Array.isArray(body["aliases"]) ? body["aliases"] : [];
  const names = [body["name"], ...aliases].map((one) => String(one).trim().toLowerCase());
  return names.includes(old.trim().toLowerCase()) ? body : { ...body, aliases: [...aliases, old] };
}

function schema(): Schema {
  const text = ["string", "null"];
  return {
    properties: {
      name: { title: say("name"), maxLength: 100 },
      aliases: { title: say("service.aliases"), description: say("service.aliases.hint"), type: "array" },
      description: { title: say("description"), multiline: true },
      owner_team: { title: say("team") },
      tier: {
        title: say("service.tier"),
        enum: [...TIERS],
        titles: TIERS.map((one) => say(`tier.${one}`)),
        default: "TIER_3",
      },
      escalation_policy: { title: say("service.policy"), type: text },
      depends_on: { title: say("service.upstream"), description: say("service.upstream.lines"), type: "array" },
      runbook_url: { title: say("service.runbook_url"), type: text },
      repository_url: { title: say("service.repository_url"), type: text },
      monitoring_url: { title: say("service.monitoring_url"), type: text },
      reopen_window: {
        title: say("service.reopen"),
        description: say("service.reopen.hint"),
        type: text,
        format: "duration",
      },
      is_active: { title: say("service.active"), type: "boolean", default: true },
    },
    required: ["name", "owner_team", "tier"],
  };
}
