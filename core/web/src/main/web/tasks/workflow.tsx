import { useState } from "preact/hooks";
import { type Answer, call } from "../api/client";
import { Managed } from "../manage/manage";
import type { PageProps } from "../pages";
import { Form } from "../shell/form";
import { Check, Choice, Text } from "../shell/inputs";
import { Ready, useRead } from "../shell/read";
import { setQuery, usePlace } from "../shell/router";
import { toast } from "../shell/toast";
import { say } from "../words";
import { CATEGORIES, drafted, GUARDS, type Line, removedOf, writtenOf } from "./workflow-draft";

type Workflow = Answer<"GET /workflows/{item_kind}">;

const KINDS = ["task", "backlog_item"] as const;
type Kind = (typeof KINDS)[number];

/** Which statuses tasks have, or items of backlogs, and what each can become. */
export function WorkflowPage({ me }: PageProps) {
  const { query } = usePlace();
  const kind = KINDS.find((one) => one === query.get("kind")) ?? "task";
  const read = useRead(`workflow ${kind}`, (signal) =>
    call("GET /workflows/{item_kind}", { path: { item_kind: kind }, signal }),
  );
  return (
    <Managed me={me} title={say("workflow.title")} about={say("workflow.about")}>
      <div class="filters">
        <Choice
          label={say("workflow.kind")}
          value={kind}
          choices={KINDS.map((one) => [one, say(`workflow.kind.${one}`)] as const)}
          set={(value) => setQuery({ kind: value === "task" ? "" : value })}
        />
      </div>
      <Ready read={read}>
        {(stored) => (
          <>
            {stored.state === "moving" && <p role="status">{say("workflow.moving")}</p>}
            {me.permissions.includes("workflow.manage") ? (
              <Editor key={`${kind} ${stored.version}`} kind={kind} stored={stored} done={read.again} />
            ) : (
              <InWords stored={stored} />
            )}
          </>
        )}
      </Ready>
    </Managed>
  );
}

/** The same for whoever may not change it. */
function InWords({ stored }: { stored: Workflow }) {
  const lines = drafted(stored);
  return (
    <ul class="list plain">
      {lines.map((line) => (
        <li key={line.key}>
          <strong>{line.name}</strong> <span class="pill">{say(`workflow.category.${line.category}`)}</span>{" "}
          <span class="soft">
            {say("workflow.ways")}{" "}
            {lines
              .filter(({ key }) => key in line.ways)
              .map(({ name }) => name)
              .join(", ") || "–"}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Editor({ kind, stored, done }: { kind: Kind; stored: Workflow; done: () => void }) {
  const [lines, setLines] = useState<Line[]>(() => drafted(stored));
  const [moves, setMoves] = useState<Record<string, string>>({});
  const [added, setAdded] = useState(0);
  const change = (line: Line, to: Partial<Line>) =>
    setLines((before) => before.map((one) => (one.key === line.key ? { ...one, ...to } : one)));
  const named = (line: Line) => line.name || say("workflow.unnamed");
  const removed = removedOf(stored, lines);
  return (
    <Form
      go={say("workflow.save")}
      send={async () => {
        await call("PUT /workflows/{item_kind}", {
          path: { item_kind: kind },
          version: stored.version,
          body: writtenOf(stored, lines, moves),
        });
        toast(say("workflow.saved"));
        done();
      }}
    >
      {lines.map((line, at) => (
        <section key={line.key} class="panel" aria-label={named(line)}>
          <Text
            label={say("workflow.name")}
            value={line.name}
            set={(name) => change(line, { name })}
            {...(at === 0 ? { hint: say("workflow.first") } : {})}
            required
          />
          <Choice
            label={say("workflow.category")}
            value={line.category}
            choices={CATEGORIES.map((one) => [one, say(`workflow.category.${one}`)] as const)}
            set={(value) => change(line, { category: CATEGORIES.find((one) => one === value) ?? "todo" })}
          />
          <Ways line={line} others={lines.filter((one) => one !== line)} change={(ways) => change(line, { ways })} />
          {lines.length > 1 && (
            <button type="button" onClick={() => setLines((before) => before.filter((one) => one.key !== line.key))}>
              {say("workflow.remove")}
              <span class="unseen"> {named(line)}</span>
            </button>
          )}
        </section>
      ))}
      <p>
        <button
          type="button"
          onClick={() => {
            setAdded((before) => before + 1);
            setLines((before) => [...before, { key: `new ${added}`, id: null, name: "", category: "doing", ways: {} }]);
          }}
        >
          {say("workflow.add")}
        </button>
      </p>
      {removed.map((status) => (
        <Choice
          key={status.id}
          label={say("workflow.moves", { status: status.name })}
          value={moves[status.id] ?? ""}
          choices={[
            ["", say("workflow.moves.choose")] as const,
            ...lines.map((line) => [line.key, named(line)] as const),
          ]}
          set={(to) => setMoves((before) => ({ ...before, [status.id]: to }))}
        />
      ))}
    </Form>
  );
}

/** What a status can become, and what each of that takes. */
function Ways({ line, others, change }: { line: Line; others: readonly Line[]; change: (ways: Line["ways"]) => void }) {
  return (
    <div role="group" aria-label={say("workflow.ways")}>
      <p class="soft">{say("workflow.ways")}</p>
      {others.map((other) => {
        const to = other.key;
        const guards = line.ways[to];
        return (
          <div key={other.key} class="row">
            <Check
              label={other.name || say("workflow.unnamed")}
              is={guards !== undefined}
              set={(is) => {
                const { [to]: _, ...rest } = line.ways;
                change(is ? { ...rest, [to]: [] } : rest);
              }}
            />
            {guards !== undefined &&
              GUARDS.map((guard) => (
                <Check
                  key={guard}
                  label={say(`workflow.guard.${guard}`)}
                  is={guards.includes(guard)}
                  set={(is) =>
                    change({
                      ...line.ways,
                      [to]: is ? [...guards, guard] : guards.filter((one) => one !== guard),
                    })
                  }
                />
              ))}
          </div>
        );
      })}
    </div>
  );
}
