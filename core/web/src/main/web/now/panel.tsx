import type { ComponentChildren } from "preact";
import { Failure } from "../shell/failure";
import { Loading } from "../shell/loading";
import { Ago } from "../shell/time";
import { say } from "../words";
import type { Asked } from "./asked";

/** A part of the page, which loads and fails on its own. What was there stays when it fails, and says that it is old. */
export function Panel<T>({
  id,
  title,
  asked,
  children,
}: {
  id: string;
  title: string;
  asked: Asked<T>;
  children: (value: T) => ComponentChildren;
}) {
  const { value, failure, at } = asked;
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {failure !== null && <Failure failure={failure} />}
      {failure !== null && value !== null && (
        <p class="soft">
          {say("now.old")} <Ago at={at} />
        </p>
      )}
      {value === null ? failure === null && <Loading /> : children(value)}
    </section>
  );
}
