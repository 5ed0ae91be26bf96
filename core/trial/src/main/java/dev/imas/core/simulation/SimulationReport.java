package dev.imas.core.simulation;

import dev.imas.core.alert.SuppressedBy;
import dev.imas.core.catalog.OwnedService;
import dev.imas.core.model.Severity;
import dev.imas.core.simulation.EpisodeDifference.Decided;
import dev.imas.core.simulation.Findings.Explained;
import dev.imas.core.simulation.Findings.NamedRule;
import dev.imas.core.simulation.Findings.NamedService;
import dev.imas.core.simulation.Findings.OpenedAs;
import dev.imas.core.simulation.Findings.Pages;
import dev.imas.core.simulation.Findings.Shown;
import dev.imas.core.simulation.Findings.ShownIncident;
import dev.imas.core.simulation.Findings.SilenceHid;
import dev.imas.core.storm.StormPolicy;
import dev.imas.core.suppression.Reason.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts what was counted into the words of the answer. */
final class SimulationReport {

  static final int UNMATCHED_SHOWN = 200;
  static final int SILENCES_SHOWN = 200;

  /** The names of the rules of one version, in their places. Only of versions that still exist. */
  interface RuleNames {
    @Nullable String of(int version, int rule);
  }

  private record Key(String team, Severity severity, @Nullable String policy) {}

  private final Map<UUID, OwnedService> services;
  private final RuleNames stored;
  private final Rerouting simulated;
  private final boolean draft;

  /**
   * @param stored names of the rules that decided then
   * @param draft whether the simulated rules are no version
   */
  SimulationReport(
      Map<UUID, OwnedService> services, RuleNames stored, Rerouting simulated, boolean draft) {
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
    byTeam.forEach(
        (key, n) -> pages.add(new Pages(key.team(), key.severity(), key.policy(), n[0], n[1])));
    pages.sort(
        Comparator.comparing(Pages::team)
            .thenComparing(Pages::severity)
            .thenComparing(
                Pages::escalationPolicy, Comparator.nullsFirst(Comparator.naturalOrder())));
    return pages;
  }

  private void add(Map<Key, int[]> byTeam, World world, int column) {
    world
        .telling()
        .calls()
        .forEach(
            (called, n) -> {
              OwnedService service = services.get(called.service());
              Key key =
                  new Key(
                      service == null ? "" : service.team(), called.severity(), called.policy());
              byTeam.computeIfAbsent(key, k -> new int[2])[column] += n;
            });
  }

  List<Shown> shown(List<EpisodeDifference> differences) {
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

  /** The silences that hid most come first. */
  static List<SilenceHid> silences(Silenced silenced, Map<UUID, Long> repeats) {
    return silenced.counted().stream()
        .limit(SILENCES_SHOWN)
        .map(
            one ->
                new SilenceHid(
                    one.silence().id(),
                    one.silence().startsAt(),
                    one.silence().endsAt(),
                    one.alerts(),
                    repeats.getOrDefault(one.silence().id(), 0L)))
        .toList();
  }

  static Findings.HiddenBecause hidden(SuppressedEpisodes hidden) {
    return new Findings.HiddenBecause(
        hidden.all(),
        hidden.by(Kind.MAINTENANCE),
        hidden.by(Kind.INHIBITION),
        hidden.by(Kind.TIME),
        hidden.by(Kind.SILENCE),
        hidden.by(Kind.RECORDED));
  }

  List<ShownIncident> incidents(Openings openings) {
    return openings.pairs().stream()
        .map(
            pair -> {
              Opened any =
                  Objects.requireNonNull(pair.was() == null ? pair.would() : pair.was()).opened();
              return new ShownIncident(
                  any.at(), any.groupKey(), pair.differs(), as(pair.was()), as(pair.would()));
            })
        .toList();
  }

  private @Nullable OpenedAs as(@Nullable Life life) {
    if (life == null) {
      return null;
    }
    Opened of = life.opened();
    OwnedService service = services.get(of.service());
    return new OpenedAs(
        of.title(),
        new NamedService(of.service(), service == null ? null : service.name()),
        of.severity(),
        of.policy(),
        of.scopes(),
        of.groupWait().isZero() ? null : of.groupWait().toString(),
        of.groupInterval() == null ? null : of.groupInterval().toString(),
        of.repeatInterval() == null ? null : of.repeatInterval().toString(),
        of.isHeld(),
        life.firstTold());
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
        incident == null ? null : incident.name().toLowerCase(Locale.ROOT),
        decided.hiddenBy().stream().map(SuppressedBy::of).toList());
  }

  /**
   * What the simulation could not know.
   *
   * @param ofHiding of what hid alerts
   */
  static List<String> limits(
      Comparison comparison,
      Replay replay,
      Recipients recipients,
      Rerouting rerouting,
      Acting acting,
      Silenced silenced,
      StormPolicy storms,
      List<String> ofHiding,
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
        "People’s actions are not replayed: an incident that was resolved or moved by hand ends"
            + " with its alerts here.");
    limits.addAll(ofHiding);
    limits.add("Flapping follows today's settings, as if no incident had reopened before.");
    limits.add(
        "Alerts within 100 ms count as simultaneous. Pages are those of the owning team, at once or"
            + " after a rule's group_wait, by the policy that today's policies choose. Reminders"
            + " are left out, as they end with an acknowledgement.");
    limits.addAll(PagedReport.limits(recipients));
    limits.add(
        "Nobody acknowledges: in reality, a rule's group_interval would notify less often. Impact"
            + " scopes are those that rules name, without those chosen by labels and services.");
    limits.add(
        storms.isActive()
            ? "Storms are replayed in both with today's settings: held incidents page nobody, since"
                + " nobody releases them. Severity rises of parent incidents, and storms ongoing"
                + " when the window began, are left out."
            : "No storms are replayed, since storms are off today.");
    limits.add(
        "The 200 silences and maintenance windows that muted most are listed, with the alerts that"
            + " fired meanwhile, and their repeats by quarter-hour as far as these are kept.");
    if (silenced.isPartial()) {
      limits.add(
          "Of more than " + Silenced.MOST_ALERTS + " silenced alerts the repeats are left out.");
    }
    if (acting.isPartial()) {
      limits.add(
          "So many versions of rules have routed these alerts that of some it is not known what"
              + " they say of incidents.");
    }
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
