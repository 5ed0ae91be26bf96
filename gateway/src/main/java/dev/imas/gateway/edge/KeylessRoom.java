package dev.imas.gateway.edge;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes of bodies that must be read before their source is known, because the key is in
 * them: in all, and for each client's address. Shared by all event loops.
 */
public final class KeylessRoom {

  private static final long MOST = 16L << 20;
  private static final long MOST_OF_ONE_ADDRESS = MOST / 4;

  private final Map<String, Long> byAddress = new HashMap<>();
  private long held;

  /**
   * Takes room; false, and takes nothing, where there is none.
   *
   * @param address whose share it is; null for a peer that speaks for many and has none of its own
   */
  synchronized boolean take(@Nullable String address, long bytes) {
    if (held + bytes > MOST) {
      return false;
    }
    if (address != null) {
      long own = byAddress.getOrDefault(address, 0L) + bytes;
      if (own > MOST_OF_ONE_ADDRESS) {
        return false;
      }
      byAddress.put(address, own);
    }
    held += bytes;
    return true;
  }

  synchronized void release(@Nullable String address, long bytes) {
    held -= bytes;
    if (address != null) {
      byAddress.computeIfPresent(address, (same, own) -> own > bytes ? own - bytes : null);
    }
  }

  synchronized long held() {
    return held;
  }
}
