import type english from "../en/times";

const french: Record<keyof typeof english, string> = {
  "times.about":
    "Les règles masquent leurs alertes pendant leurs mute_times ou en dehors de leurs active_times. Celles encore actives ensuite ouvrent un incident.",
  "times.none": "Aucune plage horaire",
  "times.add": "Créer une plage horaire",
  "times.description": "Description",
  "times.parts": "Horaires",
  "times.parts.hint":
    "Une partie par ligne, comme dans Alertmanager : times 22:00-24:00, 00:00-06:00; weekdays monday:friday; days_of_month -3:-1; months june:august; years 2026; location Europe/Paris. Tout ce que contient une ligne doit correspondre. L’heure est UTC sans location. « always » correspond à tout moment.",
  "times.on": "Active",
  "times.off": "Inactive",
  "times.next": "Prochaine activation",
  "times.endless": "sans fin",
  "times.never": "Pas avant un an",
  "times.delete": "Supprimer",
  "times.deleted": "{name} supprimée. Les alertes qu’elle masquait sont réévaluées.",
};

export default french;
