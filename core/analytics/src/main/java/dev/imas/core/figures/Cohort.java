package dev.imas.core.figures;

import java.util.List;

/**
 * The incidents that were opened in a span, as they are now.
 *
 * @param bySeverity SEV1 first
 * @param byStatus in the order of a life: triggered, acknowledged, mitigated, resolved
 * @param tta time to acknowledge, of those that were acknowledged before they were resolved
 * @param ttaWithResolutions the same where a resolution acknowledges, too
 * @param ttr time to resolve
 */
record Cohort(
    long total,
    List<Long> bySeverity,
    List<Long> byStatus,
    Times tta,
    Mean ttaWithResolutions,
    Times ttr) {

  Cohort {
    bySeverity = List.copyOf(bySeverity);
    byStatus = List.copyOf(byStatus);
  }
}
