package dev.imas.core.fallback;

import dev.imas.core.fallback.PageState.Fate;
import dev.imas.core.fallback.PageState.Told;
import dev.imas.core.incident.Incident;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which people a page has not reached so far. For a page, a person's next contact method is tried
 * at the first definite refusal, or when nothing was accepted in time; retries go on beside it
 * (decision C8). Pure.
 *
 * @param people who has accepted nothing, and has something refused or late
 * @param isAnybodyReached whether another person has accepted it, or may still
 */
record PersonalFallback(List<Unreached> people, boolean isAnybodyReached) {

  /**
   * @param tried the contact methods that were told
   * @param failure what became of them, in words for people
   */
  record Unreached(UUID user, Set<UUID> tried, String failure) {}

  PersonalFallback {
    people = List.copyOf(people);
  }

  /**
   * @param late whether the question is if anybody has accepted the page by now
   */
  static PersonalFallback of(PageState page, boolean late, Incident incident) {
    Map<UUID, List<Told>> byUser = new LinkedHashMap<>();
    for (Told told : page.told()) {
      UUID user = told.receiver().user();
      if (user != null) {
        byUser.computeIfAbsent(user, u -> new ArrayList<>()).add(told);
      }
    }
    if (byUser.isEmpty()
        || !FallbackPlanner.calls(page)
        || FallbackPlanner.isInHand(page, incident)) {
      return new PersonalFallback(List.of(), true);
    }
    List<Unreached> unreached = new ArrayList<>();
    boolean reached = false;
    for (Map.Entry<UUID, List<Told>> person : byUser.entrySet()) {
      if (isUnreached(person.getValue(), late)) {
        unreached.add(unreached(person.getKey(), person.getValue()));
      } else {
        reached = true;
      }
    }
    return new PersonalFallback(unreached, reached);
  }

  private static boolean isUnreached(List<Told> methods, boolean late) {
    return methods.stream().noneMatch(m -> m.fate() == Fate.ACCEPTED)
        && (late || methods.stream().anyMatch(m -> m.fate() == Fate.DEAD));
  }

  private static Unreached unreached(UUID user, List<Told> methods) {
    return new Unreached(
        user,
        methods.stream().map(m -> m.receiver().id()).collect(Collectors.toUnmodifiableSet()),
        FallbackPlanner.names(methods.stream().map(FallbackPlanner::described).toList()));
  }
}
