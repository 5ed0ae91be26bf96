package dev.imas.gateway.dedup;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Believes that some alerts fire already, exactly as they are posted again. More than 95 % of a
 * storm are such repeats: for them neither rules nor labels are needed, a narrow update does.
 * Shared by all event loops and of fixed size: a table of primitives in sets of four places. With
 * one place per key two alerts of one place would displace each other for ever: of 10,000 in a
 * quarter of a million places that were 4 in 100, enough to spoil nearly every batch. Where a set
 * is full, one newcomer in {@value #DISPLACED_BY_ONE_IN} displaces the one that was learned longest
 * ago: if each did, more alerts than places that repeat in turn would never meet themselves.
 *
 * <p>Beside it stands what the annotations were when they were stored last, as a hash: a repeat
 * does not bring its own, and a value in them changes with every one that Prometheus sends. Changed
 * ones are let through once in a minute of each alert ({@link #areTextsDue}), and so many in a
 * second in all: each is a new version of the alert's row.
 *
 * <p>Written without locks. A torn read can make it believe wrongly, and so can half a fingerprint
 * shared by two alerts; that costs one repeated row and never a wrong one, since the statement
 * checks what is believed and hands back what it did not find so.
 */
public final class KnownAlerts {

  private static final int SEVERITY_BITS = 3;
  private static final int SEVERITY_MASK = (1 << SEVERITY_BITS) - 1;
  private static final int WAYS = 4;
  private static final int DISPLACED_BY_ONE_IN = 4;

  /**
   * Longs of a place: half the fingerprint (the other half leads to the set), start, facts, texts.
   */
  private static final int WIDTH = 4;

  private static final int START = 1;
  private static final int FACTS = 2;
  private static final int TEXTS = 3;

  private static final int MINUTE = 60;

  private static final int DEFAULT_TEXTS_A_SECOND = 1_000;

  private final int setMask;

  /**
   * The facts of a place: what is believed in the high half (routing generation, then what the
   * sender said, then what was decided; 0: an empty place), when it was learned in the low half.
   * The texts: their hash in the high half, when they were compared last in the low half.
   */
  private final long[] places;

  private final int refreshSeconds;
  private final int textsASecond;

  /** How many texts were let through in which second; which loop counts which does not matter. */
  private int textsOfSecond;

  private int textsSecond;
  private long textsPutOff;

  /** Newcomers that came to a full set; which loop counts which does not matter. */
  private int turnedAway;

  /**
   * @param entries a power of two, at least 4; 32 bytes each
   * @param refreshSeconds after which an alert is sent whole again, whatever is known of it; up to
   *     an eighth earlier, so that the alerts of one storm do not all come at once
   */
  public KnownAlerts(int entries, int refreshSeconds) {
    this(entries, refreshSeconds, DEFAULT_TEXTS_A_SECOND);
  }

  /**
   * @param textsASecond changed annotations let through in a second
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
   * The severity it is believed to fire with, or null when it is not known to fire as posted.
   *
   * @param sent what the sender said, null for nothing
   * @param starts of the episode, in any unit; the smallest number where the sender names none
   * @param generation of the routing tables; a belief formed under another one does not count
   */
  public @Nullable Severity believed(
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
    int belief = (int) (facts >>> Integer.SIZE);
    if (belief == 0
        || starts > places[at + START]
        || (belief >>> SEVERITY_BITS) != situation(sent, generation)
        || nowSeconds - (int) facts >= refreshAfter(fingerprint)) {
      return null;
    }
    return Severity.of(belief & SEVERITY_MASK);
  }

  /** It fires, committed, with this severity. Where its set is full it may stay unknown. */
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
      // Two Prometheus of one pair name one episode by two starts: the newer one stays known.
      newest = Math.max(starts, places[at + START]);
    }
    int belief = situation(sent, generation) << SEVERITY_BITS | decided.number();
    places[at + FACTS] = 0;
    places[at + START] = newest;
    places[at + TEXTS] = Integer.toUnsignedLong(nowSeconds);
    places[at] = fingerprint.high();
    places[at + FACTS] = (long) belief << Integer.SIZE | Integer.toUnsignedLong(nowSeconds);
  }

  /** It was stored with these annotations. After {@link #learn}. */
  public void learnTexts(Fingerprint fingerprint, Labels annotations, int nowSeconds) {
    int at = find(fingerprint);
    if (at >= 0) {
      places[at + TEXTS] = texts(annotations.hashCode(), nowSeconds);
    }
  }

  /**
   * Are these annotations other than those that were stored, and to be stored now? Whoever asks
   * stores them then: it is not said again in this minute of the alert.
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
      return false; // it stays due
    }
    // The hash that was stored stays: where storing fails, the next minute finds a change again.
    places[at + TEXTS] = texts(stored, nowSeconds);
    textsOfSecond += changed ? 1 : 0;
    return changed;
  }

  /** Texts that were due were not stored; each waits for its alert's next minute. */
  public void putTextsOff(int alerts) {
    textsPutOff += alerts;
  }

  /** How often changed annotations had to wait for a next repeat. */
  public long textsPutOff() {
    return textsPutOff;
  }

  private static long texts(int hash, int nowSeconds) {
    return (long) hash << Integer.SIZE | Integer.toUnsignedLong(nowSeconds);
  }

  /** An alert's minute begins at a second of its own, so that not all come at once. */
  private static int minute(Fingerprint fingerprint, int seconds) {
    int beginning = Math.floorMod((int) (fingerprint.low() >>> Integer.SIZE), MINUTE);
    return (seconds + beginning) / MINUTE;
  }

  /** It may have changed. */
  public void forget(Fingerprint fingerprint) {
    int at = find(fingerprint);
    if (at >= 0) {
      places[at + FACTS] = 0;
    }
  }

  /** Its place, or -1. */
  private int find(Fingerprint fingerprint) {
    int first = firstOfSet(fingerprint);
    for (int at = first; at < first + WAYS * WIDTH; at += WIDTH) {
      if (places[at] == fingerprint.high() && places[at + FACTS] != 0) {
        return at;
      }
    }
    return -1;
  }

  /** Or -1 where it has to stay unknown. */
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
