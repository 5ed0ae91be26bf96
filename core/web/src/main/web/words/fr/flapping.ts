import type english from "../en/flapping";

const french: Record<keyof typeof english, string> = {
  "flapping.about":
    "Un incident qui se termine et revient sans cesse appellerait les gens à chaque fois. Un tel incident est instable : il est annoncé quelques fois, puis reste ouvert jusqu’au calme.",
  "flapping.from": "Un incident est instable dès qu’il est revenu {returns} fois en {within}.",
  "flapping.then":
    "Dès lors, personne n’est appelé quand ses alertes se déclenchent de nouveau, et il est résolu quand rien ne s’est déclenché pendant {length}. Une gravité plus haute est toujours annoncée.",
  "flapping.off": "C’est désactivé : aucun incident n’est instable, et chaque retour est annoncé.",
  "flapping.change": "Changer à partir de quand",
  "flapping.active": "Les incidents peuvent être instables",
  "flapping.active.hint": "D’ordinaire : oui",
  "flapping.returns": "Nombre de retours",
  "flapping.returns.hint": "De 2 à 20 ; d’ordinaire 4",
  "flapping.within": "En",
  "flapping.within.hint": "De PT1M à PT24H ; d’ordinaire PT1H, une heure",
  "flapping.holdDown": "Résolu quand rien ne s’est déclenché pendant",
  "flapping.holdDown.hint":
    "De PT1M à PT24H ; d’ordinaire PT15M, 15 minutes. Ce qui attend déjà sa fin garde son délai.",
};

export default french;
