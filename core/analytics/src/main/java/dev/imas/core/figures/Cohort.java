package dev.imas.core.figures;

import java.util.Map;

/**
 * The incidents that were opened in a time, as they are now.
 *
 * @param bySeverity SEV1 first
 * @param byStatus in the order of a life: triggered, acknowledged, mitigated, resolved
 * @param byEnd what ended those that are resolved
 * @param tta time to acknowledge, as it was asked for
 * @param ttaWithResolutions the same where a resolution acknowledges, too
 * @param ttr time to resolve
 * @param ttrByPersons of those that persons ended
 * @param ttrByAlerts of those that ended with their alerts
 * @param told how many of the resolved ones people were told of
 * @param neverAcknowledged how many of these nobody acknowledged before they ended
 * @param excluded how many were left out, by the reason
 * @param resolved how many were resolved in the time, whenever they were opened
 */
record Cohort(
    long total,
    Map<String, Long> bySeverity,
    Map<String, Long> byStatus,
    Map<String, Long> byEnd,
    Times tta,
    Mean ttaWithResolutions,
    Times ttr,
    Times ttrByPersons,
    Times ttrByAlerts,
    long told,
    long neverAcknowledged,
    Map<String, Long> excluded,
    long resolved) {

  long severe() {
    return bySeverity.values().stream().limit(2).mapToLong(Long::longValue).sum();
  }
}
