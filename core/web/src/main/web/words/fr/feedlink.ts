/** Liens pour les agendas. */
export default {
  "feedlink.title": "Flux de calendrier",
  "feedlink.text":
    "Toute personne qui a ce lien voit les gardes. Les agendas ne s’actualisent parfois que quelques fois par jour.",
  "feedlink.new": "Créer un lien de calendrier",
  "feedlink.made": "Copiez ce lien maintenant. Il ne sera plus affiché.",
  "feedlink.revoke": "Révoquer le lien",
  "feedlink.revoked": "Lien révoqué",
  "feedlink.text.events":
    "Toute personne qui a ce lien voit titres, heures, environnements et services. Un agenda peut s’actualiser peu souvent.",
  "feedlink.everything": "Créer un lien vers tout",
  "feedlink.mine": "Créer un lien vers mes réunions",
  "feedlink.only": "Créer un lien vers {name}",
  "feedlink.of.everything": "Tout",
  "feedlink.of.user": "Réunions de {name}",
  "feedlink.file": "Ajouter à l’agenda",
};
