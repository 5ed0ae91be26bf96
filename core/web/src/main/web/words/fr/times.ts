import type english from "../en/times";

const french: Record<keyof typeof english, string> = {
  "times.about":
    "Les règles nomment ces plages : pendant l’une de leurs mute_times, ou hors de toutes leurs active_times, leurs alertes sont masquées. Ce qui est encore actif ensuite ouvre alors son incident.",
  "times.none": "Il n’y a aucune plage horaire.",
  "times.add": "Ajouter une plage horaire",
  "times.description": "À quoi elle sert",
  "times.parts": "Horaires",
  "times.parts.hint":
    "Une partie par ligne, comme dans Alertmanager : times 22:00-24:00, 00:00-06:00; weekdays monday:friday; days_of_month -3:-1; months june:august; years 2026; location Europe/Paris. Tout ce que nomme une ligne doit être vrai. Sans location, l’heure est celle d’UTC. Le mot always vaut tout le temps.",
  "times.on": "En cours",
  "times.off": "Pas en cours",
  "times.next": "Prochainement en cours",
  "times.endless": "aucune fin en vue",
  "times.never": "Pas avant un an",
  "times.delete": "Supprimer",
  "times.deleted": "{name} est supprimée. Ce qu’elle masquait est réexaminé.",
};

export default french;
