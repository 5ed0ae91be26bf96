package dev.imas.gateway.edge;

import java.util.HashMap;
import java.util.Map;

/**
 * Bounds the bytes of bodies that must be read before their source is known, because the key is in
 * them: in all, and for each peer's address. Shared by all event loops.
 */
public final class KeylessRoom {

  private static final long MOST = 16L << 20;
  private static final long MOST_OF_ONE_ADDRESS = MOST / 4;

  private final Map<String, Long> byAddress = new HashMap<>();
  private long held;

  /** Takes room; false, and takes nothing, where there is none. */
  synchronized boolean take(String address, long bytes) {
    long own = byAddress.getOrDefault(address, 0L) + bytes;
    if (held + bytes > MOST || own > MOST_OF_ONE_ADDRESS) {
      return false;
    }
    held += bytes;
    byAddress.put(address, own);
    return true;
  }

  synchronized void release(String address, long bytes) {
    held -= bytes;
    byAddress.computeIfPresent(address, (same, own) -> own > bytes ? own - bytes : null);
  }

  synchronized long held() {
    return held;
  }
}
