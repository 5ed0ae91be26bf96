import type english from "../en/reach";

const french: Record<keyof typeof english, string> = {
  "reach.title": "Joint par",
  "reach.cannot": "ne peut pas être joint.",
  "reach.no_account": "Le compte n’est pas actif. Réactivez-le, ou nommez quelqu’un d’autre.",
  "reach.no_contact": "Il n’y a aucun contact. Ajoutez-en un et vérifiez-le.",
  "reach.not_verified": "Aucun contact n’est vérifié. Vérifiez-en un avec le code qui lui est envoyé.",
  "reach.switched_off": "Les contacts vérifiés sont désactivés. Activez-en un.",
  "reach.no_provider":
    "Rien ne peut être envoyé aux contacts vérifiés. Ajoutez un fournisseur pour leur canal, ou vérifiez un contact d’un autre canal.",
  "reach.waits.grouped": "avec d’autres",
  "reach.waits.daily": "une fois par jour",
  "reach.waits.weekly": "une fois par semaine",
  "reach.you.cannot": "Personne ne peut vous joindre",
  "reach.you": "Comment vous êtes joint",
  "reach.you.high": "Pour SEV1 et SEV2 : {channels}",
  "reach.you.low": "Pour SEV3 et SEV4 : {channels}",
  "reach.teams": "Impossibles à joindre",
  "reach.team.nobody": "Personne n’est d’astreinte et personne ne remplace.",
  "reach.team.none": "Aucune des personnes d’astreinte ne peut être jointe.",
  "reach.away": "{who} est absent, et personne d’autre du planning ne prend le tour.",
  "reach.from": "À partir du",
};

export default french;
