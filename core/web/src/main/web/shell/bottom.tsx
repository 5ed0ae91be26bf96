import type { Self } from "../api/schema";
import { say } from "../words";
import type { Counts } from "./counts";
import { Icon } from "./icon";
import { MENU } from "./icons";
import { groupsOf, homeOf } from "./rooms";
import { usePlace } from "./router";
import { Way } from "./sidebar";

/** What somebody with a page in hand needs at night. */
const MOST_USED = ["/incidents", "/alerts", "/on-call"];

/** The bar at the lower edge of a phone; the last of it opens the sidebar. */
export function Bottom({
  me,
  counts,
  menu,
  openMenu,
}: {
  me: Self;
  counts: Counts;
  menu: boolean;
  openMenu: () => void;
}) {
  const { path } = usePlace();
  const links = groupsOf(me).flatMap((group) => group.links.filter((link) => MOST_USED.includes(link.path)));
  return (
    <nav class="bottom" aria-label={say("nav.bottom")}>
      {[...homeOf(me), ...links].map((link) => (
        <Way key={link.path} link={link} here={path} counts={counts} />
      ))}
      <button type="button" aria-expanded={menu} aria-controls="side" onClick={openMenu}>
        <Icon of={MENU} />
        <span>{say("nav.more")}</span>
      </button>
    </nav>
  );
}
