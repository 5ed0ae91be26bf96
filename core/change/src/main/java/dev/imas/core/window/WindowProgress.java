package dev.imas.core.window;

import dev.imas.core.model.DeploymentState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What deployments say of the window that they belong to (G8): the first one that runs starts it.
 * One that fails ends its muting and leaves it open for another try. It is completed once each of
 * its services is deployed, and otherwise ends with its time. What somebody started, somebody ends.
 * Pure.
 *
 * @param start null: nothing starts it now
 * @param unmutes whether its alerts may not be muted any longer
 * @param end null: it does not end now
 */
record WindowProgress(@Nullable Start start, boolean unmutes, @Nullable End end) {

  /** A deployment that was never told to end keeps a window open for so long. */
  private static final Duration LONGEST_RUN = Duration.ofHours(6);

  static final WindowProgress NONE = new WindowProgress(null, false, null);

  /**
   * A deployment as it is known now.
   *
   * @param sha empty: unknown
   * @param startedAt when it began, as far as known
   * @param actor empty: unknown
   */
  record Told(
      UUID service,
      String serviceName,
      DeploymentState state,
      String sha,
      Instant startedAt,
      String actor) {

    String by() {
      return actor.isBlank() ? "a deployment" : actor;
    }

    private boolean hasBegun() {
      return state != DeploymentState.QUEUED && state != DeploymentState.CANCELLED;
    }

    private boolean isBad() {
      return state == DeploymentState.FAILURE || state == DeploymentState.ROLLED_BACK;
    }
  }

  /**
   * @param by whose deployment starts it
   */
  record Start(String by) {}

  /**
   * @param text what is to be written at its end
   */
  record End(WindowStatus outcome, String by, String text) {}

  /**
   * @param told deployments of its services in its environment, in any order
   */
  static WindowProgress of(DeploymentWindow window, List<Told> told, Instant now) {
    List<Told> begun =
        told.stream()
            .filter(Told::hasBegun)
            .filter(one -> isOf(window, one))
            .sorted((a, b) -> a.startedAt.compareTo(b.startedAt))
            .toList();
    if (begun.isEmpty() && !window.isFollowed()) {
      return NONE;
    }
    Map<UUID, Told> last = new HashMap<>();
    begun.forEach(one -> last.put(one.service, one));
    boolean unmutes = last.values().stream().anyMatch(Told::isBad);
    return switch (window.status()) {
      case PLANNED ->
          new WindowProgress(
              new Start(begun.getFirst().by()), unmutes, end(window, begun, last, now));
      case IN_PROGRESS ->
          new WindowProgress(
              null, unmutes, window.isFollowed() ? end(window, begun, last, now) : null);
      default -> NONE;
    };
  }

  /** By its time and its commit; by its service and environment it was found. */
  private static boolean isOf(DeploymentWindow window, Told one) {
    return !one.startedAt.isBefore(window.from().minus(DeploymentWindow.MARGIN))
        && one.startedAt.isBefore(window.until().plus(DeploymentWindow.MARGIN))
        && (window.sha().isEmpty()
            || one.sha.isEmpty()
            || one.sha.startsWith(window.sha())
            || window.sha().startsWith(one.sha));
  }

  private static @Nullable End end(
      DeploymentWindow window, List<Told> begun, Map<UUID, Told> last, Instant now) {
    String by = begun.isEmpty() ? "a deployment" : begun.getLast().by();
    List<String> missing =
        window.services().stream()
            .filter(
                service ->
                    !last.containsKey(service.id())
                        || last.get(service.id()).state != DeploymentState.SUCCESS)
            .map(DeploymentWindow.OwnedService::name)
            .toList();
    if (missing.isEmpty() && !window.services().isEmpty()) {
      return new End(WindowStatus.COMPLETED, by, "");
    }
    boolean runs =
        last.values().stream()
            .anyMatch(
                one ->
                    one.state == DeploymentState.RUNNING
                        && one.startedAt.isAfter(now.minus(LONGEST_RUN)));
    if (now.isBefore(window.until()) || runs) {
      return null;
    }
    List<String> said = new ArrayList<>();
    for (DeploymentState bad : List.of(DeploymentState.FAILURE, DeploymentState.ROLLED_BACK)) {
      String names = names(last, bad);
      if (!names.isEmpty()) {
        said.add((bad == DeploymentState.FAILURE ? "Failed: " : "Rolled back: ") + names);
      }
    }
    String silent =
        window.services().stream()
            .filter(
                service ->
                    !last.containsKey(service.id())
                        || last.get(service.id()).state == DeploymentState.RUNNING)
            .map(DeploymentWindow.OwnedService::name)
            .collect(Collectors.joining(", "));
    if (!silent.isEmpty()) {
      said.add("No finished deployment was reported for: " + silent);
    }
    return new End(
        last.values().stream().anyMatch(one -> one.state == DeploymentState.FAILURE)
            ? WindowStatus.FAILED
            : last.values().stream().anyMatch(Told::isBad)
                ? WindowStatus.ROLLED_BACK
                : WindowStatus.COMPLETED,
        by,
        String.join(". ", said));
  }

  private static String names(Map<UUID, Told> last, DeploymentState state) {
    return last.values().stream()
        .filter(one -> one.state == state)
        .map(Told::serviceName)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
