import type english from "../en/flapping";

const french: Record<keyof typeof english, string> = {
  "flapping.about":
    "Un incident qui revient sans cesse déclencherait un appel à chaque fois. Un incident intermittent n’en déclenche que quelques-uns, puis reste ouvert jusqu’au calme.",
  "flapping.from": "Un incident est intermittent après {returns} réouvertures en {within}.",
  "flapping.then":
    "Ensuite, ses alertes n’appellent personne. Il se résout après {length} sans alerte. Une gravité plus élevée déclenche toujours un appel.",
  "flapping.off": "Désactivé : chaque retour déclenche un appel.",
  "flapping.change": "Modifier les réglages",
  "flapping.active": "Détecter les incidents intermittents",
  "flapping.active.hint": "Par défaut : activé",
  "flapping.returns": "Nombre de réouvertures",
  "flapping.returns.hint": "De 2 à 20. Par défaut : 4",
  "flapping.within": "En",
  "flapping.within.hint": "De 1 minute à 24 heures. Par défaut : 1 heure",
  "flapping.holdDown": "Résoudre après un calme de",
  "flapping.holdDown.hint":
    "De 1 minute à 24 heures. Par défaut : 15 minutes. Les incidents déjà en attente gardent leur délai.",
};

export default french;
