import type { Token } from "../api/schema";
import { Ago } from "../shell/time";
import { say } from "../words";

/** An operation that a token still calls though it will be removed. */
export function Deprecated({ use }: { use: Token["deprecated_uses"][number] }) {
  return (
    <p>
      <span class="pill warn">{say("token.deprecated.pill")}</span> <code>{use.operation}</code>{" "}
      <span class="soft">
        {say("token.deprecated.uses", { count: use.uses })} <Ago at={use.last_at} />
      </span>
    </p>
  );
}
