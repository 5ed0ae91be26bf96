package dev.imas.core.simulation;

import dev.imas.core.paging.PastEscalations.Receiver;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Who would have been paged about one incident of a replay. One thread at a time. */
final class Audience {

  /** Of whom it keeps who they are. All others only make a difference. */
  static final int MOST = 20;

  /**
   * @param firstAt when they were first paged
   * @param pages how often in all
   */
  record Heard(Receiver receiver, Instant firstAt, int pages) {}

  private final Map<Receiver, Heard> heard = new LinkedHashMap<>();
  private long pages;
  private long mixed;

  void hear(Receiver receiver, Instant at) {
    pages++;
    // A sum, so that who comes first at one moment makes no difference.
    mixed += mix(Objects.hash(receiver.kind().name(), receiver.id(), at));
    if (heard.size() < MOST || heard.containsKey(receiver)) {
      heard.merge(
          receiver,
          new Heard(receiver, at, 1),
          (known, again) -> new Heard(receiver, known.firstAt, known.pages + 1));
    }
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 31)) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }

  /** Whether the same receivers are paged at the same times. */
  boolean isLike(Audience other) {
    return pages == other.pages && mixed == other.mixed;
  }

  boolean isNobody() {
    return pages == 0;
  }

  /** The first ones, in the order in which they are paged. */
  List<Heard> heard() {
    return List.copyOf(heard.values());
  }
}
