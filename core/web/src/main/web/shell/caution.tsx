import { Icon } from "./icon";
import { WARNING } from "./icons";

/** The sign before a text that warns. */
export function Caution() {
  return (
    <span class="caution">
      <Icon of={WARNING} />
    </span>
  );
}
