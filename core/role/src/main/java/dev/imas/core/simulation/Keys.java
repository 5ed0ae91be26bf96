package dev.imas.core.simulation;

import java.util.UUID;

/** The keys of some changes in the journal, in its order, at twenty bytes each. */
final class Keys {

  private final long[] high;
  private final long[] low;
  private final int[] seq;

  Keys(int size) {
    this.high = new long[size];
    this.low = new long[size];
    this.seq = new int[size];
  }

  void set(int place, UUID fingerprint, int number) {
    high[place] = fingerprint.getMostSignificantBits();
    low[place] = fingerprint.getLeastSignificantBits();
    seq[place] = number;
  }

  int size() {
    return seq.length;
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
