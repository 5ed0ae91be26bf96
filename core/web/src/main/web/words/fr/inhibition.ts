import type english from "../en/inhibition";

const french: Record<keyof typeof english, string> = {
  "inhibition.about":
    "Tant qu’une alerte est active, les alertes liées sont masquées : si un nœud tombe, ses services n’appellent personne.",
  "inhibition.none": "Aucune règle d’inhibition",
  "inhibition.add": "Créer une règle d’inhibition",
  "inhibition.source": "Quand celles-ci sont actives",
  "inhibition.target": "Masquer celles-ci",
  "inhibition.equal": "Si ces étiquettes sont identiques",
  "inhibition.equal.hint":
    "Noms d’étiquettes, un par ligne, par exemple cluster. Une étiquette absente des deux alertes compte comme identique. Si vide, une source masque toutes les cibles.",
  "inhibition.wait": "Attente de la source",
  "inhibition.wait.hint": "Durée pendant laquelle une cible attend sa source. Au plus 10 minutes, 0 pour aucune.",
  "inhibition.active": "Activée",
  "inhibition.turnOff": "Désactiver",
  "inhibition.turnOn": "Activer",
  "inhibition.turnedOff": "{name} désactivée. Les alertes qu’elle masquait sont réévaluées.",
  "inhibition.turnedOn": "{name} activée",
  "inhibition.delete": "Supprimer",
  "inhibition.deleted": "{name} supprimée. Les alertes qu’elle masquait sont réévaluées.",
};

export default french;
