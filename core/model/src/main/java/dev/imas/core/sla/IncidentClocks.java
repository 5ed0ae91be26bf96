package dev.imas.core.sla;

import dev.imas.core.model.Severity;
import dev.imas.core.sla.ClockPause.Cause;
import dev.imas.core.sla.IncidentClock.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * All clocks of an incident: one for its resolution, and one for each response to it. Immutable.
 *
 * @param clocks in the order in which they were started
 */
public record IncidentClocks(Severity severity, ServiceTier tier, List<IncidentClock> clocks) {

  public IncidentClocks {
    clocks = List.copyOf(clocks);
  }

  /** Of an incident that has none so far. */
  public static IncidentClocks none(Severity severity, ServiceTier tier) {
    return new IncidentClocks(severity, tier, List.of());
  }

  /** The service levels under which clocks began or begin. */
  public interface Versions {

    /** Those of now, under which new cycles begin. */
    ServiceLevels current();

    /** Those that a clock began under. */
    ServiceLevels of(int version);
  }

  /** The clocks after something happened. What changes nothing returns an equal value. */
  public IncidentClocks after(ClockEvent event, Instant at, Versions versions) {
    return switch (event) {
      case ClockEvent.Opened opened -> clocks.isEmpty() ? opened(at, versions) : this;
      case ClockEvent.Acknowledged acked ->
          each(ClockKind.RESPONSE, clock -> clock.stopped(at, State.ENDED));
      case ClockEvent.Unacknowledged back ->
          last(ClockKind.RESPONSE, IncidentClock::unended).aimed(at, versions);
      case ClockEvent.Resolved resolved -> each(clock -> clock.stopped(at, State.ENDED));
      case ClockEvent.Reopened reopened -> reopened(at, versions);
      case ClockEvent.SeverityChanged changed ->
          new IncidentClocks(changed.to(), tier, clocks).aimed(at, versions);
      case ClockEvent.TierChanged changed ->
          new IncidentClocks(severity, changed.to(), clocks).aimed(at, versions);
      case ClockEvent.Held held -> each(ClockKind.RESOLUTION, clock -> clock.held(at));
      case ClockEvent.Released released -> each(ClockKind.RESOLUTION, clock -> clock.released(at));
      case ClockEvent.Merged merged -> each(clock -> clock.stopped(at, State.MERGED));
      case ClockEvent.MergeUndone undone ->
          each(clock -> clock.state() == State.MERGED ? clock.resumed(Cause.MERGED, at) : clock)
              .aimed(at, versions);
    };
  }

  private IncidentClocks opened(Instant at, Versions versions) {
    List<IncidentClock> all = new ArrayList<>();
    for (ClockKind kind : ClockKind.values()) {
      addTo(all, kind, 1, at, versions.current());
    }
    return new IncidentClocks(severity, tier, all);
  }

  /** The resolution goes on where it stopped; people must respond anew. */
  private IncidentClocks reopened(Instant at, Versions versions) {
    IncidentClocks resumed =
        each(ClockKind.RESOLUTION, clock -> clock.resumed(Cause.RESOLVED, at)).aimed(at, versions);
    int cycles = (int) clocks.stream().filter(c -> c.kind() == ClockKind.RESPONSE).count();
    if (cycles == 0) {
      return resumed; // opened before there were service levels for it
    }
    List<IncidentClock> all = new ArrayList<>(resumed.clocks);
    addTo(all, ClockKind.RESPONSE, cycles + 1, at, versions.current());
    return new IncidentClocks(severity, tier, all);
  }

  private void addTo(
      List<IncidentClock> all, ClockKind kind, int cycle, Instant at, ServiceLevels levels) {
    if (levels.measures(kind)) {
      ClockGoal goal = levels.goal(kind, severity, tier);
      all.add(IncidentClock.start(kind, cycle, levels.version(), goal, at));
    }
  }

  /** Those that go on have the goals of what the incident is now. */
  private IncidentClocks aimed(Instant at, Versions versions) {
    return each(
        clock ->
            clock.isOver()
                ? clock
                : clock.aiming(
                    versions.of(clock.version()).goal(clock.kind(), severity, tier), at));
  }

  private IncidentClocks each(UnaryOperator<IncidentClock> change) {
    return new IncidentClocks(severity, tier, clocks.stream().map(change).toList());
  }

  private IncidentClocks each(ClockKind kind, UnaryOperator<IncidentClock> change) {
    return each(clock -> clock.kind() == kind ? change.apply(clock) : clock);
  }

  private IncidentClocks last(ClockKind kind, UnaryOperator<IncidentClock> change) {
    int cycle =
        clocks.stream()
            .filter(c -> c.kind() == kind)
            .mapToInt(IncidentClock::cycle)
            .max()
            .orElse(0);
    return each(kind, clock -> clock.cycle() == cycle ? change.apply(clock) : clock);
  }
}
