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
  "audit.number": "Numéro",
  "audit.unsealed": "Pas encore scellée",
  "audit.late": "Scellée tard : antérieure à la chaîne",
  "audit.chain": "Chaîne du journal d’audit",
  "audit.sealed": "Scellé jusqu’à",
  "audit.waiting": "En attente : {count}",
  "audit.checkpoint": "Dernier point de contrôle",
  "audit.copies": "Copies externes",
  "audit.copy.file": "Fichier",
  "audit.copy.log": "Journal",
  "audit.noproof":
    "Ne protège pas du propriétaire de la base : aucun point de contrôle n’est gardé ailleurs. Réglez core.audit.checkpoint-file.",
  "audit.refused.shorter":
    "Scellement arrêté : l’entrée {number} était signée et a disparu. Lancez « imas audit verify ».",
  "audit.refused.other":
    "Scellement arrêté : l’entrée {number} n’est pas celle qui était signée. Lancez « imas audit verify ».",
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
