import type english from "../en/search";

const french: Record<keyof typeof english, string> = {
  "search.title": "Recherche",
  "search.field": "Trouver",
  "search.how":
    "Écrivez quelques mots : tous doivent s’y trouver, et du dernier le début suffit. Entre guillemets, les mots sont trouvés dans cet ordre, et -staging écarte ce qui contient ce mot.",
  "search.none": "Rien ne contient ces mots.",
  "search.none.ended":
    "La recherche a duré trop longtemps, sans rien trouver parmi les plus récents. Écrivez plus de mots, ou de plus longs.",
  "search.ended":
    "La recherche a duré trop longtemps et s’est arrêtée avant les plus anciens. Écrivez plus de mots, ou de plus longs.",
  "search.goesOn": "La recherche continue parmi les plus anciens.",
  "search.all": "Toutes les sortes",
  "search.count": "({count})",
  "search.count.more": "(plus de {count})",
  "search.counted": "Résultats : {count}",
  "search.counted.more": "Plus de {count} résultats",
  "search.most": "Voici les {count} premiers résultats. Écrivez plus de mots pour en voir d’autres.",
  "search.kind.INCIDENT": "Incidents",
  "search.kind.ALERT": "Alertes",
  "search.kind.TIMELINE": "Commentaires et actions",
  "search.kind.SERVICE": "Services",
  "search.kind.TEAM": "Équipes",
  "search.kind.SCHEDULE": "Plannings",
  "search.kind.POLICY": "Politiques",
  "search.kind.PERSON": "Personnes",
  "search.only.INCIDENT": "Plus d’incidents",
  "search.only.ALERT": "Plus d’alertes",
  "search.only.TIMELINE": "Plus de commentaires et d’actions",
  "search.only.SERVICE": "Plus de services",
  "search.only.TEAM": "Plus d’équipes",
  "search.only.SCHEDULE": "Plus de plannings",
  "search.only.POLICY": "Plus de politiques",
  "search.only.PERSON": "Plus de personnes",
  "search.status.FIRING": "Active",
  "search.status.SUPPRESSED": "Masquée",
};

export default french;
