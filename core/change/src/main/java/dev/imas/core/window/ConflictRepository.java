package dev.imas.core.window;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.freeze.ConcerningFreezeRepository;
import dev.imas.core.freeze.ConcerningFreezeRepository.Concerning;
import dev.imas.core.gate.ConcerningIncidentRepository;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.oncall.Interval;
import dev.imas.core.platform.Tx;
import dev.imas.core.schedule.OnCall;
import dev.imas.core.window.DeploymentWindow.Named;
import dev.imas.core.window.DeploymentWindow.OwnedService;
import dev.imas.core.window.WindowConflicts.BurningIncident;
import dev.imas.core.window.WindowConflicts.FrozenTime;
import dev.imas.core.window.WindowConflicts.Gap;
import dev.imas.core.window.WindowConflicts.OtherWindow;
import dev.imas.core.window.WindowConflicts.World;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads what speaks against a deployment window. It awaits, on a virtual thread. */
final class ConflictRepository {

  /**
   * What was read. Freezes have their times, which are computed elsewhere, since no connection
   * waits for a computation.
   */
  record Found(
      List<OtherWindow> windows,
      List<Concerning> freezes,
      List<BurningIncident> incidents,
      List<Gap> gaps,
      boolean blocksOpenSev2,
      boolean blocksNobodyOnCall) {

    Found {
      windows = List.copyOf(windows);
      freezes = List.copyOf(freezes);
      incidents = List.copyOf(incidents);
      gaps = List.copyOf(gaps);
    }

    /** Computes when the freezes touch that time. */
    World in(Instant from, Instant until) {
      List<FrozenTime> frozen = new ArrayList<>();
      for (Concerning freeze : freezes) {
        freeze
            .times()
            .between(from, until, 1)
            .forEach(
                time ->
                    frozen.add(
                        new FrozenTime(
                            freeze.id(),
                            freeze.name(),
                            freeze.observes(),
                            freeze.emergencies(),
                            time.startsAt(),
                            time.endsAt())));
      }
      return new World(windows, frozen, incidents, gaps, blocksOpenSev2, blocksNobodyOnCall);
    }
  }

  private final ConcerningFreezeRepository freezes = new ConcerningFreezeRepository();
  private final ConcerningIncidentRepository incidents = new ConcerningIncidentRepository();
  private final OnCall onCall = new OnCall();

  private static final String WINDOWS =
      """
      SELECT e.id, e.title, w.starts_on, w.ends_on
        FROM deployment_window w
        JOIN calendar_event e ON e.tenant_id = w.tenant_id AND e.id = w.event_id
       WHERE w.status <= 2 AND w.environment_id = $1 AND w.starts_on < $4 AND w.ends_on > $3
         AND EXISTS (SELECT FROM window_service s
                      WHERE s.tenant_id = w.tenant_id AND s.event_id = w.event_id AND s.service_id = ANY ($2::uuid[]))
       ORDER BY w.starts_on, e.id
       LIMIT 20\
      """;

  private static final String POLICY =
      "SELECT blocks_open_sev2, blocks_nobody_on_call FROM gate_policy";

  /**
   * @param tier of the environment; gaps on call are looked for in production alone
   */
  Found read(
      Tx tx,
      Named environment,
      EnvironmentTier tier,
      List<OwnedService> services,
      Instant from,
      Instant until) {
    Map<UUID, Concerning> frozen = new LinkedHashMap<>();
    Map<UUID, BurningIncident> burning = new LinkedHashMap<>();
    Map<UUID, Gap> gaps = new LinkedHashMap<>();
    for (OwnedService service : services) {
      // Each asks for what is near that moment.
      for (Instant near : List.of(from, until)) {
        freezes
            .read(tx, service.id(), environment.name(), tier, null, near)
            .forEach(freeze -> frozen.put(freeze.id(), freeze));
      }
      incidents
          .read(tx, service.id())
          .forEach(
              one ->
                  burning.putIfAbsent(
                      one.id(),
                      new BurningIncident(
                          one.id(), one.shortId(), one.severity(), one.since(), one.service())));
    }
    if (tier == EnvironmentTier.PRODUCTION) {
      services.stream()
          .map(OwnedService::team)
          .distinct()
          .forEach(
              team ->
                  onCall
                      .firstGap(tx, team.id(), new Interval(from, until))
                      .ifPresent(at -> gaps.put(team.id(), new Gap(team.name(), at))));
    }
    List<OtherWindow> windows = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(WINDOWS)
            .execute(
                tuple(
                    environment.id(),
                    services.stream().map(OwnedService::id).toArray(UUID[]::new),
                    time(from),
                    time(until)))
            .await()) {
      windows.add(
          new OtherWindow(
              row.getUUID("id"),
              row.getString("title"),
              instant(row, "starts_on"),
              instant(row, "ends_on")));
    }
    boolean sev2 = false;
    boolean nobody = false;
    for (Row row : tx.connection().preparedQuery(POLICY).execute().await()) {
      sev2 = row.getBoolean("blocks_open_sev2");
      nobody = row.getBoolean("blocks_nobody_on_call");
    }
    return new Found(
        windows,
        List.copyOf(frozen.values()),
        List.copyOf(burning.values()),
        List.copyOf(gaps.values()),
        sev2,
        nobody);
  }

  private static final String TARGET = "SELECT name, tier FROM environment WHERE id = $1";

  /** An environment with its tier. */
  record Target(Named environment, EnvironmentTier tier) {}

  Target target(Tx tx, UUID environment) {
    Row row =
        tx.connection().preparedQuery(TARGET).execute(tuple(environment)).await().iterator().next();
    return new Target(
        new Named(environment, row.getString("name")), EnvironmentTier.of(row.getInteger("tier")));
  }

  private static final String SERVICES =
      """
      SELECT s.id, s.name, t.id AS team_id, t.name AS team
        FROM service s
        JOIN team t ON t.tenant_id = s.tenant_id AND t.id = s.owner_team_id
       WHERE s.id = ANY ($1::uuid[])
       ORDER BY lower(s.name)\
      """;

  List<OwnedService> services(Tx tx, List<UUID> ids) {
    List<OwnedService> services = new ArrayList<>();
    tx.connection()
        .preparedQuery(SERVICES)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .await()
        .forEach(
            row ->
                services.add(
                    new OwnedService(
                        row.getUUID("id"),
                        row.getString("name"),
                        new Named(row.getUUID("team_id"), row.getString("team")))));
    return services;
  }
}
