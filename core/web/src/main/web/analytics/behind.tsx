import { href } from "../shell/router";
import { locale } from "../words";

/** A count that leads to its incidents, where there are any and the list can show them. */
export function Behind({ count, to }: { count: number; to: string | null }) {
  const text = count.toLocaleString(locale());
  return count === 0 || to === null ? <>{text}</> : <a href={href(to)}>{text}</a>;
}
