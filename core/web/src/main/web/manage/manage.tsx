import type { ComponentChildren } from "preact";
import type { Self } from "../api/schema";
import type { PageProps } from "../pages";
import { href, usePlace } from "../shell/router";
import { Title } from "../shell/title";
import { say } from "../words";
import { nameOf, roomsOf } from "./rooms";

/** What can be set up and looked after, as far as its reader may. */
export function Manage({ me }: PageProps) {
  return (
    <>
      <Title text={say("nav.manage")} />
      <dl>
        {roomsOf(me).map((room) => (
          <div key={room.path}>
            <dt>
              <a class="room" href={href(room.path)}>
                {nameOf(room)}
              </a>
            </dt>
            <dd>{say(`manage.${room.word}.about`)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** A page below "Manage": the way to the others, its heading, and its content. */
export function Managed({ me, title, children }: { me: Self; title: string; children: ComponentChildren }) {
  const { path } = usePlace();
  return (
    <>
      <nav class="manage" aria-label={say("nav.manage")}>
        {roomsOf(me).map((room) => (
          <a
            key={room.path}
            href={href(room.path)}
            aria-current={path === room.path ? "page" : path.startsWith(room.path + "/") ? "true" : undefined}
          >
            {nameOf(room)}
          </a>
        ))}
      </nav>
      <Title text={title} />
      {children}
    </>
  );
}
