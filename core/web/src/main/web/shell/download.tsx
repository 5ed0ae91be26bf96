import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { fileOf } from "../api/client";
import { inWords } from "./failure";
import { href } from "./router";
import { toastFailure } from "./toast";

/** So long a browser may take to begin storing it. */
const KEPT = 60_000;

/** A link that stores a file of the API. A browser that followed it would be refused: a session in cookies is for what pages ask. */
export function Download({
  path,
  name,
  look,
  children,
}: {
  /** Below the API's address, with its query. */
  path: string;
  /** Of the file, where the API does not name it. */
  name: string;
  look?: string;
  children: ComponentChildren;
}) {
  const [isBusy, setBusy] = useState(false);
  const store = async () => {
    if (isBusy) return;
    setBusy(true);
    try {
      const file = await fileOf(path);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file.content);
      link.download = file.name ?? name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), KEPT);
    } catch (caught) {
      toastFailure(inWords(caught).text);
    } finally {
      setBusy(false);
    }
  };
  return (
    <a
      class={look}
      href={href(`/api/v1${path}`)}
      download=""
      aria-disabled={isBusy}
      onClick={(event) => {
        event.preventDefault();
        void store();
      }}
    >
      {children}
    </a>
  );
}
