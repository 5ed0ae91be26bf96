package dev.imas.gateway.dedup;

import dev.imas.core.model.Fingerprint;
import dev.imas.core.model.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Believes that some alerts fire already, exactly as they are posted again. More than 95 % of a
 * storm are such repeats: for them neither rules nor labels are needed, a narrow update does.
 * Shared by all event loops and of fixed size: a direct-mapped table of primitives, in which a
 * newer alert displaces an older one.
 *
 * <p>Written without locks. A torn read can make it believe wrongly; that costs one repeated row
 * and never a wrong one, since the statement checks what is believed and hands back what it did not
 * find so.
 */
public final class KnownAlerts {

  private static final int SEVERITY_BITS = 3;
  private static final int SEVERITY_MASK = (1 << SEVERITY_BITS) - 1;

  private final int mask;
  private final long[] high;
  private final long[] low;

  /**
   * routing generation, then what the sender said (0: nothing), then what was decided. 0: an empty
   * place.
   */
  private final int[] facts;

  /** The newest start of an episode that is known: only a newer one is news. */
  private final long[] startsAt;

  private final int[] learnedAt;
  private final int refreshSeconds;

  /**
   * @param entries a power of two; 32 bytes each
   * @param refreshSeconds after which an alert is sent whole again, so that its annotations do not
   *     grow old
   */
  public KnownAlerts(int entries, int refreshSeconds) {
    if (Integer.bitCount(entries) != 1) {
      throw new IllegalArgumentException("entries must be a power of two, not " + entries);
    }
    this.mask = entries - 1;
    this.high = new long[entries];
    this.low = new long[entries];
    this.facts = new int[entries];
    this.startsAt = new long[entries];
    this.learnedAt = new int[entries];
    this.refreshSeconds = refreshSeconds;
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
    int at = place(fingerprint);
    int fact = facts[at];
    if (fact == 0
        || low[at] != fingerprint.low()
        || high[at] != fingerprint.high()
        || starts > startsAt[at]
        || (fact >>> SEVERITY_BITS) != situation(sent, generation)
        || nowSeconds - learnedAt[at] >= refreshSeconds) {
      return null;
    }
    return Severity.of(fact & SEVERITY_MASK);
  }

  /** It fires, committed, with this severity. */
  public void learn(
      Fingerprint fingerprint,
      @Nullable Severity sent,
      Severity decided,
      long starts,
      int generation,
      int nowSeconds) {
    int at = place(fingerprint);
    // Two Prometheus of one pair name one episode by two starts: the newer one stays known.
    boolean stillKnown =
        facts[at] != 0 && low[at] == fingerprint.low() && high[at] == fingerprint.high();
    long newest = stillKnown ? Math.max(starts, startsAt[at]) : starts;
    facts[at] = 0;
    startsAt[at] = newest;
    low[at] = fingerprint.low();
    high[at] = fingerprint.high();
    learnedAt[at] = nowSeconds;
    facts[at] = situation(sent, generation) << SEVERITY_BITS | decided.number();
  }

  /** It may have changed. */
  public void forget(Fingerprint fingerprint) {
    int at = place(fingerprint);
    if (low[at] == fingerprint.low()) {
      facts[at] = 0;
    }
  }

  private int place(Fingerprint fingerprint) {
    return (int) fingerprint.low() & mask;
  }

  private static int situation(@Nullable Severity sent, int generation) {
    return (generation & 0xff_ffff) << SEVERITY_BITS | (sent == null ? 0 : sent.number());
  }
}
