import type { ComponentChildren } from "preact";
import { href } from "../shell/router";
import { Title } from "../shell/title";
import { say } from "../words";

/** The head of a board's pages, and the tabs that lead from one to the other. */
export function Head({
  id,
  title,
  about,
  actions,
  sprint,
  open,
}: {
  id: string;
  title: string;
  about?: ComponentChildren;
  actions?: ComponentChildren;
  /** The number of the sprint that a tab leads to; null: there is none. */
  sprint: number | null;
  open: "board" | "sprint" | "backlog";
}) {
  const tab = (which: typeof open, path: string, text: string) => (
    <a href={href(path)} aria-current={which === open ? "page" : undefined}>
      {text}
    </a>
  );
  return (
    <>
      <Title text={title} about={about} actions={actions} />
      <nav class="tabs" aria-label={say("boards.views")}>
        {tab("board", `/boards/${id}`, say("boards.board"))}
        {sprint !== null && tab("sprint", `/boards/${id}/sprints/${sprint}`, say("boards.sprint", { number: sprint }))}
        {tab("backlog", `/boards/${id}/backlog`, say("boards.backlog"))}
      </nav>
    </>
  );
}
