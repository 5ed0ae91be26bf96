import type english from "../en/heartbeats";

/** Les signes de vie : ce qui doit être entendu régulièrement. */
const french: Record<keyof typeof english, string> = {
  "heartbeats.about":
    "Chaque battement attend des signaux réguliers. S’ils s’arrêtent, un incident s’ouvre ; le signal suivant le résout.",
  "heartbeats.none": "Aucun battement",
  "heartbeat.add": "Créer un battement",
  "heartbeat.service": "Service",
  "heartbeat.severity": "Gravité de l’incident",
  "heartbeat.state": "État",
  "heartbeat.state.waiting": "En attente du premier signal",
  "heartbeat.state.alive": "Sain",
  "heartbeat.state.late": "En retard",
  "heartbeat.state.silent": "Silencieux",
  "heartbeat.state.failed": "En échec",
  "heartbeat.state.off": "Désactivé",
  "heartbeat.beatsBy": "Signal",
  "heartbeat.by.ping": "Requêtes vers une URL",
  "heartbeat.by.alert": "Une alerte toujours active",
  "heartbeat.by.source": "Alertes d’une source",
  "heartbeat.last": "Dernier signal",
  "heartbeat.next": "Prochain attendu",
  "heartbeat.key": "Clé",
  "heartbeat.makeKey": "Renouveler la clé",
  "heartbeat.key.about":
    "Copiez ce chemin maintenant. Il ne sera plus affiché. Placez l’URL de la passerelle devant. La clé précédente ne fonctionne plus.",
  "heartbeat.path": "Chemin",
  "heartbeat.interval": "Attendu au moins toutes les",
  "heartbeat.grace": "Délai de grâce",
  "heartbeat.matchers": "Filtres de l’alerte",
  "heartbeat.matchers.hint": "Pour un signal par alerte : un par ligne, tous doivent correspondre",
  "heartbeat.source": "Source",
  "heartbeat.source.hint": "Obligatoire pour un signal par source, facultatif pour une alerte",
  "heartbeat.least": "Alertes par heure, au minimum",
  "heartbeat.least.hint": "Pour un signal par source : une heure plus calme n’ouvre pas d’incident",
  "heartbeat.active": "Activé",
  "heartbeat.delete": "Supprimer",
  "heartbeat.deleted": "{name} supprimé",
};

export default french;
