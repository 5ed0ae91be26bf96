import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Self } from "../api/schema";
import { Deed } from "../shell/deed";
import { Dialog } from "../shell/dialog";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { Table, type TableProps } from "../shell/table";
import { toast } from "../shell/toast";
import { say } from "../words";
import { Managed } from "./manage";

interface Named {
  id: string;
  name: string;
}

type Body = Record<string, unknown>;

interface Props<T extends Named> extends Pick<TableProps<T>, "read" | "columns" | "none"> {
  me: Self;
  title: string;
  /** Who has it adds, changes and deletes. */
  permission: string;
  words: { add: string; delete: string; deleted: (name: string) => string };
  schema: () => Schema;
  /** What the form shows of something stored; without it, all of it. */
  form?: (one: T) => unknown;
  /** Stores what the form says, of something new or of what was stored. */
  write: (body: Body, stored: T | undefined) => Promise<unknown>;
  remove: (one: T) => Promise<unknown>;
  /** What else may be done with one, before it is edited or deleted. */
  acts?: (one: T, again: () => void) => ComponentChildren;
  /** What stands above the table; another number says that something was changed. */
  above?: (turn: number) => ComponentChildren;
  about?: string;
  children?: ComponentChildren;
}

/** A page of things that have names: they are listed, added and changed in a form, and deleted. */
export function ManagedList<T extends Named>(props: Props<T>) {
  const { me, title, permission, words, schema, form, write, remove, acts, above, about, children, ...table } = props;
  const [open, setOpen] = useState<T | "new" | null>(null);
  const [turn, setTurn] = useState(0);
  const mayManage = me.permissions.includes(permission);
  const stored = open === "new" || open === null ? undefined : open;
  const again = () => setTurn((before) => before + 1);
  return (
    <Managed
      me={me}
      title={title}
      about={about}
      actions={
        mayManage && (
          <button type="button" class="primary" onClick={() => setOpen("new")}>
            {words.add}
          </button>
        )
      }
    >
      {above?.(turn)}
      <Table
        {...table}
        label={title}
        turn={turn}
        id={({ id }) => id}
        {...(mayManage && {
          acts: (one: T) => (
            <>
              {acts?.(one, again)}
              <button type="button" onClick={() => setOpen(one)}>
                {say("edit")}
                <span class="unseen"> {one.name}</span>
              </button>
              <Deed
                about={one.name}
                act={async () => {
                  await remove(one);
                  again();
                  toast(words.deleted(one.name));
                }}
              >
                {words.delete}
              </Deed>
            </>
          ),
        })}
      />
      {children}
      {open !== null && (
        <Dialog drawer title={stored?.name ?? words.add} close={() => setOpen(null)}>
          <SchemaForm
            schema={schema()}
            stored={stored && (form ? form(stored) : { ...stored })}
            go={say("save")}
            send={async (body) => {
              try {
                await write(body, stored);
              } finally {
                // Also after a refusal: somebody else may have changed it, and the table shows what it is now.
                again();
              }
              setOpen(null);
              toast(say("saved"));
            }}
          />
        </Dialog>
      )}
    </Managed>
  );
}
