import type en from "../en/palette";

const fr: Record<keyof typeof en, string> = {
  palette: "Commandes",
  "palette.what": "Que voulez-vous faire ou trouver ?",
  "palette.actions": "Sur cette page",
  "palette.pages": "Pages",
  "palette.settings": "Réglages",
  "palette.alerts": "Alertes",
  "palette.alerts.count": "{count} alertes",
  "palette.services": "Services",
  "palette.none": "Rien ne porte ce nom.",
  "palette.found": "{count} trouvés",
  "palette.everything": "Tous les textes",
  "palette.everything.for": "Chercher « {words} » dans tous les textes",
};

export default fr;
