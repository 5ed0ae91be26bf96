/** What the server warns of, by its kinds. */
export default {
  "warning.step": "Étape {step} : {text}",
  "warning.many_steps": "{steps} étapes sont difficiles à retenir. Utilisez-en 3 à {few}.",
  "warning.late_start": "Personne n’est notifié pendant les {minutes} premières minutes.",
  "warning.only_by_name": "Utilisée seulement si un service la choisit : ni par défaut, ni gravité, ni étiquette.",
  "warning.default_without_effect":
    "Par défaut sans effet : la politique est limitée à certaines gravités ou étiquettes.",
  "warning.no_provider":
    "Aucun fournisseur pour {channel}. Ajoutez-en un, sinon chacun est notifié par ses autres moyens.",
  "warning.cannot_be_called": "{user} n’est pas joignable.",
  "warning.finds_nobody": "Un destinataire n’existe pas, ou il n’y a personne en ce moment.",
  "warning.tells_nobody": "Personne n’est notifié. Ajoutez des adresses e-mail ou une équipe.",
  "warning.no_such_provider": "Aucun fournisseur {channel} actif ne porte ce nom. Disponibles : {providers}.",
  "warning.cannot_be_sent_to": "Cette adresse n’est pas joignable avec les réglages actuels.",
  "warning.no_notifier": "Aucun notificateur ne fonctionne : impossible de vérifier. Testez plus tard.",
  "warning.no_sender": "Aucun fournisseur pour {channel}. Ajoutez-en un.",
  "warning.some_notifiers": "Seuls {able} notificateurs sur {all} peuvent l’envoyer. Configurez-les de la même façon.",
};
