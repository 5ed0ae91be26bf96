import type english from "../en/account";

const french: Record<keyof typeof english, string> = {
  "me.export": "Mes données",
  "me.export.about": "Un fichier avec tout ce qui est conservé à votre sujet, pendant sept jours.",
  "me.export.ask": "Demander un export",
  "me.export.asked": "Il est en cours d’écriture ; revenez dans une minute.",
  "me.export.download": "Télécharger l’export",
  "me.export.until": "jusqu’au",
  "me.clash.yes": "oui",
  "me.clash.no": "non",
  "me.clash.take": "Repartir de la version actuelle",
  "me.contact.remove": "Supprimer",
  "me.contact.remove.go": "Supprimer le moyen de contact",
  "me.contact.remove.about":
    "Plus aucune notification ne sera envoyée à {address}. Vos règles qui l’utilisent sont supprimées aussi.",
  "me.contact.removed": "{name} supprimé",
  "me.contact.active": "Activé",
  "me.contact.address.hint": "Une nouvelle adresse doit être vérifiée.",
  "me.push.enable": "Activer le push sur cet appareil",
  "me.push.about": "Les notifications arrivent ici, même quand IMAS est fermé.",
  "me.push.here": "Ce navigateur",
  "me.push.name": "{browser} sur {system}",
  "me.push.unsupported":
    "Ce navigateur ne prend pas en charge le push. Utilisez une version récente de Chrome, Edge, Firefox ou Safari.",
  "me.push.insecure":
    "Le push demande une adresse https. Ouvrez IMAS à une telle adresse pour l’activer sur cet appareil.",
  "me.push.homeScreen":
    "Pour activer le push sur un iPhone ou un iPad, ajoutez IMAS à l’écran d’accueil, puis ouvrez-le de là.",
  "me.push.denied":
    "Les notifications sont bloquées pour ce site. Autorisez-les dans les réglages du navigateur, puis rechargez la page.",
  "me.push.failed": "Le navigateur n’a pas pu s’abonner au push. Vérifiez sa connexion, puis réessayez.",
  "me.factor.off": "Désactivée. Votre mot de passe suffit pour vous connecter.",
  "me.factor.on": "Activée. Il reste {count} {count:code|codes} de secours.",
  "me.factor.since": "Depuis le",
  "me.factor.required": "Obligatoire pour votre rôle.",
  "me.factor.setUp": "Configurer l’authentification à deux facteurs",
  "me.factor.about": "Vous vous connectez avec votre mot de passe et un code d’une application d’authentification.",
  "me.factor.password": "Votre mot de passe",
  "me.factor.password.hint": "Laissez vide si vous vous connectez par un autre système.",
  "me.factor.key":
    "Scannez le code QR avec une application d’authentification, ou saisissez-y la clé. Entrez ensuite le code qu’elle affiche.",
  "me.factor.switchOn": "Activer l’authentification à deux facteurs",
  "me.factor.switchOff": "Désactiver l’authentification à deux facteurs",
  "me.factor.switchedOff": "Authentification à deux facteurs désactivée",
  "me.factor.renew": "Créer de nouveaux codes de secours",
  "me.factor.renew.go": "Créer les codes",
  "me.factor.renew.about": "Vos codes actuels ne fonctionneront plus.",
  "me.tokens": "Mes jetons d’API",
  "me.tokens.none": "Aucun jeton d’API",
  "me.tokens.more": "Les 100 premiers sont affichés.",
  "me.tokens.go": "Créer un jeton",
};

export default french;
