package dev.imas.core.source;

import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A source is taken away while alerts of it fire: deleted, switched off, or changed so that its
 * posts name other alerts. Nothing could say that they recovered, and what they inhibit would stay
 * hidden. So either they end with it, or the change is refused (ADR 119). Runs on a virtual thread.
 */
public final class Removal {

  /** The parameter by which a caller has them ended. */
  static final String END_ALERTS = "end_alerts";

  private final AlertsOfSourceRepository alerts = new AlertsOfSourceRepository();
  private final NotesOnIncidents notes;
  private final InstantSource clock;

  public Removal(NotesOnIncidents notes, InstantSource clock) {
    this.notes = notes;
    this.clock = clock;
  }

  /**
   * @param name of the source
   * @param what is done with it, such as "deleted"
   * @param by who does it
   * @param ends whether the caller has its alerts ended
   * @throws Fault CONFLICT that says what fires, and what to do about it
   */
  void prepare(Tx tx, UUID source, String name, String what, String by, boolean ends) {
    AlertsOfSourceRepository.Firing firing = alerts.firing(tx, source);
    if (firing.count() > 0 && !ends) {
      throw Fault.conflict(
          "%s of the source %s fires (%s), and nothing could say that it recovered once the source is %s; wait for its recovery, or have it ended with ?%s=true"
              .formatted(
                  firing.count() == 1 ? "1 alert" : firing.count() + " alerts",
                  name,
                  String.join(", ", firing.names()) + (firing.count() > 3 ? ", …" : ""),
                  what,
                  END_ALERTS));
    }
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<UUID> concerned = alerts.incidents(tx, source);
    if (!concerned.isEmpty()) {
      String why = "%s: the source %s is %s, and its alerts end with it".formatted(by, name, what);
      notes.add(tx, concerned, by, why, Map.of("source", source.toString()), at);
    }
    alerts.end(tx, source, at);
  }
}
