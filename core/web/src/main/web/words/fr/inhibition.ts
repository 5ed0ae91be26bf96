import type english from "../en/inhibition";

const french: Record<keyof typeof english, string> = {
  "inhibition.about":
    "Tant qu’une alerte est active, une règle en masque d’autres : quand un nœud tombe, inutile d’annoncer chacun de ses services.",
  "inhibition.none": "Il n’y a aucune règle d’inhibition.",
  "inhibition.add": "Ajouter une règle d’inhibition",
  "inhibition.source": "Tant que celles-ci sont actives",
  "inhibition.target": "Masque celles-ci",
  "inhibition.equal": "Avec les mêmes étiquettes",
  "inhibition.equal.hint":
    "Les noms des étiquettes, un par ligne, comme cluster. Une étiquette absente des deux alertes compte comme identique. Sans aucune, une seule source masque toutes les cibles.",
  "inhibition.wait": "Attente",
  "inhibition.wait.hint":
    "Combien de temps une cible arrivée la première attend sa source, comme PT30S ; dix minutes au plus, PT0S pour ne pas attendre.",
  "inhibition.active": "En service",
  "inhibition.turnOff": "Désactiver",
  "inhibition.turnOn": "Activer",
  "inhibition.turnedOff": "{name} est inactive. Ce qu’elle masquait est réexaminé.",
  "inhibition.turnedOn": "{name} est active.",
  "inhibition.delete": "Supprimer",
  "inhibition.deleted": "{name} est supprimée. Ce qu’elle masquait est réexaminé.",
};

export default french;
