package dev.imas.core.alert;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.TeamRepository;
import dev.imas.core.changes.AsOf;
import dev.imas.core.http.Reference;
import dev.imas.core.model.TenantId;
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

  /**
   * Runs the work in a transaction of its own, as soon as its turn comes, with the filter of the
   * query. What expressions of the query compute is computed before it. Only on a virtual thread.
   */
  <T> T search(TenantId tenant, AlertQuery asked, BiFunction<Tx, AlertFilter, T> work) {
    if (!LabelSearch.needsValues(asked.labels())) {
      return search.call(tenant, tx -> work.apply(tx, withoutExpressions(tx, asked)));
    }
    AlertFilter named = search.call(tenant, tx -> named(tx, asked));
    AlertFilter filter = search.narrowed(tenant, named, asked.labels());
    return search.call(tenant, tx -> work.apply(tx, filter));
  }

  /** The same with the number of the change feed, which is read before all else. */
  <T> AsOf<T> searchAsOf(TenantId tenant, AlertQuery asked, BiFunction<Tx, AlertFilter, T> work) {
    if (!LabelSearch.needsValues(asked.labels())) {
      return search.call(tenant, AsOf.of(tx -> work.apply(tx, withoutExpressions(tx, asked))));
    }
    AsOf<AlertFilter> named = search.call(tenant, AsOf.of(tx -> named(tx, asked)));
    AlertFilter filter = search.narrowed(tenant, named.body(), asked.labels());
    return new AsOf<>(search.call(tenant, tx -> work.apply(tx, filter)), named.asOf());
  }

  /** The filter of a query that has no expressions on labels. */
  AlertFilter withoutExpressions(Tx tx, AlertQuery asked) {
    return named(tx, asked).withLabels(LabelTests.of(asked.labels()));
  }

  /** Without the labels. A name that nothing has matches no alert. */
  private AlertFilter named(Tx tx, AlertQuery asked) {
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
    return filter;
  }
}
