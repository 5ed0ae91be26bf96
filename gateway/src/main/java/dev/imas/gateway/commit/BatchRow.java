package dev.imas.gateway.commit;

import dev.imas.core.model.Disposition;
import dev.imas.core.model.Fingerprint;
import dev.imas.gateway.decode.IncomingAlert;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * All events of one fingerprint in a batch with the same content: one row of the statement. Repeats
 * within a batch are folded here, because the statement cannot touch a row twice.
 */
final class BatchRow {

  final UUID tenant;
  final Fingerprint fingerprint;
  final UUID source;

  /** The newest of the folded events. Its annotations and labels are stored. */
  AlertEvent newest;

  final List<AlertEvent> events = new ArrayList<>(1);
  private long endsAtMicros;
  private boolean renewsTexts;

  BatchRow(AlertEvent first) {
    this.tenant = first.submission().tenant();
    this.source = first.submission().source();
    this.fingerprint = first.alert.fingerprint();
    this.newest = first;
    this.endsAtMicros = IncomingAlert.NONE;
    count(first);
  }

  /**
   * Whether this event can share the row. Otherwise it waits for the next batch, which keeps the
   * order within a fingerprint.
   */
  boolean takes(AlertEvent event) {
    IncomingAlert mine = newest.alert;
    IncomingAlert other = event.alert;
    return mine.firing() == other.firing()
        && mine.impliedState() == other.impliedState()
        && newest.severity == event.severity
        && newest.cacheHit == event.cacheHit
        && mine.startsAtMicros() == other.startsAtMicros()
        && source.equals(event.submission().source())
        // What one sender posts is in order; what two post is not.
        && (event.cacheHit || Objects.equals(newest.sender(), event.sender()));
  }

  void add(AlertEvent event) {
    count(event);
    if (event.observedAtMicros() >= newest.observedAtMicros()) {
      newest = event;
    }
  }

  private void count(AlertEvent event) {
    events.add(event);
    events.addAll(event.folded());
    endsAtMicros = Math.max(endsAtMicros, event.endsAtMicros());
    renewsTexts |= event.renewsTexts;
  }

  int count() {
    return events.size();
  }

  /** Whether the newest event's texts must be stored although the row is a mere repeat. */
  boolean renewsTexts() {
    return renewsTexts;
  }

  /** The latest end of the folded events, {@link IncomingAlert#NONE} where none has one. */
  long endsAtMicros() {
    return endsAtMicros;
  }

  /**
   * The dead letters that replace each event. Once stored they settle the events; if storing fails,
   * the request fails.
   */
  List<Submission> asDeadLetters(Supplier<UUID> ids, String reason) {
    List<Submission> letters = new ArrayList<>();
    for (AlertEvent event : events) {
      Submission owner = event.submission();
      Submission standIn =
          new Submission(
              owner.receipt(),
              owner.tenant(),
              owner.source(),
              owner.dialect(),
              List.of(),
              List.of(event.asRefused(ids.get(), reason)),
              owner.body(),
              owner.receivedAtMicros());
      standIn
          .committed()
          .onSuccess(ok -> event.settle(Disposition.DEAD_LETTERED))
          .onFailure(failure -> owner.fail((CommitFailure) failure));
      letters.add(standIn);
    }
    return letters;
  }

  /** The row's disposition belongs to the first event; the events folded into it are repeats. */
  void settle(Disposition outcome) {
    Disposition rest =
        switch (outcome) {
          case OPENED, REOPENED, RESOLVED, DEDUPLICATED -> Disposition.DEDUPLICATED;
          case STALE -> Disposition.STALE;
          case SUPPRESSED -> Disposition.SUPPRESSED;
          case DEAD_LETTERED -> Disposition.DEAD_LETTERED;
          case DROPPED, CHANGE, ACTION ->
              throw new IllegalArgumentException(outcome + " is not of an alert");
        };
    for (int i = 0; i < events.size(); i++) {
      events.get(i).settle(i == 0 ? outcome : rest);
    }
  }
}
