package dev.imas.core.incident;

import dev.imas.core.http.Constraints;
import dev.imas.core.incident.TimelineRepository.Meanwhile;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a change of an incident that somebody else has changed since the caller read it, and says
 * who did what meanwhile.
 */
final class Unchanged {

  private static final int MOST_TOLD = 10;
  private static final int LONGEST_TOLD = 120;

  private final TimelineRepository timeline;

  Unchanged(TimelineRepository timeline) {
    this.timeline = timeline;
  }

  /**
   * Fails with PRECONDITION_FAILED unless the incident has that version.
   *
   * @param incident as it was locked
   * @param expected null: the caller does not mind
   */
  Future<Void> require(Tx tx, Incident incident, @Nullable Integer expected) {
    if (expected == null || expected == incident.version()) {
      return Future.succeededFuture();
    }
    return timeline
        .afterVersion(tx, incident.id(), expected, MOST_TOLD)
        .compose(changes -> Future.failedFuture(overtaken(changes)));
  }

  private static Fault overtaken(List<Meanwhile> changes) {
    if (changes.isEmpty()) {
      return Constraints.overtaken(); // A version that never was, or of long ago.
    }
    Meanwhile last = changes.getFirst();
    return Fault.of(
            Fault.Kind.PRECONDITION_FAILED,
            "the incident has changed since you read it; "
                + last.by()
                + " at "
                + last.at()
                + ": "
                + cut(last.message())
                + ". Read it again, then decide anew")
        .with("changes", changes.reversed());
  }

  private static String cut(String message) {
    return message.length() <= LONGEST_TOLD ? message : message.substring(0, LONGEST_TOLD) + "…";
  }
}
