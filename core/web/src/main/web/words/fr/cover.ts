import type english from "../en/cover";

const french: Record<keyof typeof english, string> = {
  cover: "Se faire remplacer",
  "cover.on": "Vous êtes d’astreinte : {schedule}",
  "cover.on.until": "jusqu’à",
  "cover.when": "Durée du remplacement",
  "cover.tonight": "Cette nuit",
  "cover.rest": "Le reste de la garde",
  "cover.weekend": "Le week-end",
  "cover.from": "Remplacement du ({zone})",
  "cover.from.hint": "Laissez vide pour commencer tout de suite",
  "cover.until": "Remplacement jusqu’au ({zone})",
  "cover.who": "Remplaçant",
  "cover.choose": "Choisissez une personne",
  "cover.note": "Motif, par exemple dentiste",
  "cover.go": "Enregistrer le remplacement",
  "cover.done": "{who} vous remplace et en a été informé",
  "cover.uncalled": "{who} ne peut pas encore être joint : aucun contact vérifié",
};

export default french;
