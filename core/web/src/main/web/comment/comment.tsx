import { useState } from "preact/hooks";
import { call } from "../api/client";
import type { CommentState, Self } from "../api/schema";
import { Dialog } from "../shell/dialog";
import { inWords } from "../shell/failure";
import { Form } from "../shell/form";
import { Menu } from "../shell/menu";
import { Ready, useRead } from "../shell/read";
import { Rich } from "../shell/rich";
import { Moment } from "../shell/time";
import { toast, toastFailure } from "../shell/toast";
import { say } from "../words";
import { Writing } from "./writing";

/** What people say without a word, in the order in which it is offered. */
const SIGNS = {
  thumbs_up: "👍",
  thumbs_down: "👎",
  eyes: "👀",
  done: "✅",
  thanks: "🙏",
  celebrate: "🎉",
  question: "❓",
  heart: "❤️",
} as const;

type Sign = keyof typeof SIGNS;

const NAMES = Object.keys(SIGNS) as Sign[];

/** What somebody wrote, and what they and others do with it. */
export function Comment({
  me,
  incident,
  author,
  authorId,
  text,
  state,
  mayComment,
  again,
}: {
  me: Self;
  /** What it was written about. */
  incident: string;
  author: string;
  /** The user who wrote it, also by a token or under a former name. */
  authorId: unknown;
  text: string;
  state: CommentState;
  mayComment: boolean;
  /** Shows it as it is now. */
  again: () => void;
}) {
  const [isEdited, setEdited] = useState(false);
  const [isPast, setPast] = useState(false);
  if (state.deleted_at !== null)
    return <p class="soft">{say("comment.deleted", { name: state.deleted_by ?? author })}</p>;
  const path = { id: incident, comment: state.id };
  const isMine = authorId === undefined ? me.owner?.name === author : me.owner?.id === authorId;
  const own = me.owner?.kind === "user" ? me.owner.name : null;
  const act = async (doing: () => Promise<unknown>, done?: string) => {
    try {
      await doing();
      if (done !== undefined) toast(done);
    } catch (failure) {
      toastFailure(inWords(failure).text);
    }
    again();
  };
  const given = (sign: Sign) => state.reactions.find((one) => one.reaction === sign);
  const react = (sign: Sign) =>
    act(() =>
      given(sign)?.by.includes(own ?? "")
        ? call("DELETE /incidents/{id}/comments/{comment}/reactions/{reaction}", { path: { ...path, reaction: sign } })
        : call("PUT /incidents/{id}/comments/{comment}/reactions/{reaction}", { path: { ...path, reaction: sign } }),
    );
  if (isEdited)
    return (
      <Form
        isAside
        go={say("comment.save")}
        send={async ({ message = "" }) => {
          await call("PATCH /incidents/{id}/comments/{comment}", { path, version: state.version, body: { message } });
          toast(say("comment.saved"));
          setEdited(false);
          again();
        }}
      >
        <Writing me={me} id={`edit-${state.id}`} label={say("comment.edit.label")} text={text} isFirst />
        <button type="button" onClick={() => setEdited(false)}>
          {say("comment.cancel")}
        </button>
      </Form>
    );
  const deeds = [
    ...(own === null
      ? []
      : NAMES.filter((sign) => given(sign) === undefined).map((sign) => (
          <button key={sign} type="button" onClick={() => void react(sign)}>
            <span aria-hidden="true">{SIGNS[sign]}</span> {say(`comment.sign.${sign}`)}
          </button>
        ))),
    <button
      key="pin"
      type="button"
      onClick={() =>
        void act(
          () =>
            state.is_pinned
              ? call("DELETE /incidents/{id}/comments/{comment}/pin", { path })
              : call("PUT /incidents/{id}/comments/{comment}/pin", { path }),
          say(state.is_pinned ? "comment.unpinned" : "comment.pinned.done"),
        )
      }
    >
      {say(state.is_pinned ? "comment.unpin" : "comment.pin")}
    </button>,
    ...(isMine
      ? [
          <button key="edit" type="button" onClick={() => setEdited(true)}>
            {say("comment.edit")}
          </button>,
        ]
      : []),
    ...(isMine || me.permissions.includes("comment.manage")
      ? [
          <button
            key="delete"
            type="button"
            onClick={() =>
              void act(() => call("DELETE /incidents/{id}/comments/{comment}", { path }), say("comment.deleted.done"))
            }
          >
            {say("comment.delete")}
          </button>,
        ]
      : []),
  ];
  return (
    <>
      <div class="said">
        <Rich text={text} />
      </div>
      <div class="wrap">
        {state.is_pinned && <span class="pill">{say("comment.pinned")}</span>}
        {state.reactions.map((one) => (
          <button
            key={one.reaction}
            type="button"
            aria-pressed={one.by.includes(own ?? "")}
            aria-disabled={own === null || !mayComment}
            title={one.by.join(", ")}
            onClick={() => own !== null && mayComment && void react(one.reaction)}
          >
            <span aria-hidden="true">{SIGNS[one.reaction]}</span>
            <span class="unseen">{say(`comment.sign.${one.reaction}`)}</span> {one.count}
          </button>
        ))}
        {state.edited_at !== null && (
          <button type="button" class="link" onClick={() => setPast(true)}>
            {say("comment.edited")}
          </button>
        )}
        {mayComment && <Menu>{deeds}</Menu>}
      </div>
      {isPast && <Past path={path} version={state.version} close={() => setPast(false)} />}
    </>
  );
}

/** The texts that it had. */
function Past({ path, version, close }: { path: { id: string; comment: string }; version: number; close: () => void }) {
  const past = useRead(`${path.comment} ${version}`, (signal) =>
    call("GET /incidents/{id}/comments/{comment}/versions", { path, signal }),
  );
  return (
    <Dialog title={say("comment.past")} close={close} drawer>
      <Ready read={past}>
        {({ items }) =>
          [...items].reverse().map((one) => (
            <section key={one.version}>
              <p class="soft">
                <Moment at={one.at} />
              </p>
              <div class="said">
                <Rich text={one.message} />
              </div>
            </section>
          ))
        }
      </Ready>
    </Dialog>
  );
}
