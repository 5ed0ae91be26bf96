package dev.imas.core.suspect;

import dev.imas.core.sideevent.SideEventRepository.SideEventView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A suspect as the API shows it.
 *
 * @param happenedAt of a deployment, when it ended
 * @param state of a deployment
 * @param service whose change it is; null where that is not known, or where it was deleted
 * @param rank 1 is the first suspect; null where people named it
 * @param lines of which the score is the sum
 * @param judged what was said last; null as long as nobody did
 */
record SuspectView(
    String kind,
    UUID id,
    String title,
    String link,
    Instant happenedAt,
    String author,
    @Nullable String state,
    String repository,
    String environment,
    @Nullable ServiceName service,
    int score,
    @Nullable Integer rank,
    List<Line> lines,
    String judgement,
    @Nullable Judged judged) {

  SuspectView {
    lines = List.copyOf(lines);
  }

  record ServiceName(UUID id, String name) {}

  /**
   * A reason with its points.
   *
   * @param minutes how long before the incident; only of the reason age
   * @param confirmed of the changes of the service that were judged, those that caused an incident;
   *     only of the reason history, as judged
   */
  record Line(
      String reason,
      int points,
      String text,
      @Nullable Integer minutes,
      @Nullable Integer confirmed,
      @Nullable Integer judged) {

    static Line of(StoredLines.Line line) {
      return new Line(
          line.reason(),
          line.points(),
          line.text(),
          line.minutes(),
          line.confirmed(),
          line.judged());
    }
  }

  record Judged(String by, Instant at, String why) {}

  /**
   * What came before an incident.
   *
   * @param changes what senders posted of its service
   * @param suspects the confirmed cause first, and what was rejected last
   * @param computedAt when suspects were last worked out; null before the first time
   * @param found how many changes of all services were told of the day before; null before the
   *     first time
   */
  record Changes(
      List<SideEventView> changes,
      List<SuspectView> suspects,
      @Nullable Instant computedAt,
      @Nullable Integer found) {

    Changes {
      changes = List.copyOf(changes);
      suspects = List.copyOf(suspects);
    }
  }
}
