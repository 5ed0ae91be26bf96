import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Self } from "../api/schema";
import { Dialog } from "../shell/dialog";
import { Ready, useRead } from "../shell/read";
import type { Schema } from "../shell/schema";
import { SchemaForm } from "../shell/schema-form";
import { toast } from "../shell/toast";
import { say } from "../words";
import { Managed } from "./manage";

interface Props<T> {
  me: Self;
  title: string;
  about: string;
  /** Who has it changes it. */
  permission: string;
  change: string;
  read: (signal: AbortSignal) => Promise<T>;
  write: (body: Record<string, unknown>, stored: T) => Promise<unknown>;
  schema: () => Schema;
  /** What holds, in words. */
  show: (one: T) => ComponentChildren;
  children?: ComponentChildren;
}

/** A page of something of which a tenant has one: what holds, in words, and the form that changes it. */
export function ManagedOne<T>({ me, title, about, permission, change, read, write, schema, show, children }: Props<T>) {
  const [open, setOpen] = useState<T | null>(null);
  const there = useRead("", read);
  const mayManage = me.permissions.includes(permission);
  return (
    <Managed me={me} title={title} about={about}>
      <Ready read={there}>
        {(one) => (
          <>
            {show(one)}
            {mayManage && (
              <button type="button" onClick={() => setOpen(one)}>
                {change}
              </button>
            )}
          </>
        )}
      </Ready>
      {children}
      {open !== null && (
        <Dialog drawer title={title} close={() => setOpen(null)}>
          <SchemaForm
            schema={schema()}
            stored={open}
            go={say("save")}
            send={async (body) => {
              try {
                await write(body, open);
              } finally {
                // Also after a refusal: somebody else may have changed it, and the page shows what it is now.
                there.again();
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
