import { useEffect } from "preact/hooks";
import { go } from "../shell/router";

/** Until there is a page of what burns, the incidents are it. */
export function Home() {
  useEffect(() => go("/incidents", true), []);
  return null;
}
