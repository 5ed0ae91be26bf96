import type english from "../en/templates";

const french: Record<keyof typeof english, string> = {
  "template.own": "Vos modèles",
  "template.own.none":
    "Toutes les notifications utilisent les textes standard. Choisissez-en un ci-dessous pour écrire le vôtre.",
  "template.edit": "Modifier un texte",
  "template.which": "Quel texte",
  "template.kind": "Notification",
  "template.kind.incident": "Toutes les notifications d’incident",
  "template.kind.notice": "Avis",
  "template.form": "Partie",
  "template.form.title": "Titre",
  "template.form.text": "Texte",
  "template.form.facts": "Faits",
  "template.form.mail_subject": "Objet de l’e-mail",
  "template.form.mail_text": "Corps de l’e-mail (texte)",
  "template.form.mail_html": "Corps de l’e-mail (HTML)",
  "template.form.sms": "SMS",
  "template.changed": "Dernière modification",
  "template.language.is": "Langue des notifications aux équipes et aux canaux : {language}.",
  "template.language.change": "Changer de langue",
  "template.language.about":
    "Chaque personne est notifiée dans la langue de son compte. Les textes que vous n’avez pas écrits dans cette langue sont en anglais.",
  "template.isOwn": "Ce texte est le vôtre.",
  "template.isShipped": "Ce texte est le texte standard. Enregistrez une modification pour qu’il devienne le vôtre.",
  "template.source": "Texte",
  "template.source.hint": "{most} caractères au plus",
  "template.discard": "Annuler les modifications",
  "template.shipped": "Rétablir le texte standard",
  "template.reverted": "Texte standard rétabli",
  "template.preview": "Aperçu",
  "template.length": "{count} caractères sur {most} au plus",
  "template.incident": "Aperçu avec un incident",
  "template.incident.hint": "Par exemple INC-7F3KX. Laissez vide pour des données d’exemple.",
  "template.variables": "Insérer une variable",
  "template.variables.hint": "Une variable est remplacée par sa valeur dans chaque notification.",
  "template.versions": "Versions précédentes",
  "template.version": "Version {version}",
  "template.version.shipped": "Texte standard",
  "template.restore": "Rétablir cette version",
};

export default french;
