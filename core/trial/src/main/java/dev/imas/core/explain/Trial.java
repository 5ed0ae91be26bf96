package dev.imas.core.explain;

import dev.imas.core.explain.TrialRepository.Group;
import dev.imas.core.explain.TrialRepository.KnownAlert;
import dev.imas.core.explain.Would.InIncident;
import dev.imas.core.explain.Would.Outcome;
import dev.imas.core.rule.ReopenWindow;
import dev.imas.core.rule.Routing;
import dev.imas.core.suppression.SuppressionPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says what would become of alerts of one body, one after the other, as intake would take them. It
 * says nothing of beats of heartbeats, and nothing of bounds on new incidents. Pure.
 */
final class Trial {

  /**
   * An alert that is tried.
   *
   * @param routing where it would go
   */
  record Alert(UUID fingerprint, boolean firing, Routing routing) {}

  private final Map<UUID, KnownAlert> alerts;
  private final Map<String, Group> groups;
  private final SuppressionPlan hiding;
  private final Duration reopenWindow;
  private final Instant now;
  private final Map<UUID, Boolean> fires = new HashMap<>();
  private final Set<String> opened = new HashSet<>();

  /**
   * @param alerts those that are known
   * @param groups by key, the open incident, else the last that was resolved
   * @param hiding which of those would be hidden that would begin to fire
   */
  Trial(
      Map<UUID, KnownAlert> alerts,
      Map<String, Group> groups,
      SuppressionPlan hiding,
      Duration reopenWindow,
      Instant now) {
    this.alerts = alerts;
    this.groups = groups;
    this.hiding = hiding;
    this.reopenWindow = reopenWindow;
    this.now = now;
  }

  Would next(Alert alert) {
    boolean fired =
        fires.computeIfAbsent(
            alert.fingerprint(),
            print -> {
              KnownAlert known = alerts.get(print);
              return known != null && known.firing();
            });
    Routing.Dropped dropped = alert.routing().dropped();
    if (alert.firing() && dropped != null) {
      return Would.of(
          Outcome.DROPPED, "the rule " + dropped.name() + " drops it: " + dropped.why(), null);
    }
    fires.put(alert.fingerprint(), alert.firing());
    return alert.firing() ? firing(alert, fired) : recovery(alert, fired);
  }

  private Would recovery(Alert alert, boolean fired) {
    return fired
        ? Would.of(Outcome.RESOLVED, "this alert is firing, and this ends it", incidentOf(alert))
        : Would.of(Outcome.STALE, "this alert is not firing", null);
  }

  private Would firing(Alert alert, boolean fired) {
    if (fired) {
      return Would.of(
          Outcome.DEDUPLICATED, "already firing, so this is a repeat", incidentOf(alert));
    }
    SuppressionPlan.Verdict hidden = hiding.hidden().get(alert.fingerprint());
    if (hidden != null) {
      return new Would(
          Outcome.HIDDEN,
          "kept, but opens no incident while muted",
          null,
          hidden.reasons().stream().map(Would.HiddenBy::of).toList(),
          null);
    }
    String key = alert.routing().groupKey();
    Group group = groups.get(key);
    if (group != null && group.resolvedAt() == null) {
      String why = "its group has an open incident";
      return Would.of(Outcome.JOINED, why, group.incident());
    }
    if (!opened.add(key)) {
      return Would.of(Outcome.JOINED, "an alert before it opens the incident of its group", null);
    }
    if (group != null && isRecent(group)) {
      return Would.of(
          Outcome.REOPENED,
          "the last incident of its group was resolved less than "
              + inWords(window(group))
              + " ago",
          group.incident());
    }
    return Would.of(Outcome.OPENED, "its group has no open incident", null);
  }

  private boolean isRecent(Group group) {
    Instant end = group.resolvedAt();
    return window(group).isOpen(end, now);
  }

  private ReopenWindow window(Group group) {
    ReopenWindow own = group.reopening();
    return own == null ? ReopenWindow.usual(reopenWindow) : own;
  }

  private static String inWords(ReopenWindow window) {
    String by = window.by();
    return by == null
        ? window.length().toMinutes() + " minutes"
        : ReopenWindow.inWords(window.length()) + " (by " + by + ")";
  }

  private @Nullable InIncident incidentOf(Alert alert) {
    KnownAlert known = alerts.get(alert.fingerprint());
    return known == null ? null : known.incident();
  }

  /** The alerts that would begin to fire, for the question what hides them. */
  static List<Alert> beginning(List<Alert> all, Map<UUID, KnownAlert> known) {
    Set<UUID> seen = new HashSet<>();
    return all.stream()
        .filter(Alert::firing)
        .filter(
            alert -> {
              KnownAlert one = known.get(alert.fingerprint());
              return one == null || !one.firing();
            })
        .filter(alert -> seen.add(alert.fingerprint()))
        .toList();
  }
}
