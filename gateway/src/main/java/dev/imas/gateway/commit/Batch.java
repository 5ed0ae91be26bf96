package dev.imas.gateway.commit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The content of one transaction: rows in key order, each fingerprint once.
 *
 * @param extras submissions whose dead letters and side events are stored
 */
record Batch(List<BatchRow> known, List<BatchRow> full, List<Submission> extras) {

  /**
   * The order of the primary key, so that all batches lock rows in the same order. The fingerprint
   * hash includes the tenant.
   */
  private static final Comparator<BatchRow> KEY_ORDER = Comparator.comparing(r -> r.fingerprint);

  static Batch of(List<BatchRow> rows, List<Submission> extras) {
    List<BatchRow> known = new ArrayList<>(rows.size());
    List<BatchRow> full = new ArrayList<>();
    for (BatchRow row : rows) {
      (row.newest.cacheHit ? known : full).add(row);
    }
    known.sort(KEY_ORDER);
    full.sort(KEY_ORDER);
    return new Batch(known, full, extras);
  }

  /** Whether it holds nothing but alerts that the cache takes for unchanged. */
  boolean isKnownOnly() {
    return full.isEmpty() && extras.isEmpty();
  }

  /** Whether something of it is no alert. */
  boolean hasSideEvents() {
    for (Submission submission : extras) {
      if (!submission.sideEvents().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Whether something of it is a fact, or a change that may be a repeat. */
  boolean hasFacts() {
    for (Submission submission : extras) {
      if (!submission.facts().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  int rows() {
    return known.size() + full.size();
  }

  /** How many rows the batch has, or submissions if it stores their extras only. */
  int parts() {
    return rows() + extras.size();
  }

  List<BatchRow> allRows() {
    List<BatchRow> all = new ArrayList<>(known);
    all.addAll(full);
    return all;
  }

  /** Splits the batch into two halves. This is how the row that the database refuses is found. */
  List<Batch> halves() {
    List<BatchRow> rows = allRows();
    int half = parts() / 2;
    int rowsInFirst = Math.min(half, rows.size());
    int extrasInFirst = half - rowsInFirst;
    return List.of(
        of(rows.subList(0, rowsInFirst), extras.subList(0, extrasInFirst)),
        of(rows.subList(rowsInFirst, rows.size()), extras.subList(extrasInFirst, extras.size())));
  }

  /**
   * The known rows apart from the rest. A batch of both locks rows of the same tables twice, so two
   * such batches may wait for each other; the parts do so rarely.
   */
  List<Batch> apart() {
    return known.isEmpty() || isKnownOnly()
        ? List.of(this)
        : List.of(new Batch(known, List.of(), List.of()), new Batch(List.of(), full, extras));
  }

  void fail(CommitFailure failure) {
    for (BatchRow row : allRows()) {
      for (AlertEvent event : row.events) {
        event.submission().fail(failure);
      }
    }
    for (Submission submission : extras) {
      submission.fail(failure);
    }
  }
}
