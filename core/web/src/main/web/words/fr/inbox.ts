import type en from "../en/inbox";

const fr: Record<keyof typeof en, string> = {
  "inbox.title": "Messages",
  "inbox.list": "Messages pour vous, les plus récents d’abord",
  "inbox.which": "Lesquels",
  "inbox.which.all": "Tous",
  "inbox.which.unread": "Non lus",
  "inbox.all": "Tout marquer comme lu",
  "inbox.none": "Rien ne vous a encore été envoyé.",
  "inbox.none.unread": "Vous avez tout lu.",
  "inbox.nobody": "Cette session n’appartient à personne, elle n’a donc pas de boîte de réception.",
  "inbox.unread": "(non lu)",
  "inbox.mark.read": "Marquer comme lu",
  "inbox.mark.unread": "Marquer comme non lu",
  "inbox.marked.read": "Marqués comme lus : {count}",
  "inbox.marked.unread": "Marqués comme non lus : {count}",
};

export default fr;
