package dev.imas.gateway.dedup;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import org.jspecify.annotations.Nullable;

/**
 * A cache of alerts that fire already, so that an unchanged repeat is recognised without asking the
 * database. More than 95 % of a storm are such repeats. They need neither rules nor labels, only a
 * narrow update.
 *
 * <p>All event loops share the cache. Its size is fixed: a table of primitives in sets of four
 * places. With one place per key, two alerts of the same place would evict each other for ever. Of
 * 10,000 alerts in a quarter of a million places, 4 in 100 would do so, which spoils nearly every
 * batch. Where a set is full, only one newcomer in {@value #DISPLACED_BY_ONE_IN} evicts the oldest
 * entry. If each newcomer did, a cycle of more alerts than places would never hit.
 *
 * <p>An entry also holds a hash of the annotations that were stored last, because a value in them
 * changes with every post of Prometheus. Changed annotations are let through once a minute per
 * alert ({@link #areTextsDue}), and up to a fixed number a second in all. Each of them makes a new
 * version of the alert's row.
 *
 * <p>The cache takes no locks. An entry may be wrong: after a torn read, or when two alerts share
 * half a fingerprint. That costs one repeated row and never wrong data, since the ingest statement
 * checks every row and returns those whose entry was stale.
 */
public final class KnownAlerts {

  private static final int SEVERITY_BITS = 3;
  private static final int SEVERITY_MASK = (1 << SEVERITY_BITS) - 1;
  private static final int WAYS = 4;
  private static final int DISPLACED_BY_ONE_IN = 4;

  /**
   * Longs per place: half the fingerprint (the other half selects the set), start, facts, texts.
   */
  private static final int WIDTH = 4;

  private static final int START = 1;
  private static final int FACTS = 2;
  private static final int TEXTS = 3;

  private static final int MINUTE = 60;

  private static final int DEFAULT_TEXTS_A_SECOND = 1_000;

  private final int setMask;

  /**
   * The places of all sets. The high half of the facts holds the routing generation, the severity
   * the sender sent, and the severity decided; 0 means an empty place. Their low half holds when
   * the entry was made. The high half of the texts holds their hash, the low half when they were
   * last compared.
   */
  private final long[] places;

  private final int refreshSeconds;
  private final int textsASecond;

  /**
   * How many texts were let through in the current second. It does not matter which loop counts.
   */
  private int textsOfSecond;

  private int textsSecond;
  private long textsPutOff;

  /** Newcomers that met a full set. It does not matter which loop counts. */
  private int turnedAway;

  /**
   * @param entries a power of two, at least 4; each takes 32 bytes
   * @param refreshSeconds after which an entry expires, so that the alert is sent in full again; up
   *     to an eighth earlier, so that the alerts of one storm do not all come at once
   */
  public KnownAlerts(int entries, int refreshSeconds) {
    this(entries, refreshSeconds, DEFAULT_TEXTS_A_SECOND);
  }

  /**
   * @param textsASecond how many changed annotations are let through in a second
   */
  public KnownAlerts(int entries, int refreshSeconds, int textsASecond) {
    if (Integer.bitCount(entries) != 1 || entries < WAYS) {
      throw new IllegalArgumentException("entries must be a power of two, not " + entries);
    }
    this.setMask = entries / WAYS - 1;
    this.places = new long[entries * WIDTH];
    this.refreshSeconds = refreshSeconds;
    this.textsASecond = textsASecond;
  }

  /**
   * The severity with which the alert fires by the cache, or null when the cache has no valid entry
   * for it.
   *
   * @param sent the sender's severity, null for none
   * @param starts of the episode, in any unit; the smallest number where the sender names none
   * @param generation of the routing tables; an entry made under another one is not valid
   */
  public @Nullable Severity severityOf(
      Fingerprint fingerprint,
      @Nullable Severity sent,
      long starts,
      int generation,
      int nowSeconds) {
    int at = find(fingerprint);
    if (at < 0) {
      return null;
    }
    long facts = places[at + FACTS];
    int cached = (int) (facts >>> Integer.SIZE);
    if (cached == 0
        || starts > places[at + START]
        || (cached >>> SEVERITY_BITS) != situation(sent, generation)
        || nowSeconds - (int) facts >= refreshAfter(fingerprint)) {
      return null;
    }
    return Severity.of(cached & SEVERITY_MASK);
  }

  /**
   * Stores that it fires, committed, with this severity. Where its set is full, it may stay out.
   */
  public void learn(
      Fingerprint fingerprint,
      @Nullable Severity sent,
      Severity decided,
      long starts,
      int generation,
      int nowSeconds) {
    int at = find(fingerprint);
    long newest = starts;
    if (at < 0) {
      at = placeForNewcomer(fingerprint, nowSeconds);
      if (at < 0) {
        return;
      }
    } else {
      // The two Prometheus servers of a pair name one episode by two starts: keep the newer one.
      newest = Math.max(starts, places[at + START]);
    }
    int cached = situation(sent, generation) << SEVERITY_BITS | decided.number();
    places[at + FACTS] = 0;
    places[at + START] = newest;
    places[at + TEXTS] = Integer.toUnsignedLong(nowSeconds);
    places[at] = fingerprint.high();
    places[at + FACTS] = (long) cached << Integer.SIZE | Integer.toUnsignedLong(nowSeconds);
  }

  /** Stores the hash of the annotations that were committed. To be called after {@link #learn}. */
  public void learnTexts(Fingerprint fingerprint, Labels annotations, int nowSeconds) {
    int at = find(fingerprint);
    if (at >= 0) {
      places[at + TEXTS] = texts(annotations.hashCode(), nowSeconds);
    }
  }

  /**
   * Whether these annotations differ from the stored ones and may be stored now. A caller that gets
   * true must store them: the answer is false for the rest of this alert's minute.
   */
  public boolean areTextsDue(Fingerprint fingerprint, Labels annotations, int nowSeconds) {
    int at = find(fingerprint);
    if (at < 0) {
      return false;
    }
    long texts = places[at + TEXTS];
    if (minute(fingerprint, nowSeconds) == minute(fingerprint, (int) texts)) {
      return false;
    }
    if (textsSecond != nowSeconds) {
      textsSecond = nowSeconds;
      textsOfSecond = 0;
    }
    int stored = (int) (texts >>> Integer.SIZE);
    boolean changed = annotations.hashCode() != stored;
    if (changed && textsOfSecond >= textsASecond) {
      textsPutOff++;
      return false; // It stays due.
    }
    // Keep the hash of what is stored: if storing fails, the next minute sees the change again.
    places[at + TEXTS] = texts(stored, nowSeconds);
    textsOfSecond += changed ? 1 : 0;
    return changed;
  }

  /** Counts texts that were due and were not stored. Each waits for its alert's next minute. */
  public void putTextsOff(int alerts) {
    textsPutOff += alerts;
  }

  /** How often changed annotations had to wait for a later repeat. */
  public long textsPutOff() {
    return textsPutOff;
  }

  private static long texts(int hash, int nowSeconds) {
    return (long) hash << Integer.SIZE | Integer.toUnsignedLong(nowSeconds);
  }

  /** Each alert's minute begins at a second of its own, so that not all come at once. */
  private static int minute(Fingerprint fingerprint, int seconds) {
    int beginning = Math.floorMod((int) (fingerprint.low() >>> Integer.SIZE), MINUTE);
    return (seconds + beginning) / MINUTE;
  }

  /** Removes the entry, since the alert may have changed. */
  public void forget(Fingerprint fingerprint) {
    int at = find(fingerprint);
    if (at >= 0) {
      places[at + FACTS] = 0;
    }
  }

  /** The alert's place, or -1. */
  private int find(Fingerprint fingerprint) {
    int first = firstOfSet(fingerprint);
    for (int at = first; at < first + WAYS * WIDTH; at += WIDTH) {
      if (places[at] == fingerprint.high() && places[at + FACTS] != 0) {
        return at;
      }
    }
    return -1;
  }

  /** A place for a newcomer, or -1 where it has to stay out. */
  private int placeForNewcomer(Fingerprint fingerprint, int nowSeconds) {
    int first = firstOfSet(fingerprint);
    int oldest = first;
    for (int at = first; at < first + WAYS * WIDTH; at += WIDTH) {
      if (places[at + FACTS] == 0) {
        return at;
      }
      if ((int) places[at + FACTS] < (int) places[oldest + FACTS]) {
        oldest = at;
      }
    }
    boolean isWorthless = nowSeconds - (int) places[oldest + FACTS] >= refreshSeconds;
    return isWorthless || ++turnedAway % DISPLACED_BY_ONE_IN == 0 ? oldest : -1;
  }

  private int firstOfSet(Fingerprint fingerprint) {
    return ((int) fingerprint.low() & setMask) * (WAYS * WIDTH);
  }

  private int refreshAfter(Fingerprint fingerprint) {
    int spread = refreshSeconds / 8;
    return spread == 0
        ? refreshSeconds
        : refreshSeconds - Math.floorMod((int) (fingerprint.low() >>> Integer.SIZE), spread);
  }

  private static int situation(@Nullable Severity sent, int generation) {
    return (generation & 0xff_ffff) << SEVERITY_BITS | (sent == null ? 0 : sent.number());
  }
}
