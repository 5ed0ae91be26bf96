import { Face } from "../shell/face";
import { Menu } from "../shell/menu";
import { href } from "../shell/router";
import { say, type Word } from "../words";
import type { Card } from "./cards";

/** One line of a card's menu. */
export interface Act {
  text: string;
  act: () => void;
}

/** What is said of an item besides its title: its key, one fact, its size, who does it, and what may be done with it. */
export function Facts({ card, acts }: { card: Card; acts: readonly Act[] }) {
  return (
    <span class="acts soft">
      <span>{card.key}</span>
      <Fact card={card} />
      {card.points !== null && <span>{say("boards.pt", { count: card.points })}</span>}
      {card.owner && (
        <span role="img" aria-label={card.owner.username} title={card.owner.username}>
          <Face name={card.owner.username} />
        </span>
      )}
      <Acts card={card} acts={acts} />
    </span>
  );
}

/** The one that matters most. */
function Fact({ card: { incident, category, type, epic, labels } }: { card: Card }) {
  if (incident)
    return (
      <a class="pill" href={href(`/incidents/${incident.short_id}`)}>
        {say("boards.from", { incident: incident.short_id })}
      </a>
    );
  const text =
    category !== null
      ? say(`task.category.${category}` as Word)
      : type !== null
        ? say(`boards.type.${type}`)
        : (epic ?? labels[0]);
  return text === undefined ? null : <span class="pill">{text}</span>;
}

/** What may be done with an item, behind "…". */
function Acts({ card, acts }: { card: Card; acts: readonly Act[] }) {
  return acts.length === 0 ? null : (
    <Menu>
      {acts.map(({ text, act }) => (
        <button key={text} type="button" onClick={act}>
          {text}
          <span class="unseen"> {card.key}</span>
        </button>
      ))}
    </Menu>
  );
}
