package dev.imas.core.hold;

import dev.imas.core.contact.MatrixRepository;
import dev.imas.core.contact.NotificationMatrix;
import dev.imas.core.contact.Timing;
import dev.imas.core.model.Medium;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.stream.Stream;

/** When a tenant wants to be told what can wait. On a virtual thread. */
public final class TenantTimes {

  /**
   * @param digestAt by the clocks of the zone
   */
  public record Times(ZoneId zone, LocalTime digestAt) {}

  private final TimetableRepository timetables = new TimetableRepository();
  private final MatrixRepository matrices = new MatrixRepository();

  public Times read(Tx tx) {
    Timetable timetable = timetables.read(tx).timetable();
    return new Times(timetable.zone(), timetable.digestAt());
  }

  /**
   * Whether the tenant's matrix collects mail of any severity for such a digest.
   *
   * @param timing {@code daily} or {@code weekly}
   */
  public boolean mailIsCollected(Tx tx, String timing) {
    NotificationMatrix matrix = matrices.read(tx).matrix();
    return Stream.of(Severity.values())
        .map(severity -> matrix.timing(severity, Medium.EMAIL))
        .map(Timing::text)
        .anyMatch(timing::equals);
  }
}
