import type english from "../en/levels";

const french: Record<keyof typeof english, string> = {
  "levels.about":
    "Dans quel délai les incidents doivent être acquittés et résolus. Les heures ouvrées se définissent par la configuration en tant que code.",
  "levels.none": "Aucun objectif n’est défini : les incidents n’ont pas de délai.",
  "levels.change": "Modifier les niveaux de service",
  "levels.response": "Délai d’acquittement",
  "levels.updates": "Points de situation",
  "levels.updates.none": "selon les nouvelles",
  "levels.updates.every": "{length} au plus entre deux",
  "levels.resolution": "Délai de résolution",
  "levels.TIER_1_CRITICAL": "Niveau 1",
  "levels.TIER_2": "Niveau 2",
  "levels.TIER_3": "Niveau 3",
  "levels.SEV1_CRITICAL": "SEV1",
  "levels.SEV2_HIGH": "SEV2",
  "levels.SEV3_MEDIUM": "SEV3",
  "levels.SEV4_LOW": "SEV4",
  "levels.goal": "{length}, {hours}",
  "levels.goal.none": "aucun objectif",
  "levels.always": "24 h sur 24",
};

export default french;
