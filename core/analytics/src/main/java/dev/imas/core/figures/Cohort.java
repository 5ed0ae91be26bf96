package dev.imas.core.figures;

import java.util.List;

/**
 * The incidents that were opened in a span, as they are now.
 *
 * @param bySeverity SEV1 first
 * @param byStatus in the order of a life: triggered, acknowledged, mitigated, resolved
 * @param tta time to acknowledge
 * @param ttr time to resolve
 */
record Cohort(long total, List<Long> bySeverity, List<Long> byStatus, Times tta, Times ttr) {

  Cohort {
    bySeverity = List.copyOf(bySeverity);
    byStatus = List.copyOf(byStatus);
  }
}
