package dev.imas.core.changes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's newest changes in memory, from which all its subscribers in this process are told.
 * What is written for one filter from one number on is written once. Safe from any thread.
 */
final class ChangeWindow {

  /**
   * The most changes that it keeps. Whoever missed more reads its lists anew, which is less than to
   * be told so much.
   */
  static final int MOST = 10_000;

  private record From(Filter filter, long after) {}

  /** The changes after {@link #floor}, without gaps: the one at index 0 has the next number. */
  private List<Change> changes = new ArrayList<>();

  private final Map<From, FeedMessage> written = new HashMap<>();
  private long floor;
  private boolean isLoaded;

  /** Whether it was read once. */
  synchronized boolean isLoaded() {
    return isLoaded;
  }

  /** The number of the newest change. */
  synchronized long last() {
    return floor + changes.size();
  }

  /** Whether a subscriber that knows of everything up to that number can be told the rest. */
  synchronized boolean reaches(long number) {
    return number >= floor && number <= last();
  }

  /**
   * Adds what has happened since.
   *
   * @param news the changes after {@link #last}, in order. If some between are gone, it starts with
   *     these
   * @param head the number of the newest change there is
   * @param most how many to keep, at most {@link #MOST}
   */
  synchronized void add(List<Change> news, long head, int most) {
    written.clear();
    long from = news.isEmpty() ? head : news.getFirst().number() - 1;
    if (!isLoaded || from != last()) {
      changes = new ArrayList<>();
      floor = from;
    }
    isLoaded = true;
    changes.addAll(news);
    // Not each time: a list is cut at its front by moving all the rest.
    if (changes.size() > most + most / 4) {
      int gone = changes.size() - most;
      floor += gone;
      changes = new ArrayList<>(changes.subList(gone, changes.size()));
    }
  }

  /**
   * The next message for whoever knows of everything up to that number.
   *
   * @return null if there is nothing after it. Its changes may be empty if none is wanted
   */
  synchronized @Nullable FeedMessage after(long number, Filter filter) {
    if (number >= last()) {
      return null;
    }
    From key = new From(filter, number);
    FeedMessage known = written.get(key);
    if (known == null) {
      known = write(number, filter);
      written.put(key, known);
    }
    return known;
  }

  /** Of several changes of one thing the last is told. */
  private FeedMessage write(long number, Filter filter) {
    Map<UUID, Change> wanted = new LinkedHashMap<>();
    int at = (int) (number - floor);
    while (at < changes.size() && wanted.size() < FeedMessage.MOST) {
      Change change = changes.get(at++);
      if (filter.takes(change)) {
        wanted.remove(change.subject());
        wanted.put(change.subject(), change);
      }
    }
    return FeedMessage.of(new ArrayList<>(wanted.values()), floor + at);
  }
}
