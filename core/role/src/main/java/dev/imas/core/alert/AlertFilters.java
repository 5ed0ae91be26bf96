package dev.imas.core.alert;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** Makes filters of queries: resolves names to ids, and matchers of labels to values. */
public final class AlertFilters {

  private final LabelSearch search;
  private final ServiceRepository services;
  private final TeamRepository teams;
  private final BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds;

  /**
   * @param incidentIds finds an incident's id by UUID or short id
   */
  public AlertFilters(
      LabelSearch search,
      ServiceRepository services,
      TeamRepository teams,
      BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds) {
    this.search = search;
    this.services = services;
    this.teams = teams;
    this.incidentIds = incidentIds;
  }

  /** A name that nothing has matches no alert. */
  AlertFilter resolve(Tx tx, AlertQuery asked) {
    AlertFilter filter = asked.filter();
    Reference service = asked.service();
    if (service != null) {
      filter = filter.withService(service.orNothing(services.findId(tx, service).await()));
    }
    Reference team = asked.team();
    if (team != null) {
      filter = filter.withTeam(team.orNothing(teams.findId(tx, team).await()));
    }
    String incident = asked.incident();
    if (incident != null) {
      filter =
          filter.withIncident(incidentIds.apply(tx, incident).await().orElse(Reference.NOTHING));
    }
    return search.resolve(tx, filter, asked.labels());
  }
}
