package dev.imas.core.simulation;

import dev.imas.core.catalog.OwnedService;
import dev.imas.core.model.Severity;
import dev.imas.core.simulation.Difference.Decided;
import dev.imas.core.simulation.Findings.Explained;
import dev.imas.core.simulation.Findings.NamedRule;
import dev.imas.core.simulation.Findings.NamedService;
import dev.imas.core.simulation.Findings.Pages;
import dev.imas.core.simulation.Findings.Shown;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts what was counted into the words of the answer. */
final class Report {

  static final int UNMATCHED_SHOWN = 200;

  /** The names of the rules of one version, in their places. Only of versions that still exist. */
  interface RuleNames {
    @Nullable String of(int version, int rule);
  }

  private record Key(String team, Severity severity) {}

  private final Map<UUID, OwnedService> services;
  private final RuleNames stored;
  private final Rerouting simulated;
  private final boolean draft;

  /**
   * @param stored names of the rules that decided then
   * @param draft whether the simulated rules are no version
   */
  Report(Map<UUID, OwnedService> services, RuleNames stored, Rerouting simulated, boolean draft) {
    this.services = services;
    this.stored = stored;
    this.simulated = simulated;
    this.draft = draft;
  }

  List<NamedRule> unmatched() {
    return simulated.unmatched().stream()
        .limit(UNMATCHED_SHOWN)
        .map(rule -> new NamedRule(rule, simulated.nameOf(rule)))
        .toList();
  }

  List<Pages> pages(World then, World otherwise) {
    Map<Key, int[]> byTeam = new HashMap<>();
    add(byTeam, then, 0);
    add(byTeam, otherwise, 1);
    List<Pages> pages = new ArrayList<>();
    byTeam.forEach((key, n) -> pages.add(new Pages(key.team(), key.severity(), n[0], n[1])));
    pages.sort(Comparator.comparing(Pages::team).thenComparing(Pages::severity));
    return pages;
  }

  private void add(Map<Key, int[]> byTeam, World world, int column) {
    world
        .calls()
        .forEach(
            (called, n) -> {
              OwnedService service = services.get(called.service());
              Key key = new Key(service == null ? "" : service.team(), called.severity());
              byTeam.computeIfAbsent(key, k -> new int[2])[column] += n;
            });
  }

  List<Shown> shown(List<Difference> differences) {
    return differences.stream()
        .map(
            d ->
                new Shown(
                    d.fingerprint().toString().replace("-", ""),
                    d.name(),
                    d.seq(),
                    d.receivedAt(),
                    d.differs(),
                    explained(
                        d.was(), d.was().version(), stored.of(d.was().version(), d.was().rule())),
                    explained(
                        d.would(),
                        draft ? null : d.would().version(),
                        d.would().rule() < 0 ? null : simulated.nameOf(d.would().rule()))))
        .toList();
  }

  private Explained explained(Decided decided, @Nullable Integer version, @Nullable String rule) {
    OwnedService service = services.get(decided.service());
    Joined incident = decided.incident();
    return new Explained(
        version,
        decided.rule() < 0 ? null : new NamedRule(decided.rule(), rule == null ? "" : rule),
        new NamedService(decided.service(), service == null ? null : service.name()),
        decided.severity(),
        decided.groupKey(),
        decided.autoResolve(),
        decided.dropped(),
        incident == null ? null : incident.name().toLowerCase(Locale.ROOT));
  }

  /** What the simulation could not know. */
  static List<String> limits(
      Comparison comparison,
      Replay replay,
      Rerouting rerouting,
      @Nullable String removed,
      boolean cutShort) {
    List<String> limits = new ArrayList<>();
    limits.add(
        "Only changes are replayed, not repeats: an alert is routed when it begins to fire. What"
            + " rules dropped then is not kept as an alert, and cannot be replayed.");
    limits.add(
        "Labels are those of each alert's newest firing, services those of today. What depends on"
            + " earlier ones may differ.");
    limits.add(
        "What people did is not replayed: an incident that somebody resolved or moved ends with its"
            + " alerts here.");
    limits.add(
        "What silences, inhibition, maintenance and time intervals hid is replayed as if nothing"
            + " hid it. Incidents flap by today's policy, as if none had come back before.");
    limits.add(
        "Alerts that came within 100 ms count as having come together. Pages are the times that the"
            + " owning team is called at once, without escalations, reminders and reachability."
            + " What group_interval and repeat_interval of rules would tell again is not known"
            + " either.");
    if (replay.severityChanges() > 0) {
      limits.add(
          replay.severityChanges()
              + " times an alert changed its severity while it fired. A rule's severity_mapping"
              + " sees only its newest labels.");
    }
    if (rerouting.guessedSeverities() > 0) {
      limits.add(
          "Of "
              + rerouting.guessedSeverities()
              + " changes the sender's own severity was not kept, since a rule had another. It was"
              + " read from the label severity, or the source's default was taken.");
    }
    if (comparison.unknown() > 0) {
      limits.add(
          comparison.unknown()
              + " alerts are not kept any more. They are replayed as they were routed.");
    }
    if (removed != null) {
      limits.add("Of the window, " + removed + ".");
    }
    if (cutShort) {
      limits.add("There were too many changes: those after \"until\" are left out.");
    }
    return limits;
  }
}
