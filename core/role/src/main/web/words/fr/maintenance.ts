import type english from "../en/maintenance";

const french: Record<keyof typeof english, string> = {
  "maintenance.about":
    "Pendant des travaux prévus, les alertes des services concernés sont masquées. Ce qui reste actif à la fin ouvre alors son incident.",
  "maintenance.none": "Aucuns travaux ne sont prévus.",
  "maintenance.add": "Prévoir des travaux",
  "maintenance.try": "Voir ce qui est masqué",
  "maintenance.plan": "Enregistrer",
  "maintenance.planned": "Les travaux sont prévus.",
  "maintenance.delete": "Supprimer",
  "maintenance.deleted": "La fenêtre est supprimée.",
  "maintenance.import": "Importer un calendrier",
  "maintenance.imported": "{count} fenêtres sont enregistrées.",
  "maintenance.calendar": "Calendrier",
  "maintenance.calendar.hint": "Le texte d’un fichier iCalendar (.ics). L’importer de nouveau modifie ce qu’il a créé.",
  "maintenance.of": "Masque",
  "maintenance.services": "Services",
  "maintenance.services.hint": "Un par ligne. Vide : les alertes de tous les services qui correspondent.",
  "maintenance.state": "État",
  "maintenance.under_way": "En cours",
  "maintenance.ahead": "À venir",
  "maintenance.over": "Terminée",
  "maintenance.off": "Inactive",
  "maintenance.next": "Prochaine",
  "maintenance.starts": "Premier début",
  "maintenance.zone": "Fuseau horaire",
  "maintenance.length": "Pendant",
  "maintenance.length.hint": "Comme PT2H pour deux heures ou P1D pour un jour.",
  "maintenance.recurrence": "Répétition",
  "maintenance.recurrence.hint": "Une règle de la RFC 5545, comme FREQ=MONTHLY;BYDAY=1SA. Vide : une seule fois.",
  "maintenance.except": "Exceptions",
  "maintenance.except.hint": "Les débuts des occurrences omises, un par ligne.",
  "maintenance.sev1": "Masquer aussi les alertes SEV1, si aucun service n’est nommé",
  "maintenance.active": "En service",
};

export default french;
