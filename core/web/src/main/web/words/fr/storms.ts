import type english from "../en/storms";

const french: Record<keyof typeof english, string> = {
  "storms.about":
    "Quand beaucoup d’incidents s’ouvrent à la fois, les premiers déclenchent leurs appels et un incident principal retient les autres. Un incident plus grave déclenche toujours un appel.",
  "storms.from": "Une vague commence quand une équipe reçoit plus de {threshold} incidents en une minute.",
  "storms.until": "Elle se termine quand moins de {count} incidents par minute s’ouvrent pendant {length}.",
  "storms.off": "Désactivé : chaque incident déclenche un appel.",
  "storms.change": "Modifier les réglages",
  "storms.active": "Détecter les vagues d’alertes",
  "storms.active.hint": "Par défaut : désactivé",
  "storms.threshold": "Début au-delà de (incidents par minute)",
  "storms.threshold.hint": "Par équipe, de 2 à 1 000. Par défaut : 20",
  "storms.endsBelow": "Calme en dessous de (incidents par minute)",
  "storms.endsBelow.hint": "De 1 au nombre ci-dessus. Par défaut : 5",
  "storms.endsAfter": "Fin après un calme de",
  "storms.endsAfter.hint": "De 1 minute à 24 heures. Par défaut : 5 minutes",
  "storms.past": "Vagues d’alertes",
  "storms.none": "Aucune vague d’alertes",
  "storms.severity": "Gravité",
  "storms.umbrella": "Incident principal",
  "storms.state": "État",
  "storms.running": "En cours",
  "storms.ended": "Terminée, retient encore des incidents",
  "storms.closed": "Close",
  "storms.open": "Ouverte",
  "storms.began": "Début",
  "storms.held": "Retenus maintenant",
  "storms.ever": "Retenus au total",
  "storms.resolve": "Tout résoudre",
  "storms.resolve.title": "Résoudre {id} et tous ses incidents ?",
  "storms.resolve.about":
    "Incidents résolus avec lui : {count}. Personne n’est notifié. Ce qui reste actif est rouvert et appelle l’astreinte.",
  "storms.resolve.note": "Note (facultatif)",
  "storms.resolve.cause": "Cause première (facultatif)",
  "storms.resolve.go": "Tout résoudre",
  "storms.resolved": "{id} et ses incidents sont en cours de résolution",
};

export default french;
