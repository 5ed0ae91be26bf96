package dev.imas.core.presence;

import dev.imas.core.model.TenantId;
import dev.imas.core.presence.Sighting.Person;
import dev.imas.core.presence.Sighting.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at which incident, as far as this process was told. What is not told again is forgotten
 * after {@link #KEEP}, and everything has a bound. Safe from any thread; each call takes
 * microseconds.
 */
final class PresenceBook {

  /** A page tells of itself every 15 seconds, so that one message may be lost. */
  static final Duration KEEP = Duration.ofSeconds(40);

  /** Other processes are told of what has not changed so often, and no more. */
  static final Duration TELL_AGAIN = Duration.ofSeconds(10);

  static final int MOST_PAGES = 20_000;
  static final int MOST_OF_TENANT = 5_000;
  static final int MOST_OF_INCIDENT = 100;

  /** So many pages of one person at one incident; for another one, the longest silent one goes. */
  static final int MOST_OF_PERSON = 5;

  /** So many others are named; the rest are counted. */
  static final int MOST_SHOWN = 20;

  private static final Duration TIDY_AT_MOST = Duration.ofSeconds(1);

  private record Key(UUID user, UUID page) {}

  private record Entry(Person person, PresenceState state, Instant seenAt, Instant toldAt) {
    boolean isPast(Instant now) {
      // In the future: the clock was set back since.
      return !seenAt.plus(KEEP).isAfter(now) || seenAt.isAfter(now.plus(KEEP));
    }
  }

  /**
   * What became of a sighting.
   *
   * @param isNews other processes should be told
   * @param isKept there was room for it
   */
  record Taken(boolean isNews, boolean isKept) {}

  /** Somebody else at the same incident. */
  record Other(UUID id, String username, @Nullable String name, String state) {}

  /**
   * @param more how many there are beside those
   */
  record Others(List<Other> others, int more) {}

  private final Map<Place, LinkedHashMap<Key, Entry>> places = new HashMap<>();
  private final Map<TenantId, Integer> ofTenant = new HashMap<>();
  private int pages;
  private Instant tidied = Instant.EPOCH;

  synchronized int pages() {
    return pages;
  }

  /** The person, if this page was seen at that incident a short while ago. */
  synchronized @Nullable Person known(Place place, UUID user, UUID page, Instant now) {
    Entry entry = at(place).get(new Key(user, page));
    return entry == null || entry.isPast(now) ? null : entry.person;
  }

  synchronized Taken see(Sighting seen, Instant now) {
    Key key = new Key(seen.person().id(), seen.page());
    if (seen.state() == PresenceState.GONE) {
      return new Taken(remove(seen.place(), key), true);
    }
    Entry before = at(seen.place()).get(key);
    if (before == null && !hasRoom(seen.place(), seen.person().id(), now)) {
      return new Taken(false, false);
    }
    boolean isNews =
        before == null
            || before.state != seen.state()
            || !before.toldAt.plus(TELL_AGAIN).isAfter(now);
    Instant toldAt = before == null || isNews ? now : before.toldAt;
    places
        .computeIfAbsent(seen.place(), place -> new LinkedHashMap<>())
        .putLast(key, new Entry(seen.person(), seen.state(), now, toldAt));
    if (before == null) {
      count(seen.place().tenant(), 1);
    }
    return new Taken(isNews, true);
  }

  /** Everybody at the incident but that user, by their names. */
  synchronized Others others(Place place, UUID self, Instant now) {
    Map<UUID, Other> found = new HashMap<>();
    at(place)
        .forEach(
            (key, entry) -> {
              if (!key.user.equals(self) && !entry.isPast(now)) {
                found.merge(key.user, shown(entry), PresenceBook::busier);
              }
            });
    List<Other> shown =
        found.values().stream()
            .sorted(Comparator.comparing(Other::username))
            .limit(MOST_SHOWN)
            .toList();
    return new Others(shown, found.size() - shown.size());
  }

  /** The pages there; the one that was heard of last is the last one. */
  private Map<Key, Entry> at(Place place) {
    Map<Key, Entry> here = places.get(place);
    return here == null ? Map.of() : here;
  }

  private static Other shown(Entry entry) {
    return new Other(
        entry.person.id(), entry.person.username(), entry.person.name(), entry.state.wireName());
  }

  private static Other busier(Other one, Other other) {
    return one.state.equals(PresenceState.WRITING.wireName()) ? one : other;
  }

  private boolean hasRoom(Place place, UUID user, Instant now) {
    forgetPast(place, now);
    List<Key> own = at(place).keySet().stream().filter(key -> key.user.equals(user)).toList();
    if (own.size() >= MOST_OF_PERSON) {
      remove(place, own.getFirst());
    }
    if (isFull(place.tenant()) && !tidied.plus(TIDY_AT_MOST).isAfter(now)) {
      tidied = now;
      List.copyOf(places.keySet()).forEach(each -> forgetPast(each, now));
    }
    return !isFull(place.tenant()) && at(place).size() < MOST_OF_INCIDENT;
  }

  private boolean isFull(TenantId tenant) {
    return pages >= MOST_PAGES || ofTenant.getOrDefault(tenant, 0) >= MOST_OF_TENANT;
  }

  private void forgetPast(Place place, Instant now) {
    at(place).entrySet().stream()
        .filter(entry -> entry.getValue().isPast(now))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(key -> remove(place, key));
  }

  private boolean remove(Place place, Key key) {
    Map<Key, Entry> here = places.get(place);
    if (here == null || here.remove(key) == null) {
      return false;
    }
    if (here.isEmpty()) {
      places.remove(place);
    }
    count(place.tenant(), -1);
    return true;
  }

  private void count(TenantId tenant, int change) {
    pages += change;
    ofTenant.compute(
        tenant,
        (id, count) -> {
          int after = (count == null ? 0 : count) + change;
          return after == 0 ? null : after;
        });
  }
}
