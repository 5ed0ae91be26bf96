package dev.imas.core.servicelevel;

import dev.imas.core.incident.Incident;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import dev.imas.core.servicelevel.LevelDefinition.Hours;
import dev.imas.core.servicelevel.ServiceLevelRepository.Stored;
import dev.imas.core.sla.IncidentClocks;
import dev.imas.core.sla.ServiceLevels;
import dev.imas.core.sla.ServiceTier;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads clocks with what they are measured against, and writes them with their timers. */
final class ClockStore {

  private final ServiceLevelRepository settings = new ServiceLevelRepository();
  private final IncidentClockRepository repository = new IncidentClockRepository();
  private final Timers timers;

  ClockStore(Timers timers) {
    this.timers = timers;
  }

  /**
   * The clocks of some incidents.
   *
   * @param since since when the service levels of now are in force
   * @param clocks by incident, in the order in which they were started
   */
  record Read(
      ServiceLevels current,
      Instant since,
      Map<Integer, ServiceLevels> versions,
      Map<UUID, List<KeptClock>> clocks,
      Map<UUID, ServiceTier> tiers)
      implements IncidentClocks.Versions {

    @Override
    public ServiceLevels of(int version) {
      return Objects.requireNonNull(versions.get(version), "version " + version);
    }

    List<KeptClock> of(UUID incident) {
      return clocks.getOrDefault(incident, List.of());
    }

    /** The clocks of an incident as it is. */
    IncidentClocks of(Incident incident) {
      return new IncidentClocks(
          incident.severity(),
          tier(incident),
          of(incident.id()).stream().map(KeptClock::clock).toList());
    }

    ServiceTier tier(Incident incident) {
      return tiers.getOrDefault(incident.serviceId(), ServiceTier.TIER_3);
    }
  }

  /**
   * @param incidents that may have clocks
   * @param services whose tiers are wanted
   */
  Future<Read> read(Tx tx, Collection<UUID> incidents, Collection<UUID> services) {
    Future<List<Stored>> stored = settings.versions(tx, incidents);
    Future<IncidentClockRepository.Found> found = repository.find(tx, incidents);
    Future<Map<UUID, ServiceTier>> tiers = settings.tiers(tx, services);
    return Pipeline.join(List.of(stored.map(true), found.map(true), tiers.map(true)))
        .compose(read -> settings.holidays(tx, holidayCalendars(stored.result())))
        .map(
            entered -> {
              ObservedHolidays holidays = new ObservedHolidays(entered);
              Map<Integer, ServiceLevels> versions = new HashMap<>();
              for (Stored one : stored.result()) {
                versions.put(
                    one.version(),
                    one.definition()
                        .levels(
                            one.version(),
                            (calendar, zone) -> holidays.days(Set.of(calendar), zone)));
              }
              Stored last =
                  stored.result().isEmpty()
                      ? ServiceLevelRepository.FIRST
                      : stored.result().getLast();
              return new Read(
                  versions.getOrDefault(
                      last.version(), new ServiceLevels(last.version(), Map.of(), Map.of())),
                  last.madeAt(),
                  versions,
                  found
                      .result()
                      .under(
                          version ->
                              Objects.requireNonNull(versions.get(version), "version " + version)),
                  tiers.result());
            });
  }

  private static Set<UUID> holidayCalendars(List<Stored> stored) {
    return stored.stream()
        .flatMap(one -> one.definition().calendars().stream())
        .map(Hours::holidayCalendar)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /**
   * What of an incident's clocks is to be written.
   *
   * @param before as they are stored
   */
  static List<KeptClock> changed(UUID incident, List<KeptClock> before, IncidentClocks after) {
    List<KeptClock> changed = new ArrayList<>();
    for (int i = 0; i < after.clocks().size(); i++) {
      KeptClock old =
          i < before.size()
              ? before.get(i)
              : new KeptClock(incident, after.clocks().get(i), null, null);
      if (i >= before.size() || !old.clock().equals(after.clocks().get(i))) {
        changed.add(old.with(after.clocks().get(i)));
      }
    }
    return changed;
  }

  /** Writes these clocks, each with the timer that it needs from now on. */
  Future<Void> write(Tx tx, List<KeptClock> clocks, Instant now) {
    if (clocks.isEmpty()) {
      return Future.succeededFuture();
    }
    List<NewTimer> set = new ArrayList<>();
    List<String> none = new ArrayList<>();
    for (KeptClock one : clocks) {
      NewTimer timer = one.timer();
      if (timer == null) {
        none.add(one.timerSubject());
      } else {
        set.add(timer);
      }
    }
    return repository
        .write(tx, clocks, now)
        .compose(written -> timers.set(tx, set))
        .compose(done -> timers.cancel(tx, KeptClock.TIMER, none))
        .mapEmpty();
  }
}
