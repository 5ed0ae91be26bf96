import type en from "../en/inbox";

const fr: Record<keyof typeof en, string> = {
  "inbox.title": "Boîte de réception",
  "inbox.list": "Vos messages, les plus récents d’abord",
  "inbox.which": "Afficher",
  "inbox.which.all": "Tous",
  "inbox.which.unread": "Non lus",
  "inbox.all": "Tout marquer comme lu",
  "inbox.none": "Aucun message",
  "inbox.none.unread": "Vous êtes à jour",
  "inbox.nobody": "Cette session n’est liée à aucune personne et n’a pas de boîte de réception.",
  "inbox.unread": "(non lu)",
  "inbox.mark.read": "Marquer comme lu",
  "inbox.mark.unread": "Marquer comme non lu",
  "inbox.marked.read": "Marqués comme lus : {count}",
  "inbox.marked.unread": "Marqués comme non lus : {count}",
};

export default fr;
