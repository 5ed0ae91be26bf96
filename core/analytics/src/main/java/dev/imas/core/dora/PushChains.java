package dev.imas.core.dora;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pushes between two commits of a repository: each push names the commit before it and
 * the one after it. Pure.
 */
final class PushChains {

  /** How long before its deployment a push may be. */
  static final Duration LOOK_BACK = Duration.ofDays(180);

  /** A chain of more pushes counts as one with a gap. */
  private static final int LONGEST = 5_000;

  /** Commits may be given in short; fewer characters than this name none. */
  private static final int SHORTEST = 7;

  /** By the repository, then by the beginning of the commit that a push ends with. */
  private final Map<String, Map<String, List<PushRecord>>> byEnd = new HashMap<>();

  /** The beginnings of commits that a push begins after; of any repository. */
  private final Set<String> starts = new HashSet<>();

  private record Told(String repository, String before, String after) {}

  PushChains(List<PushRecord> pushes) {
    Set<Told> seen = new HashSet<>();
    for (PushRecord push : pushes) {
      // Two sources may tell the same push.
      String repository = push.repository().isEmpty() ? push.forgeId() : push.repository();
      if (seen.add(new Told(repository, push.before(), push.after()))) {
        enter(push.repository(), push);
        enter(push.forgeId(), push);
      }
    }
  }

  private void enter(String repository, PushRecord push) {
    String end = beginning(push.after());
    String start = beginning(push.before());
    if (start != null) {
      starts.add(start);
    }
    if (!repository.isEmpty() && end != null) {
      byEnd
          .computeIfAbsent(repository, name -> new HashMap<>())
          .computeIfAbsent(end, sha -> new ArrayList<>())
          .add(push);
    }
  }

  private static @Nullable String beginning(String sha) {
    return sha.length() < SHORTEST ? null : sha.substring(0, SHORTEST);
  }

  /** Whether they are one commit, of which one may be given in short. */
  static boolean areSame(String one, String other) {
    if (one.length() == other.length()) {
      return !one.isEmpty() && one.equals(other);
    }
    return one.length() >= SHORTEST
        && other.length() >= SHORTEST
        && (one.startsWith(other) || other.startsWith(one));
  }

  /**
   * The pushes from one commit, which is in none of them, up to another, the last one first; null
   * where there is a gap.
   */
  @Nullable List<PushRecord> between(FinishedDeployment deployment, String from) {
    List<PushRecord> found = between(deployment.forgeId(), deployment, from);
    return found == null ? between(deployment.repository(), deployment, from) : found;
  }

  private @Nullable List<PushRecord> between(
      String repository, FinishedDeployment deployment, String from) {
    Map<String, List<PushRecord>> pushes = byEnd.get(repository);
    String start = beginning(from);
    // Without this, each gap would cost a walk through half a year of pushes.
    if (pushes == null || start == null || !starts.contains(start)) {
      return null;
    }
    Instant earliest = deployment.finishedAt().minus(LOOK_BACK);
    Map<PushRecord, PushRecord> after = new HashMap<>();
    Deque<PushRecord> open = new ArrayDeque<>();
    for (PushRecord end : ending(pushes, deployment.sha(), earliest)) {
      after.put(end, end);
      open.add(end);
    }
    while (!open.isEmpty() && after.size() <= LONGEST) {
      PushRecord push = open.remove();
      if (areSame(push.before(), from)) {
        return path(push, after);
      }
      for (PushRecord earlier : ending(pushes, push.before(), earliest)) {
        if (after.putIfAbsent(earlier, push) == null) {
          open.add(earlier);
        }
      }
    }
    return null;
  }

  private static List<PushRecord> ending(
      Map<String, List<PushRecord>> pushes, String sha, Instant earliest) {
    String beginning = beginning(sha);
    List<PushRecord> candidates =
        beginning == null ? List.of() : pushes.getOrDefault(beginning, List.of());
    List<PushRecord> ending = new ArrayList<>();
    for (PushRecord push : candidates) {
      if (areSame(push.after(), sha) && !push.pushedAt().isBefore(earliest)) {
        ending.add(push);
      }
    }
    return ending;
  }

  private static List<PushRecord> path(PushRecord first, Map<PushRecord, PushRecord> after) {
    List<PushRecord> path = new ArrayList<>();
    PushRecord push = first;
    path.add(push);
    while (!after.getOrDefault(push, push).equals(push)) {
      push = after.getOrDefault(push, push);
      path.add(push);
    }
    Collections.reverse(path);
    return path;
  }
}
