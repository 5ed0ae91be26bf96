package dev.imas.notifier.egress;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The result of the last lookup of each host. Those that were not asked for the longest are
 * forgotten. It holds no addresses, so an old answer is never used again. Bound to one thread, or
 * to its owner's lock.
 */
final class HostHistory {

  /** What the last lookup suggests for the next one; the worst first. */
  enum Standing {
    /** It failed, or took long. */
    SUSPECT,
    NEW,
    /** It was answered at once. */
    GOOD
  }

  private final Map<String, Boolean> prompt;

  HostHistory(int most) {
    prompt =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > most;
          }
        };
  }

  Standing of(String host) {
    Boolean answered = prompt.get(host);
    if (answered == null) {
      return Standing.NEW;
    }
    return answered ? Standing.GOOD : Standing.SUSPECT;
  }

  void ended(String host, boolean answeredPromptly) {
    prompt.put(host, answeredPromptly);
  }
}
