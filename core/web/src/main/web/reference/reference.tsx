import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { fileOf } from "../api/client";
import { type Read, Ready, useRead } from "../shell/read";
import { href, setQuery, usePlace } from "../shell/router";
import { Title } from "../shell/title";
import { say } from "../words";
import { matches, type OpenApi, type Operation, operationsOf } from "./document";
import { OperationView } from "./operation";

/** More are not drawn: whoever searches so widely reads none of them. */
const MOST = 100;

async function read(): Promise<OpenApi> {
  return JSON.parse(await (await fileOf("/openapi.json")).content.text()) as OpenApi;
}

/** The API as this installation serves it. It needs no session, as the document that it shows needs none. */
export function Reference() {
  const document: Read<OpenApi> = useRead("openapi", read);
  return (
    <>
      <Title
        text={say("docs.title")}
        about={
          <>
            {say("docs.about")} <a href={href("/api/v1/openapi.json")}>{say("docs.document")}</a>
          </>
        }
      />
      <Ready read={document}>{(there) => <Operations document={there} />}</Ready>
    </>
  );
}

/** The operation that the address names behind its #. */
function useNamed(): [string, (id: string) => void] {
  const [id, setId] = useState(() => location.hash.slice(1));
  useEffect(() => {
    const changed = () => setId(location.hash.slice(1));
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return [
    id,
    (now) => {
      history.replaceState(null, "", location.pathname + location.search + (now === "" ? "" : `#${now}`));
      setId(now);
    },
  ];
}

function Operations({ document }: { document: OpenApi }) {
  const typed = usePlace().query.get("q") ?? "";
  const search = typed.trim();
  const [named, name] = useNamed();
  const all = operationsOf(document);
  const found = search === "" ? all : all.filter((one) => matches(one, search));
  const row = (one: Operation) => (
    <OperationView key={one.id} document={document} operation={one} isOpen={one.id === named} opened={name} />
  );
  return (
    <>
      <div class="filters" role="search">
        <label>
          {say("docs.search")}
          <input
            type="search"
            value={typed}
            placeholder={say("docs.search.hint")}
            onInput={(event) => setQuery({ q: event.currentTarget.value })}
          />
        </label>
        <p role="status" class="soft">
          {found.length === 0 ? say("docs.none") : say("docs.count", { count: found.length })}
        </p>
      </div>
      {search === "" ? (
        document.tags.map((tag) => (
          <Tag
            key={tag.name}
            name={tag.name}
            about={tag.description}
            isNamed={all.some((one) => one.id === named && one.tag === tag.name)}
            operations={all.filter((one) => one.tag === tag.name)}
            row={row}
          />
        ))
      ) : (
        <section class="panel">
          {found.slice(0, MOST).map(row)}
          {found.length > MOST && <p>{say("docs.more", { count: found.length - MOST })}</p>}
        </section>
      )}
    </>
  );
}

/** What belongs together. Its operations are drawn once somebody opens it. */
function Tag({
  name,
  about,
  isNamed,
  operations,
  row,
}: {
  name: string;
  about: string;
  isNamed: boolean;
  operations: Operation[];
  row: (one: Operation) => VNode;
}) {
  const [isOpen, setOpen] = useState(isNamed);
  useEffect(() => {
    if (isNamed) setOpen(true);
  }, [isNamed]);
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {name} <span class="soft">{operations.length}</span>
      </summary>
      {isOpen && (
        <section class="panel" aria-label={name}>
          <p class="soft">{about}</p>
          {operations.map(row)}
        </section>
      )}
    </details>
  );
}
