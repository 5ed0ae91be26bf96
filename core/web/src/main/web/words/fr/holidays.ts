import type english from "../en/holidays";

const french: Record<keyof typeof english, string> = {
  "holidays.none": "Aucun calendrier de jours fériés. Créez-en un pour que les rotations respectent les jours fériés.",
  "holiday.add": "Créer un calendrier",
  "holiday.name.hint": "Par exemple France",
  "holiday.next": "Prochains jours fériés",
  "holiday.days": "Jours",
  "holiday.day": "Jour",
  "holiday.day.name": "Jour férié",
  "holiday.day.add": "Ajouter un jour",
  "holiday.day.remove": "Retirer",
  "holiday.file": "Importer un fichier de calendrier (facultatif)",
  "holiday.file.hint": "Un fichier .ics, tel que publié pour votre pays. Il remplace tous les jours.",
  "holiday.delete": "Supprimer",
  "holiday.delete.title": "Supprimer {name} ?",
  "holiday.delete.about": "Un calendrier utilisé par un planning ne peut pas être supprimé.",
  "holiday.delete.go": "Supprimer le calendrier",
  "holiday.deleted": "{name} supprimé",
};

export default french;
