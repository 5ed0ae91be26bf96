import type english from "../en/session";

const french: Record<keyof typeof english, string> = {
  "login.title": "Connexion",
  "login.username": "Identifiant",
  "login.password": "Mot de passe",
  "login.tenant": "Locataire",
  "login.tenant.hint": "Seulement s’il y en a plusieurs",
  "login.go": "Se connecter",
  "login.forgotten": "Mot de passe oublié ?",
  "login.ended": "Votre session est terminée. Connectez-vous pour reprendre où vous étiez.",
  "factor.title": "Second facteur",
  "factor.code": "Code de votre application d’authentification",
  "factor.recovery": "Code de secours",
  "factor.useRecovery": "Utiliser un code de secours",
  "factor.useCode": "Utiliser l’application",
  "factor.go": "Continuer",
  "factor.back": "Se connecter sous un autre nom",
  "setup.title": "Mettre en place votre second facteur",
  "setup.text":
    "Votre rôle en demande un. Ajoutez cette clé à une application d’authentification, puis saisissez le code affiché.",
  "setup.key": "Clé",
  "setup.link": "Ouvrir dans une application de cet appareil",
  "codes.title": "Vos codes de secours",
  "codes.text": "Chacun permet une connexion sans application. Gardez-les : ils ne sont affichés qu’une fois.",
  "codes.kept": "Je les ai gardés",
  "welcome.title": "Créer votre compte",
  "welcome.text": "Votre invitation crée ce compte. Quatre mots sans rapport font un bon mot de passe.",
  "welcome.email": "Adresse électronique",
  "welcome.go": "Créer le compte",
  "welcome.done": "Votre compte est créé. Connectez-vous en tant que {name}.",
  "welcome.without": "Cette page a besoin du lien d’une invitation",
  "welcome.without.text": "Ouvrez le lien tel que vous l’avez reçu, ou demandez-en un autre à un administrateur.",
  "forgotten.title": "Mot de passe oublié",
  "forgotten.text":
    "Demandez un lien à un administrateur. Il vous permet de choisir un mot de passe que personne d’autre n’apprend.",
  "forgotten.admin":
    "Administrateurs : POST /api/v1/users/<nom>/invitation crée le lien, et l’envoie si la messagerie est en place.",
  "forgotten.back": "Retour à la connexion",
};

export default french;
