import type english from "../en/heartbeats";

/** Les signes de vie : ce qui doit être entendu régulièrement. */
const french: Record<keyof typeof english, string> = {
  "heartbeats.about":
    "Ce qui doit être entendu régulièrement. Le silence ouvre un incident, et le signe suivant le résout.",
  "heartbeats.none": "Il n’y a aucun signe de vie.",
  "heartbeat.add": "Ajouter un signe de vie",
  "heartbeat.service": "Service",
  "heartbeat.severity": "Gravité de son incident",
  "heartbeat.state": "État",
  "heartbeat.state.waiting": "Attend son premier signe",
  "heartbeat.state.alive": "En vie",
  "heartbeat.state.late": "En retard",
  "heartbeat.state.silent": "Silencieux",
  "heartbeat.state.failed": "En échec",
  "heartbeat.state.off": "Arrêté",
  "heartbeat.beatsBy": "Signes donnés par",
  "heartbeat.by.ping": "Appels d’une adresse",
  "heartbeat.by.alert": "Une alerte toujours active",
  "heartbeat.by.source": "Les envois d’une source",
  "heartbeat.last": "Dernier signe",
  "heartbeat.next": "Prochain attendu",
  "heartbeat.key": "Clé",
  "heartbeat.makeKey": "Créer une nouvelle clé",
  "heartbeat.key.about":
    "L’adresse de ses appels, montrée seulement maintenant. Placez l’adresse de votre passerelle devant. L’ancienne clé ne vaut plus.",
  "heartbeat.path": "Chemin",
  "heartbeat.interval": "Temps maximal entre deux signes",
  "heartbeat.interval.hint": "Une durée telle que PT10M ou PT24H",
  "heartbeat.grace": "Retard admis",
  "heartbeat.grace.hint": "Une durée telle que PT1M",
  "heartbeat.matchers": "Critères de l’alerte",
  "heartbeat.matchers.hint": "Pour une alerte : un par ligne ; tous doivent convenir.",
  "heartbeat.source": "Source",
  "heartbeat.source.hint": "Pour une source : laquelle. Pour une alerte : la sienne, ou rien.",
  "heartbeat.least": "Nombre minimal d’alertes par heure",
  "heartbeat.least.hint": "Pour une source : si sa dernière heure en compte moins, elle ne manque pas.",
  "heartbeat.active": "Actif",
  "heartbeat.delete": "Supprimer",
  "heartbeat.deleted": "{name} est supprimé.",
};

export default french;
