package dev.imas.core.figures;

import dev.imas.core.figures.Fact.End;
import dev.imas.core.figures.Fact.Exclusion;
import dev.imas.core.incident.IncidentStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Counts the incidents of a time for a summary. */
final class CohortCount implements Counting {

  private final Measure measure;
  private final long[] bySeverity = new long[4];
  private final long[] byStatus = new long[4];
  private final long[] byEnd = new long[End.values().length];
  private final long[] excluded = new long[Exclusion.values().length];
  private final Distribution tta = new Distribution();
  private final Distribution ttaOfAny = new Distribution();
  private final Distribution ttr = new Distribution();
  private final Distribution ttrByPersons = new Distribution();
  private final Distribution ttrByAlerts = new Distribution();
  private long told;
  private long neverAcknowledged;
  private long resolved;

  CohortCount(Measure measure) {
    this.measure = measure;
  }

  @Override
  public boolean wantsResolved() {
    return true;
  }

  @Override
  public void opened(Fact fact) {
    add(tta, measure.toAcknowledge(fact));
    add(ttaOfAny, measure.toAnyAcknowledge(fact));
    if (!fact.counts()) {
      excluded[fact.exclusion().ordinal()]++;
      return;
    }
    bySeverity[fact.severity()]++;
    byStatus[fact.status()]++;
    byEnd[fact.end().ordinal()]++;
    if (fact.isResolved() && fact.isTold()) {
      told++;
      neverAcknowledged += fact.toAcknowledge() == Fact.NONE ? 1 : 0;
    }
    int length = measure.toResolve(fact);
    add(ttr, length);
    if (fact.end() == End.PERSON) {
      add(ttrByPersons, length);
    } else if (fact.end() == End.ALERTS) {
      add(ttrByAlerts, length);
    }
  }

  @Override
  public void resolved(Fact fact) {
    resolved += fact.counts() ? 1 : 0;
  }

  private static void add(Distribution to, int seconds) {
    if (seconds != Fact.NONE) {
      to.add(seconds);
    }
  }

  Cohort cohort() {
    return new Cohort(
        Arrays.stream(bySeverity).sum(),
        FiguresRoutes.bySeverity(Arrays.stream(bySeverity).boxed().toList()),
        Summary.named(
            Arrays.stream(IncidentStatus.values()).map(Enum::name).toList(),
            Arrays.stream(byStatus).boxed().toList()),
        Summary.named(
            List.of("person", "alerts", "timeout", "storm", "unknown"),
            List.of(
                byEnd[End.PERSON.ordinal()],
                byEnd[End.ALERTS.ordinal()],
                byEnd[End.TIMEOUT.ordinal()],
                byEnd[End.STORM.ordinal()],
                byEnd[End.UNKNOWN.ordinal()])),
        tta.times(),
        new Mean(ttaOfAny.size(), ttaOfAny.mean()),
        ttr.times(),
        ttrByPersons.times(),
        ttrByAlerts.times(),
        told,
        neverAcknowledged,
        excluded(),
        resolved);
  }

  private Map<String, Long> excluded() {
    return Summary.named(
        List.of("merged", "storm", "test"),
        List.of(
            excluded[Exclusion.MERGED.ordinal()],
            excluded[Exclusion.STORM.ordinal()],
            excluded[Exclusion.TEST.ordinal()]));
  }
}
