package dev.imas.gateway.dedup;

import dev.imas.core.model.Severity;
import java.util.UUID;

/**
 * The groups of alerts that had a severe change of state committed in the last seconds. Core opens
 * or raises their incident and pages on that change. What else of such a group arrives meanwhile
 * only joins the incident, and needs no place in the urgent lane. A more severe change raises the
 * incident, so each severity is remembered separately. One such change every {@value #SECONDS}
 * seconds uses the lane all the same, because the incident may have ended meanwhile.
 *
 * <p>The number of places is fixed, and the newest wins. A group that lost its place counts as not
 * seen; its next change is merely urgent once more. Event loops share it without locks, since a
 * place is one word.
 */
public final class UrgentGroups {

  static final int SECONDS = 5;
  private static final Severity[] SEVERE = {Severity.SEV1_CRITICAL, Severity.SEV2_HIGH};
  private static final int PLACES = 1 << 14;
  private static final int SECONDS_BITS = 20;
  private static final long SECONDS_MASK = (1L << SECONDS_BITS) - 1;

  /**
   * The upper bits hold the group's hash, the lower ones when it was seen; 0 for an empty place.
   */
  private final long[] places = new long[PLACES];

  /**
   * Whether the group had a change as severe, or more.
   *
   * @param nowSeconds since any moment, always the same
   */
  public boolean isRecent(UUID tenant, String groupKey, Severity severity, long nowSeconds) {
    for (Severity known : SEVERE) {
      if (isRecent(hash(tenant, groupKey, known), nowSeconds)) {
        return true;
      }
      if (known == severity) {
        return false;
      }
    }
    return false;
  }

  private boolean isRecent(long hash, long nowSeconds) {
    long place = places[place(hash)];
    long age = (nowSeconds - place) & SECONDS_MASK;
    return place != 0 && (place ^ hash) >>> SECONDS_BITS == 0 && age < SECONDS;
  }

  /** Records that a severe change of state of that group is committed. */
  public void committed(UUID tenant, String groupKey, Severity severity, long nowSeconds) {
    long hash = hash(tenant, groupKey, severity);
    if (!isRecent(hash, nowSeconds)) {
      places[place(hash)] = (hash & ~SECONDS_MASK) | (nowSeconds & SECONDS_MASK);
    }
  }

  private static int place(long hash) {
    return (int) (hash >>> 32) & PLACES - 1;
  }

  private static long hash(UUID tenant, String groupKey, Severity severity) {
    long hash =
        tenant.getMostSignificantBits()
            ^ Long.rotateLeft(tenant.getLeastSignificantBits(), 31)
            ^ severity.number();
    for (int i = 0; i < groupKey.length(); i++) {
      hash = (hash ^ groupKey.charAt(i)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
