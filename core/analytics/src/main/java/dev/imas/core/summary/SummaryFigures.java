package dev.imas.core.summary;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What has happened in a time.
 *
 * @param bySeverity how many incidents were opened, SEV1 first
 * @param unacknowledged how many of those that are open wait for somebody
 * @param mtta of those that were first acknowledged in this time; empty without any
 * @param mttr of those that were resolved in this time
 * @param services with the most new incidents, the first first
 */
record SummaryFigures(
    List<Long> bySeverity,
    long resolved,
    long open,
    long unacknowledged,
    Optional<Duration> mtta,
    Optional<Duration> mttr,
    List<Busy> services) {

  record Busy(String service, long incidents) {}

  SummaryFigures {
    bySeverity = List.copyOf(bySeverity);
    services = List.copyOf(services);
  }

  long created() {
    return bySeverity.stream().mapToLong(Long::longValue).sum();
  }
}
