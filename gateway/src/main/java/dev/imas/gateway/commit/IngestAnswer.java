package dev.imas.gateway.commit;

import dev.imas.core.model.Disposition;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.TransitionKind;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch, as {@link IngestStatement} returns it.
 *
 * @param missed positions of known rows whose cache entry was stale, ascending
 * @param outcomes of the full rows; null when every one of them was new
 * @param repeats receipts of posts that were stored before
 */
record IngestAnswer(
    int[] missed, @Nullable Map<Fingerprint, RowOutcome> outcomes, Set<UUID> repeats) {

  private IngestAnswer(int[] missed, @Nullable Map<Fingerprint, RowOutcome> outcomes) {
    this(missed, outcomes, Set.of());
  }

  private static final int[] NONE_MISSED = {};
  private static final IngestAnswer ALL_AS_SENT = new IngestAnswer(NONE_MISSED, null);
  private static final RowOutcome OPENED =
      new RowOutcome(Disposition.OPENED, 1, TransitionKind.OPENED);
  private static final RowOutcome NOTHING_TO_RECOVER = new RowOutcome(Disposition.STALE, 0, null);

  /** Whether every full row was new, and every known row was found. */
  boolean allNew() {
    return outcomes == null;
  }

  /** What became of a full row. */
  RowOutcome outcomeOf(BatchRow row) {
    Map<Fingerprint, RowOutcome> byRow = outcomes;
    if (byRow == null) {
      return row.newest.alert.firing() ? OPENED : NOTHING_TO_RECOVER;
    }
    RowOutcome outcome = byRow.get(row.fingerprint);
    if (outcome == null) {
      throw new IllegalStateException("ingest_batch returned nothing for " + row.fingerprint);
    }
    return outcome;
  }

  /**
   * @param seq the alert's newest transition
   * @param change the transition that this event caused, null for none
   */
  record RowOutcome(Disposition disposition, int seq, @Nullable TransitionKind change) {}

  /** The result of {@link IngestStatement#KNOWN}. */
  static IngestAnswer readKnown(Row row) {
    Integer[] missed = row.getArrayOfIntegers(0);
    return missed == null ? ALL_AS_SENT : new IngestAnswer(positions(missed), null);
  }

  /** The result of {@link IngestStatement#of}. */
  static IngestAnswer read(Row row, Batch batch) {
    IngestAnswer answer = read(row);
    if (!batch.hasFacts()) {
      return answer;
    }
    UUID[] repeats = row.getArrayOfUUIDs(6);
    return repeats == null || repeats.length == 0
        ? answer
        : new IngestAnswer(answer.missed, answer.outcomes, Set.of(repeats));
  }

  private static IngestAnswer read(Row row) {
    if (row.getBoolean(0)) {
      return ALL_AS_SENT;
    }
    Integer[] missed = row.getArrayOfIntegers(1);
    UUID[] fingerprints = row.getArrayOfUUIDs(2);
    Short[] dispositions = row.getArrayOfShorts(3);
    Integer[] seqs = row.getArrayOfIntegers(4);
    Short[] kinds = row.getArrayOfShorts(5);
    Map<Fingerprint, RowOutcome> outcomes = HashMap.newHashMap(fingerprints.length);
    for (int i = 0; i < fingerprints.length; i++) {
      outcomes.put(
          Fingerprint.of(fingerprints[i]),
          new RowOutcome(
              disposition(dispositions[i]),
              seqs[i],
              kinds[i] == 0 ? null : TransitionKind.of(kinds[i])));
    }
    return new IngestAnswer(missed == null ? NONE_MISSED : positions(missed), outcomes);
  }

  private static int[] positions(Integer[] missed) {
    int[] positions = new int[missed.length];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = missed[i] - 1;
    }
    return positions;
  }

  private static Disposition disposition(int code) {
    return switch (code) {
      case 1 -> Disposition.OPENED;
      case 2 -> Disposition.DEDUPLICATED;
      case 3 -> Disposition.RESOLVED;
      case 4 -> Disposition.REOPENED;
      case 5 -> Disposition.SUPPRESSED;
      case 6 -> Disposition.STALE;
      default ->
          throw new IllegalStateException("ingest_batch returned the unknown disposition " + code);
    };
  }
}
