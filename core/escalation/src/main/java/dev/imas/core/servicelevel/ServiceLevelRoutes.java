package dev.imas.core.servicelevel;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.SingleResource;
import dev.imas.core.http.SingleRoutes;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.servicelevel.LevelDefinition.Hours;
import dev.imas.core.servicelevel.LevelDefinition.OfSeverity;
import dev.imas.core.servicelevel.LevelDefinition.OfTier;
import dev.imas.core.servicelevel.LevelDefinition.UpdateEvery;
import dev.imas.core.servicelevel.LevelDefinition.Weekly;
import dev.imas.core.servicelevel.ServiceLevelReader.NamedHolidays;
import dev.imas.core.servicelevel.ServiceLevelReader.Wanted;
import dev.imas.core.servicelevel.ServiceLevelRepository.Stored;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /service-levels}: within what time incidents are acknowledged and resolved. */
final class ServiceLevelRoutes {

  /** As the API has it. */
  record Shown(
      List<ShownHours> calendars,
      List<OfTier> response,
      List<OfSeverity> resolution,
      List<UpdateEvery> updates,
      int version)
      implements Versioned {

    Shown {
      calendars = List.copyOf(calendars);
      response = List.copyOf(response);
      resolution = List.copyOf(resolution);
      updates = List.copyOf(updates);
    }
  }

  /** A calendar, whose holidays have their name. */
  record ShownHours(
      String name, String timeZone, List<Weekly> hours, @Nullable String holidayCalendar) {

    ShownHours {
      hours = List.copyOf(hours);
    }
  }

  private final ServiceLevelRepository repository = new ServiceLevelRepository();
  private final ServiceLevelTenants tenants;
  private final InstantSource clock;
  private final SingleRoutes<Shown, Wanted> routes;

  ServiceLevelRoutes(Transactions transactions, ServiceLevelTenants tenants, InstantSource clock) {
    this.tenants = tenants;
    this.clock = clock;
    this.routes = new SingleRoutes<>(transactions, new Levels());
  }

  void mount(Api api) {
    routes.mount(
        api, "/service-levels", Permission.NOTIFICATION_READ, Permission.NOTIFICATION_MANAGE);
  }

  /** The tenant's one. */
  SingleRoutes<? extends Versioned, ?> single() {
    return routes;
  }

  private final class Levels implements SingleResource<Shown, Wanted> {

    @Override
    public Audit.Subject subject() {
      return new Audit.Subject("service_levels", null);
    }

    @Override
    public Shown current(Tx tx) {
      Stored stored = repository.current(tx).await();
      LevelDefinition levels = stored.definition();
      Set<UUID> holidays =
          levels.calendars().stream()
              .map(Hours::holidayCalendar)
              .filter(Objects::nonNull)
              .collect(Collectors.toSet());
      Map<UUID, String> names =
          holidays.isEmpty() ? Map.of() : repository.calendarNames(tx, holidays);
      return new Shown(
          levels.calendars().stream().map(one -> shown(one, names)).toList(),
          levels.response(),
          levels.resolution(),
          levels.updates(),
          stored.version());
    }

    private ShownHours shown(Hours hours, Map<UUID, String> names) {
      UUID closed = hours.holidayCalendar();
      return new ShownHours(
          hours.name(), hours.timeZone(), hours.hours(), closed == null ? null : names.get(closed));
    }

    @Override
    public Wanted read(Body body) {
      return ServiceLevelReader.read(body);
    }

    @Override
    public boolean replace(Tx tx, Wanted wanted, int version) {
      tx.afterCommit(tenants::changed);
      return repository
          .insert(
              tx,
              new Stored(
                  version + 1,
                  closedOn(tx, wanted),
                  clock.instant().truncatedTo(ChronoUnit.MICROS)))
          .await();
    }
  }

  private LevelDefinition closedOn(Tx tx, Wanted wanted) {
    LevelDefinition levels = wanted.definition();
    if (wanted.holidays().isEmpty()) {
      return levels;
    }
    Map<String, UUID> known = new HashMap<>();
    repository.calendarNames(tx, List.of()).forEach((id, name) -> known.put(name, id));
    Map<String, UUID> closed = new HashMap<>();
    wanted
        .holidays()
        .forEach((pointer, named) -> closed.put(named.calendar(), holidays(known, pointer, named)));
    List<Hours> hours = new ArrayList<>();
    for (Hours one : levels.calendars()) {
      hours.add(new Hours(one.name(), one.timeZone(), one.hours(), closed.get(one.name())));
    }
    return new LevelDefinition(hours, levels.response(), levels.resolution(), levels.updates());
  }

  private static UUID holidays(Map<String, UUID> known, String pointer, NamedHolidays named) {
    UUID id = known.get(named.name());
    if (id == null) {
      throw Fault.invalid(
          pointer, pointer + ": there is no calendar of holidays '" + named.name() + "'");
    }
    return id;
  }
}
