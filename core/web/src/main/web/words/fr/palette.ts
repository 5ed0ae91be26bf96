import type en from "../en/palette";

const fr: Record<keyof typeof en, string> = {
  palette: "Menu des commandes",
  "palette.what": "Rechercher ou lancer une commande",
  "palette.actions": "Sur cette page",
  "palette.pages": "Pages",
  "palette.settings": "Réglages",
  "palette.alerts": "Alertes",
  "palette.alerts.count": "{count} {count:alerte|alertes}",
  "palette.services": "Services",
  "palette.none": "Aucun résultat",
  "palette.found": "{count} trouvés",
  "palette.everything": "Tous les textes",
  "palette.everything.for": "Chercher « {words} » dans tous les textes",
};

export default fr;
