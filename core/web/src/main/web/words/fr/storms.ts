import type english from "../en/storms";

const french: Record<keyof typeof english, string> = {
  "storms.about":
    "Quand beaucoup tombe en panne à la fois, chaque groupe d’alertes appellerait les gens pour lui-même. Dans une tempête, les premiers incidents d’une équipe sont annoncés, et un incident parapluie tient lieu des autres. Un incident plus grave que tous est annoncé aussitôt.",
  "storms.from":
    "Une tempête commence quand des alertes ouvrent plus de {threshold} incidents d’une équipe en une minute.",
  "storms.until":
    "Elle se termine quand moins de {count} par minute ont été ouverts pendant {length}. Ce qui est encore ouvert reste sous le parapluie jusqu’à ce qu’on le libère ou que le parapluie soit résolu.",
  "storms.off": "C’est désactivé : chaque incident est annoncé.",
  "storms.change": "Changer à partir de quand",
  "storms.active": "Il y a des tempêtes",
  "storms.active.hint": "D’ordinaire : non",
  "storms.threshold": "Commence au-delà de tant d’incidents par minute",
  "storms.threshold.hint": "D’une équipe ; de 2 à 1 000 ; d’ordinaire 20",
  "storms.endsBelow": "Calme avec moins par minute que",
  "storms.endsBelow.hint": "De 1 au nombre ci-dessus ; d’ordinaire 5",
  "storms.endsAfter": "Se termine après un calme de",
  "storms.endsAfter.hint": "De PT1M à PT24H ; d’ordinaire PT5M, cinq minutes",
  "storms.past": "Tempêtes",
  "storms.none": "Il n’y a eu aucune tempête.",
  "storms.severity": "Gravité",
  "storms.umbrella": "Parapluie",
  "storms.state": "État",
  "storms.running": "En cours",
  "storms.ended": "Passée, retient le reste",
  "storms.closed": "Close",
  "storms.open": "Ouverte",
  "storms.began": "Début",
  "storms.held": "Retenus",
  "storms.ever": "Retenus en tout",
};

export default french;
