package dev.imas.core.simulation;

import java.time.Instant;
import java.util.UUID;

/** The keys of some changes in the journal, in its order, at twenty bytes each. */
final class Keys {

  private final long[] high;
  private final long[] low;
  private final int[] seq;
  private Instant first = Instant.EPOCH;
  private Instant last = Instant.EPOCH;

  Keys(int size) {
    this.high = new long[size];
    this.low = new long[size];
    this.seq = new int[size];
  }

  /**
   * @param place from 0 and in order
   */
  void set(int place, UUID fingerprint, int number, Instant at) {
    high[place] = fingerprint.getMostSignificantBits();
    low[place] = fingerprint.getLeastSignificantBits();
    seq[place] = number;
    first = place == 0 ? at : first;
    last = at;
  }

  int size() {
    return seq.length;
  }

  /** The time of the first one. */
  Instant first() {
    return first;
  }

  /** The time of the last one, not before the first. */
  Instant last() {
    return last;
  }

  UUID[] fingerprints() {
    UUID[] fingerprints = new UUID[seq.length];
    for (int i = 0; i < seq.length; i++) {
      fingerprints[i] = new UUID(high[i], low[i]);
    }
    return fingerprints;
  }

  Integer[] seqs() {
    Integer[] seqs = new Integer[seq.length];
    for (int i = 0; i < seq.length; i++) {
      seqs[i] = seq[i];
    }
    return seqs;
  }
}
