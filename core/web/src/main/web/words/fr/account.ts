import type english from "../en/account";

const french: Record<keyof typeof english, string> = {
  "me.clash.yes": "oui",
  "me.clash.no": "non",
  "me.clash.take": "Repartir de l’état actuel",
  "me.contact.remove": "Supprimer",
  "me.contact.remove.go": "Le supprimer",
  "me.contact.remove.about": "Plus rien n’est envoyé à {address}, et vos règles avec ce contact disparaissent aussi.",
  "me.contact.removed": "{name} est supprimé",
  "me.contact.active": "Utilisé",
  "me.contact.address.hint": "Une autre adresse doit être vérifiée de nouveau.",
  "me.factor.off": "Absent : votre mot de passe suffit pour vous connecter.",
  "me.factor.on": "Actif. Il vous reste {count} codes de secours.",
  "me.factor.since": "Depuis le",
  "me.factor.required": "Votre rôle en exige un.",
  "me.factor.setUp": "Mettre en place un second facteur",
  "me.factor.about": "Vous vous connectez avec votre mot de passe et un code d’une application d’authentification.",
  "me.factor.password": "Votre mot de passe",
  "me.factor.password.hint": "Vide, si vous n’en avez pas ici parce que vous vous connectez par un autre système.",
  "me.factor.key": "Ajoutez cette clé à une application d’authentification, puis saisissez le code qu’elle affiche.",
  "me.factor.switchOn": "L’activer",
  "me.factor.switchOff": "Le désactiver",
  "me.factor.switchedOff": "Le second facteur est désactivé",
  "me.factor.renew": "Créer de nouveaux codes de secours",
  "me.factor.renew.go": "En créer de nouveaux",
  "me.factor.renew.about": "Ceux que vous avez ne vaudront alors plus rien.",
  "me.tokens": "Mes jetons d’API",
  "me.tokens.none": "Vous n’avez aucun jeton.",
  "me.tokens.more": "Seuls les 100 premiers sont affichés.",
  "me.tokens.go": "Le créer",
};

export default french;
