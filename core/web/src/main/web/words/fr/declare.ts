import type english from "../en/declare";

const french: Record<keyof typeof english, string> = {
  "declare.title": "Titre",
  "declare.title.hint": "Par exemple : paiements par carte refusés",
  "declare.service": "Service",
  "declare.service.hint": "Choisissez-le dans la liste",
  "declare.severity": "Gravité",
  "declare.SEV1": "critique",
  "declare.SEV2": "élevée",
  "declare.SEV3": "moyenne",
  "declare.SEV4": "faible",
  "declare.description": "Description (facultatif)",
  "declare.quiet": "N’appeler personne",
  "declare.quiet.hint": "Personne n’est appelé tant que personne n’escalade l’incident.",
  "declare.scopes": "Périmètres d’impact",
  "declare.clock": "délai légal {hours} h",
  "declare.tags": "Étiquettes (facultatif)",
  "declare.tags.hint": "Appuyez sur Entrée après chaque étiquette",
  "declare.done": "{id} déclaré",
  "declare.open": "Un incident ouvert a déjà ce titre : {id}",
  "declare.whom": "Qui serait appelé",
  "declare.whom.now": "Appelle {who} maintenant",
  "declare.whom.after": "Appelle {who} après {length}",
  "declare.whom.then": "puis {who} après {length}",
  "declare.whom.never": "Personne ne serait appelé.",
  "declare.whom.policy": "Politique d’escalade :",
  "declare.whom.noPolicy": "Aucune politique d’escalade ne correspond. Reste la personne d’astreinte.",
};

export default french;
