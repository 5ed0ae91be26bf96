import type english from "../en/manage";

const french: Record<keyof typeof english, string> = {
  "manage.sources": "Sources",
  "manage.sources.about": "Qui envoie des alertes, avec quelle clé, et combien.",
  "manage.letters": "Lettres mortes",
  "manage.letters.about": "Ce qui a été accepté sans pouvoir être lu, à relire.",
  "manage.trust": "Confiance",
  "manage.trust.about": "Ce qu’est devenu tout ce qui a été accepté, minute par minute.",
  "manage.rules": "Règles",
  "manage.rules.about": "À quel service va une alerte, et chaque version de ces règles.",
  "manage.providers": "Fournisseurs",
  "manage.providers.about": "Avec quoi les messages partent, et comment chacun se porte.",
  "manage.deliveries": "Envois",
  "manage.deliveries.about": "Chaque message avec ses tentatives.",
  "manage.services": "Services",
  "manage.services.about": "À qui est chaque service, son importance, son guide.",
  "manage.teams": "Équipes",
  "manage.teams.about": "Qui possède les services, et qui en est membre.",
  "manage.users": "Utilisateurs",
  "manage.users.about": "Inviter, choisir les rôles, fermer les sessions.",
  "manage.grants": "Droits accordés",
  "manage.grants.about": "Les droits transmis un à un, et jusqu’à quand.",
  "manage.tokens": "Jetons",
  "manage.tokens.about": "Avec quoi les programmes appellent l’API.",
  "manage.audit": "Audit",
  "manage.audit.about": "Qui a changé quoi, avant et après.",
  "manage.timers": "Minuteries",
  "manage.timers.about": "Ce qui tourne de soi-même, quand, et avec quel résultat.",
  "manage.tenants": "Organisations",
  "manage.tenants.about": "Ceux qui partagent cette plateforme.",
};

export default french;
