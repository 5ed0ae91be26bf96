import type english from "../en/search";

const french: Record<keyof typeof english, string> = {
  "search.title": "Recherche",
  "search.field": "Rechercher",
  "search.how": "Tous les mots doivent correspondre. Mettez les expressions entre guillemets ; -mot exclut un mot.",
  "search.none": "Aucun résultat",
  "search.none.ended":
    "La recherche a pris trop de temps sans rien trouver de récent. Ajoutez des mots ou précisez-les.",
  "search.ended":
    "La recherche a pris trop de temps et ignore les éléments les plus anciens. Ajoutez des mots ou précisez-les.",
  "search.goesOn": "Recherche des éléments plus anciens…",
  "search.all": "Tous les types",
  "search.count": "({count})",
  "search.count.more": "(plus de {count})",
  "search.counted": "Résultats : {count}",
  "search.counted.more": "Plus de {count} résultats",
  "search.most": "Les {count} premiers sont affichés. Ajoutez des mots pour préciser.",
  "search.kind.INCIDENT": "Incidents",
  "search.kind.ALERT": "Alertes",
  "search.kind.TIMELINE": "Commentaires et activité",
  "search.kind.SERVICE": "Services",
  "search.kind.TEAM": "Équipes",
  "search.kind.SCHEDULE": "Plannings",
  "search.kind.POLICY": "Politiques",
  "search.kind.PERSON": "Personnes",
  "search.only.INCIDENT": "Plus d’incidents",
  "search.only.ALERT": "Plus d’alertes",
  "search.only.TIMELINE": "Plus de commentaires et d’activité",
  "search.only.SERVICE": "Plus de services",
  "search.only.TEAM": "Plus d’équipes",
  "search.only.SCHEDULE": "Plus de plannings",
  "search.only.POLICY": "Plus de politiques",
  "search.only.PERSON": "Plus de personnes",
  "search.status.FIRING": "Active",
  "search.status.SUPPRESSED": "Masquée",
};

export default french;
