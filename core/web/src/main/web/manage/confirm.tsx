import type { ComponentChildren } from "preact";
import { Dialog } from "../shell/dialog";
import { Form } from "../shell/form";

/** Asks before something is done that nobody can take back. */
export function Confirm({
  title,
  about,
  go,
  close,
  act,
  children,
}: {
  title: string;
  /** What goes with it, and when it is refused. */
  about: string;
  go: string;
  close: () => void;
  act: () => Promise<void>;
  /** What it would affect. */
  children?: ComponentChildren;
}) {
  return (
    <Dialog title={title} close={close}>
      <Form go={go} send={act}>
        <p>{about}</p>
        {children}
      </Form>
    </Dialog>
  );
}
