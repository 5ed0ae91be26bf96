package dev.imas.core.sla;

/** How critical a service is, the most critical first. */
public enum ServiceTier {
  TIER_1_CRITICAL,
  TIER_2,
  TIER_3
}
