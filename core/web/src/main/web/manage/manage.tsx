import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import type { Self } from "../api/schema";
import type { PageProps } from "../pages";
import { groupsOf, isIn, type Room, roomsOf } from "../shell/rooms";
import { go, href, usePlace } from "../shell/router";
import { Title } from "../shell/title";
import { say, type Word } from "../words";

/** An address of before: it leads to the first page with settings that its reader may see. */
export function Manage({ me }: PageProps) {
  useEffect(() => {
    const [first] = groupsOf(me).find(({ id }) => id === "configure")?.links ?? [];
    go(first?.path ?? roomsOf(me)[0]?.path ?? "/", true);
  }, []);
  return null;
}

/** A page with settings: its head, the pages that are tabs of it, and its content. */
export function Managed({
  me,
  title,
  about,
  actions,
  children,
}: {
  me: Self;
  title: string;
  about?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { path } = usePlace();
  const link = groupsOf(me)
    .flatMap(({ links }) => links)
    .find(({ rooms }) => rooms.some((room) => isIn(path, room.path)));
  const own = link?.rooms.find((room) => room.path === path);
  return (
    <>
      <Title text={title} about={about ?? (own && aboutOf(own))} actions={actions} />
      {link && own && link.rooms.length > 1 && (
        <nav class="tabs" aria-label={link.label}>
          {link.rooms.map((room) => (
            <a key={room.path} href={href(room.path)} aria-current={room === own ? "page" : undefined}>
              {say(room.word)}
            </a>
          ))}
        </nav>
      )}
      {children}
    </>
  );
}

/** What a page is for. Those that were never listed with the settings say it themselves. */
function aboutOf({ word }: Room): string | undefined {
  const [, name] = /^manage\.(\w+)$/.exec(word) ?? [];
  return name === undefined ? undefined : say(`manage.${name}.about` as Word);
}
