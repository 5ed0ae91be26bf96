package dev.imas.gateway.commit;

import dev.imas.core.model.Disposition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.UUID;

/**
 * One request's alerts and what else it holds, committed in one or several transactions and
 * answered once. Bound to one event loop.
 */
public final class Submission {

  private static final Disposition[] DISPOSITIONS = Disposition.values();

  private final UUID receipt;
  private final UUID tenant;
  private final UUID source;
  private final String dialect;
  private final List<AlertEvent> events;
  private final List<DeadLetter> deadLetters;
  private final List<SideEventRow> sideEvents;
  private final PostedFacts facts;
  private final byte[] body;
  private final long receivedAtMicros;
  private final Promise<Void> committed = Promise.promise();
  private final int[] counts = new int[DISPOSITIONS.length];
  private final long enqueuedNanos;
  private final boolean urgent;
  private int unsettled;
  private boolean sent;
  private boolean ended;

  /** A request without side events. */
  public Submission(
      UUID receipt,
      UUID tenant,
      UUID source,
      String dialect,
      List<AlertEvent> events,
      List<DeadLetter> deadLetters,
      byte[] body,
      long receivedAtMicros) {
    this(receipt, tenant, source, dialect, events, deadLetters, List.of(), body, receivedAtMicros);
  }

  /** A request without facts. */
  public Submission(
      UUID receipt,
      UUID tenant,
      UUID source,
      String dialect,
      List<AlertEvent> events,
      List<DeadLetter> deadLetters,
      List<SideEventRow> sideEvents,
      byte[] body,
      long receivedAtMicros) {
    this(
        receipt,
        tenant,
        source,
        dialect,
        events,
        deadLetters,
        sideEvents,
        PostedFacts.NONE,
        body,
        receivedAtMicros);
  }

  /**
   * @param receipt a version 7 UUID by which the answer refers to what was stored
   * @param facts what it says of changes beside its alerts
   * @param body the bytes the events were read from, for the dead letter of one that the database
   *     refuses
   * @param receivedAtMicros our clock when the body was read
   */
  public Submission(
      UUID receipt,
      UUID tenant,
      UUID source,
      String dialect,
      List<AlertEvent> events,
      List<DeadLetter> deadLetters,
      List<SideEventRow> sideEvents,
      PostedFacts facts,
      byte[] body,
      long receivedAtMicros) {
    this.receipt = receipt;
    this.tenant = tenant;
    this.source = source;
    this.dialect = dialect;
    this.events = events;
    this.deadLetters = deadLetters;
    this.sideEvents = sideEvents;
    this.facts = facts;
    this.body = body;
    this.receivedAtMicros = receivedAtMicros;
    this.unsettled = events.size() + (hasExtras() ? 1 : 0);
    this.enqueuedNanos = System.nanoTime();
    boolean severe = false;
    for (int i = 0; i < events.size(); i++) {
      events.get(i).belongTo(this, i);
      severe |= events.get(i).severity.isCritical();
    }
    this.urgent = severe;
  }

  public UUID receipt() {
    return receipt;
  }

  public UUID tenant() {
    return tenant;
  }

  public UUID source() {
    return source;
  }

  public String dialect() {
    return dialect;
  }

  /** The events in the order of the body. */
  public List<AlertEvent> events() {
    return events;
  }

  public List<DeadLetter> deadLetters() {
    return deadLetters;
  }

  public List<SideEventRow> sideEvents() {
    return sideEvents;
  }

  public PostedFacts facts() {
    return facts;
  }

  /** How many elements of the body its side events stand for. */
  public int sideEventCount() {
    int count = 0;
    for (SideEventRow row : sideEvents) {
      count += row.count();
    }
    return count;
  }

  /** Whether it has rows beside its alerts: letters, side events or facts. They go together. */
  boolean hasExtras() {
    return !deadLetters.isEmpty() || !sideEvents.isEmpty() || !facts.isEmpty();
  }

  /** How many alerts have this disposition; final once {@link #committed} has succeeded. */
  public int count(Disposition disposition) {
    return counts[disposition.ordinal()];
  }

  /**
   * Succeeds when every alert is committed. Fails with a {@link CommitFailure} when one cannot be.
   * Others of the same request may be committed by then. The sender posts all of them again, which
   * changes counts only.
   */
  public Future<Void> committed() {
    return committed.future();
  }

  /** The bytes that it was read from. Not to be changed. */
  public byte[] body() {
    return body;
  }

  public long receivedAtMicros() {
    return receivedAtMicros;
  }

  /** Whether it holds a SEV1 or SEV2. */
  boolean isUrgent() {
    return urgent;
  }

  long waitedNanos(long now) {
    return now - enqueuedNanos;
  }

  /** Whether a part of it was sent to the database. From then on it waits for the outcome. */
  boolean isSent() {
    return sent;
  }

  void markSent() {
    sent = true;
  }

  boolean hasEnded() {
    return ended;
  }

  void settled(Disposition disposition) {
    counts[disposition.ordinal()]++;
    finishOne();
  }

  /**
   * @param isRepeat whether the sender posted the same before, so that its changes are dropped
   */
  void extrasStored(boolean isRepeat) {
    for (SideEventRow row : sideEvents) {
      Disposition counted = row.event().kind().disposition();
      counts[
              (isRepeat && counted == Disposition.CHANGE ? Disposition.DROPPED : counted)
                  .ordinal()] +=
          row.count();
    }
    for (DeadLetter letter : deadLetters) {
      if (letter.counted()) {
        counts[Disposition.DEAD_LETTERED.ordinal()]++;
      }
    }
    finishOne();
  }

  /** An empty submission counts as committed. */
  void finishIfEmpty() {
    if (unsettled == 0 && !ended) {
      ended = true;
      committed.complete();
    }
  }

  void fail(CommitFailure failure) {
    if (!ended) {
      ended = true;
      committed.fail(failure);
    }
  }

  private void finishOne() {
    unsettled--;
    finishIfEmpty();
  }
}
