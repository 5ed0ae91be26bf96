export default {
  "levels.about":
    "How soon incidents must be acknowledged and resolved. Business hours are set up with configuration as code.",
  "levels.none": "No goals are set, so incidents have no clocks.",
  "levels.change": "Edit service levels",
  "levels.response": "Time to acknowledge",
  "levels.resolution": "Time to resolve",
  "levels.TIER_1_CRITICAL": "Tier 1",
  "levels.TIER_2": "Tier 2",
  "levels.TIER_3": "Tier 3",
  "levels.SEV1_CRITICAL": "SEV1",
  "levels.SEV2_HIGH": "SEV2",
  "levels.SEV3_MEDIUM": "SEV3",
  "levels.SEV4_LOW": "SEV4",
  "levels.goal": "{length}, {hours}",
  "levels.goal.none": "no goal",
  "levels.always": "around the clock",
};
