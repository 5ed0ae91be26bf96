package dev.imas.core.rule;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map whose keys ignore case. The first value put for a key stays. A key written as it was put,
 * or in lower case, is found without allocating.
 */
final class CaselessMap<V> {

  private final Map<String, V> lower = new HashMap<>();
  private final Map<String, V> asWritten = new HashMap<>();

  void putIfAbsent(String key, V value) {
    V holder = lower.putIfAbsent(key.toLowerCase(Locale.ROOT), value);
    asWritten.put(key, holder == null ? value : holder);
  }

  @Nullable V get(String key) {
    V exact = asWritten.get(key);
    // toLowerCase returns the same object when nothing changes.
    return exact != null ? exact : lower.get(key.toLowerCase(Locale.ROOT));
  }
}
