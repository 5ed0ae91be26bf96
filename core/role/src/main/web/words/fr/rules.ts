import type english from "../en/rules";

const french: Record<keyof typeof english, string> = {
  "rules.none": "Il n’y a aucune règle : les étiquettes trouvent le service.",
  "rules.edit": "Écrire une nouvelle version",
  "rules.version": "Version",
  "rules.state": "État",
  "rules.inForce": "En vigueur",
  "rules.notInForce": "Pas en vigueur",
  "rules.comment": "Commentaire",
  "rules.count": "Règles",
  "rules.look": "Voir",
  "rules.compare": "Comparer à celle en vigueur",
  "rules.against": "Ce qui changerait par rapport à la version {version}.",
  "rules.title": "Version {version}",
  "rules.activate": "Mettre en vigueur",
  "rules.activated": "La version {version} est en vigueur. Remettez l’autre en vigueur pour revenir.",
  "rules.begin": "Partir de celle-ci",
  "rules.text": "Règles, en liste JSON",
  "rules.save": "Vérifier et enregistrer",
  "rules.made": "La version {version} est enregistrée. Elle n’est pas encore en vigueur.",
  "rules.notJson": "Ce n’est pas du JSON : {why}",
  "rules.at": "Ligne {line}, colonne {column}",
  "rules.matcher": "Une condition à partir des étiquettes déjà vues",
  "rules.label": "Étiquette",
  "rules.value": "Valeur",
  "rules.put": "Insérer au curseur",
};

export default french;
