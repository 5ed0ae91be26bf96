/** What the server warns of, by its kinds. */
export default {
  "warning.step": "Étape {step} : {text}",
  "warning.many_steps": "Il y a {steps} étapes. On en retient de 3 à {few}.",
  "warning.late_start": "Personne n’est prévenu pendant les {minutes} premières minutes.",
  "warning.only_by_name":
    "Ce n’est pas la politique par défaut, et elle n’est pour aucune sévérité ni étiquette. Elle ne sert que si un service la nomme.",
  "warning.default_without_effect":
    "Être par défaut est sans effet, puisqu’elle n’est que pour certaines sévérités ou étiquettes.",
  "warning.no_provider":
    "Rien ne peut être envoyé par {channel} en ce moment. Ajoutez un fournisseur, sinon chacun est prévenu par ses autres moyens.",
  "warning.cannot_be_called": "{user} est injoignable.",
  "warning.finds_nobody": "Un des destinataires est introuvable en ce moment, ou il n’y a personne.",
  "warning.tells_nobody": "Personne n’est prévenu. Donnez des adresses e-mail ou une équipe.",
  "warning.no_such_provider": "Aucun fournisseur actif de {channel} ne porte ce nom. Il y a {providers}.",
  "warning.cannot_be_sent_to": "Rien ne peut être envoyé à cette adresse avec les réglages actuels.",
  "warning.no_notifier":
    "Aucun notificateur ne fonctionne : personne ne sait si ce contact est joignable. Testez-le plus tard.",
  "warning.no_sender": "Rien ne peut être envoyé par {channel} en ce moment. Ajoutez-lui un fournisseur.",
  "warning.some_notifiers":
    "Seuls {able} des {all} notificateurs en marche peuvent y envoyer. Configurez-les de la même façon.",
};
