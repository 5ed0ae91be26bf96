import type english from "../en/maintenance";

const french: Record<keyof typeof english, string> = {
  "maintenance.about":
    "Pendant une maintenance, les alertes des services concernés sont masquées. Celles encore actives à la fin ouvrent un incident.",
  "maintenance.byclock": "Suivre les changements d’heure",
  "maintenance.byclock.hint": "Les nuits de changement d’heure, la maintenance dure une heure de moins ou de plus.",
  "maintenance.none": "Aucune maintenance planifiée",
  "maintenance.add": "Planifier une maintenance",
  "maintenance.try": "Prévisualiser",
  "maintenance.plan": "Planifier",
  "maintenance.planned": "Maintenance planifiée",
  "maintenance.delete": "Supprimer",
  "maintenance.deleted": "Maintenance supprimée",
  "maintenance.import": "Importer un calendrier",
  "maintenance.imported": "Maintenances importées : {count}",
  "maintenance.calendar": "Calendrier",
  "maintenance.calendar.hint":
    "Contenu d’un fichier iCalendar (.ics). Une nouvelle importation met à jour ses maintenances.",
  "maintenance.of": "Masque",
  "maintenance.services": "Services",
  "maintenance.services.hint": "Un par ligne. Laissez vide pour tous les services correspondants.",
  "maintenance.state": "État",
  "maintenance.under_way": "En cours",
  "maintenance.ahead": "Planifiée",
  "maintenance.over": "Terminée",
  "maintenance.off": "Désactivée",
  "maintenance.next": "Prochaine",
  "maintenance.starts": "Premier début",
  "maintenance.zone": "Fuseau horaire",
  "maintenance.length": "Durée",
  "maintenance.recurrence": "Répétition",
  "maintenance.recurrence.hint":
    "Seulement pour « Règle personnalisée… ». Par exemple FREQ=MONTHLY;BYDAY=1SA (RFC 5545).",
  "maintenance.except": "Dates exclues",
  "maintenance.except.hint": "Heures de début à exclure, une par ligne",
  "maintenance.sev1": "Masquer aussi les alertes SEV1 si aucun service n’est choisi",
  "maintenance.active": "Activée",
  "maintenance.repeats.once": "Une seule fois",
  "maintenance.repeats.daily": "Chaque jour",
  "maintenance.repeats.weekdays": "Chaque jour ouvré, du lundi au vendredi",
  "maintenance.repeats.weekly": "Chaque semaine",
  "maintenance.repeats.fortnightly": "Toutes les deux semaines",
  "maintenance.repeats.monthly": "Chaque mois, à la même date",
  "maintenance.repeats.custom": "Règle personnalisée…",
  "maintenance.rule": "Règle de répétition (avancé)",
};

export default french;
