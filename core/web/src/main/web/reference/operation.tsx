import { useEffect, useRef, useState } from "preact/hooks";
import { prefix } from "../shell/address";
import { Copy } from "../shell/copy";
import { Rich } from "../shell/rich";
import { say } from "../words";
import {
  type Body,
  boundsOf,
  contentOf,
  curlOf,
  membersOf,
  type OpenApi,
  type Operation,
  type Schema,
  typeOf,
} from "./document";

/** One operation: a line, and all about it once somebody opens it. */
export function OperationView({
  document,
  operation,
  isOpen,
  opened,
}: {
  document: OpenApi;
  operation: Operation;
  isOpen: boolean;
  opened: (id: string) => void;
}) {
  const details = useRef<HTMLDetailsElement>(null);
  const [isShown, setShown] = useState(isOpen);
  useEffect(() => {
    if (!isOpen) return;
    setShown(true);
    details.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  return (
    <details
      ref={details}
      id={operation.id}
      open={isShown}
      onToggle={(event) => {
        const to = event.currentTarget.open;
        if (to === isShown) return;
        setShown(to);
        opened(to ? operation.id : "");
      }}
    >
      <summary>
        <span>
          <code>
            {operation.method} {operation.path}
          </code>{" "}
          <span class="soft">{operation.summary}</span>
          {operation.isDeprecated && <span class="pill warn">{say("docs.deprecated")}</span>}
        </span>
      </summary>
      {isShown && <Whole document={document} operation={operation} />}
    </details>
  );
}

function Whole({ document, operation }: { document: OpenApi; operation: Operation }) {
  const { isDeprecated, sunset, isOpen, permission, parameters, body, answers } = operation;
  return (
    <>
      {isDeprecated && (
        <p class="banner warn">
          {say("docs.deprecated.text")}{" "}
          {sunset !== null && (
            <>
              {say("docs.sunset")} <time dateTime={sunset}>{sunset}</time>
            </>
          )}
        </p>
      )}
      <Rich text={operation.description} />
      <dl>
        <dt>{say("docs.permission")}</dt>
        <dd>{isOpen ? say("docs.anybody") : <code>{permission}</code>}</dd>
      </dl>
      {parameters.length > 0 && (
        <>
          <h2>{say("docs.parameters")}</h2>
          <dl>
            {parameters.map((one) => (
              <Entry
                key={`${one.in} ${one.name}`}
                name={one.name}
                place={one.in}
                isRequired={one.required ?? false}
                schema={one.schema ?? {}}
                description={one.description ?? ""}
              />
            ))}
          </dl>
        </>
      )}
      <h2>curl</h2>
      <Copy
        label={`curl ${operation.method} ${operation.path}`}
        text={curlOf(operation, location.origin + prefix + "/api/v1")}
      />
      {body !== null && (
        <>
          <h2>{say("docs.body")}</h2>
          <Content document={document} body={body} of={operation.id} />
        </>
      )}
      <h2>{say("docs.answers")}</h2>
      {answers.map(({ status, answer }) => (
        <Answer key={status} document={document} status={status} answer={answer} of={operation.id} />
      ))}
    </>
  );
}

/** The answers of a status: what succeeds is open, since it is what most people look for. */
function Answer({ document, status, answer, of }: { document: OpenApi; status: string; answer: Body; of: string }) {
  const [isOpen, setOpen] = useState(status.startsWith("2"));
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>
          <code>{status}</code> {answer.description ?? ""}
        </span>
      </summary>
      {isOpen && <Content document={document} body={answer} of={`${of} ${status}`} />}
    </details>
  );
}

function Content({ document, body, of }: { document: OpenApi; body: Body; of: string }) {
  const content = contentOf(body);
  if (content === null) return <p class="soft">{say("docs.empty")}</p>;
  const { type, schema, example } = content;
  return (
    <>
      <p>
        <code>{type}</code> {schema !== null && <span class="soft">{typeOf(schema)}</span>}
      </p>
      {example !== undefined && <Copy label={`${say("docs.example")} ${of}`} text={JSON.stringify(example, null, 2)} />}
      {schema !== null && membersOf(document, schema).length > 0 && <More document={document} schema={schema} />}
    </>
  );
}

/** The fields of an object, drawn once somebody asks for them: a schema may contain itself. */
function More({ document, schema }: { document: OpenApi; schema: Schema }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {say("docs.fields")} <span class="soft">{typeOf(schema)}</span>
      </summary>
      {isOpen && (
        <dl>
          {membersOf(document, schema).map((one) => (
            <Entry
              key={one.name}
              name={one.name}
              isRequired={one.isRequired}
              schema={one.schema}
              description={one.schema.description ?? ""}
              document={document}
            />
          ))}
        </dl>
      )}
    </details>
  );
}

/** One parameter or member: its name, type and bounds, what it means, and what is in it. */
function Entry({
  name,
  place,
  isRequired,
  schema,
  description,
  document,
}: {
  name: string;
  place?: string;
  isRequired: boolean;
  schema: Schema;
  description: string;
  document?: OpenApi;
}) {
  const bounds = boundsOf(schema);
  return (
    <>
      <dt>
        <code>{name}</code> <span class="soft">{[place, typeOf(schema)].filter(Boolean).join(" · ")}</span>
        {isRequired && <span class="pill">{say("docs.required")}</span>}
      </dt>
      <dd>
        {description} {bounds !== "" && <small>{bounds}</small>}
        {document !== undefined && membersOf(document, schema).length > 0 && (
          <More document={document} schema={schema} />
        )}
      </dd>
    </>
  );
}
