package dev.imas.core.figures;

import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Notes the months that are over of which incidents change, so that they are packed anew. Incidents
 * of the present month cost it nothing.
 */
final class PastMonths implements IncidentReaction {

  private final InstantSource clock;
  private final FigureFactRepository facts = new FigureFactRepository();

  PastMonths(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    Set<LocalDate> past = of(changes, clock.instant());
    return past.isEmpty() ? Future.succeededFuture() : facts.mark(tx, past);
  }

  /** Counts of alerts alone are no figure of an incident: then it has no entry, either. */
  static Set<LocalDate> of(List<IncidentChange> changes, Instant now) {
    LocalDate present = MonthPacker.monthOf(now);
    Set<LocalDate> past = new TreeSet<>();
    for (IncidentChange change : changes) {
      if (!change.steps().isEmpty()) {
        LocalDate month = MonthPacker.monthOf(change.after().clocks().createdAt());
        if (month.isBefore(present)) {
          past.add(month);
        }
      }
    }
    return past;
  }
}
