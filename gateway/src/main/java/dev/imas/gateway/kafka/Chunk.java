package dev.imas.gateway.kafka;

import dev.imas.gateway.commit.RecordCommitter.Window;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.kafka.RecordBodies.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * What was read of the records that wait, to be committed in one transaction.
 *
 * @param records those that were read, the first of them
 * @param lastReceiptMicros of the last of them, or of the one before where there is none
 * @param waitsFor why it ends before the others, where that may take long
 */
record Chunk(
    List<LogRecord> records,
    List<Result.Read> bodies,
    List<Window> windows,
    long lastReceiptMicros,
    int tombstones,
    int poison,
    String waitsFor) {

  /** How many alerts a transaction may have, but for a record that has more. */
  private static final int MOST_ALERTS = 2_000;

  /** Reads one record. */
  @FunctionalInterface
  interface Reading {
    Result read(LogRecord record, long receivedAtMicros);
  }

  /**
   * Reads records until there is enough for a transaction, or one must wait. Of any thread.
   *
   * @param times when each counts as received, in microseconds
   * @param before when the last record before them did
   */
  static Chunk read(List<LogRecord> records, long[] times, long before, Reading reading) {
    List<Result.Read> all = new ArrayList<>();
    List<LogRecord> taken = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    String waitsFor = "";
    int tombstones = 0;
    int poison = 0;
    int alerts = 0;
    int at = 0;
    moments:
    for (int end : ReceiptTimes.moments(times)) {
      List<Submission> ofMoment = new ArrayList<>();
      while (at < end && alerts < MOST_ALERTS) {
        LogRecord record = records.get(at);
        switch (reading.read(record, times[at])) {
          case Result.Nothing nothing -> tombstones++;
          case Result.Later later -> {
            if (!ofMoment.isEmpty()) {
              windows.add(new Window(times[at - 1], ofMoment));
            }
            waitsFor = later.why();
            break moments;
          }
          case Result.Read read -> {
            ofMoment.add(read.submission());
            all.add(read);
            alerts += read.submission().events().size();
            poison += read.poison();
          }
        }
        taken.add(record);
        at++;
      }
      if (!ofMoment.isEmpty()) {
        windows.add(new Window(times[at - 1], ofMoment));
      }
      if (at < end) {
        break;
      }
    }
    long last = taken.isEmpty() ? before : times[taken.size() - 1];
    return new Chunk(taken, all, windows, last, tombstones, poison, waitsFor);
  }
}
