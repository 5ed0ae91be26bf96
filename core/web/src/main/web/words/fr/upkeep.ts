import type english from "../en/upkeep";

const french: Record<keyof typeof english, string> = {
  "audit.none": "Aucune modification",
  "audit.at": "Date",
  "audit.actor": "Auteur",
  "audit.actor.id": "Auteur (identifiant)",
  "audit.action": "Action",
  "audit.kind": "Type",
  "audit.subject": "Élément",
  "audit.via": "Via",
  "audit.look": "Voir les modifications",
  "timers.none": "Aucune tâche planifiée",
  "timer.kind": "Tâche",
  "timer.subject": "Élément",
  "timer.platform": "Tâches de la plateforme",
  "timer.due": "Prochaine exécution",
  "timer.recurs": "Se répète",
  "timer.once": "Une fois",
  "timer.daily": "Tous les jours à {time} ({zone})",
  "timer.weekly": "{days} à {time} ({zone})",
  "timer.last": "Dernière exécution",
  "timer.asked": "Demandé",
  "timer.run": "Lancer maintenant",
  "timer.run.done": "Lancée",
  "timer.skip": "Ignorer la prochaine exécution",
  "timer.skip.done": "Prochaine exécution ignorée",
  "tenants.none": "Aucune organisation",
  "tenant.add": "Créer une organisation",
  "tenant.once":
    "Copiez le lien et la clé maintenant. Ils ne seront plus affichés. Le lien crée le premier administrateur.",
  "tenant.link": "Lien",
  "tenant.key": "Clé de la première source",
  "tenant.source": "Nom de la première source",
  "tenant.fallback": "Adresse e-mail de dernier recours",
};

export default french;
