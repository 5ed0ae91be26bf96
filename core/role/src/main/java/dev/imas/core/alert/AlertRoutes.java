package dev.imas.core.alert;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Paging.Page;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** {@code /alerts}. */
public final class AlertRoutes {

  private final Transactions transactions;
  private final LabelSearch search;
  private final AlertRepository alerts;
  private final AlertCountRepository counts = new AlertCountRepository();
  private final ServiceRepository services;
  private final Missing missing;
  private final BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds;

  /**
   * @param search runs queries that no index serves
   * @param missing says whether an unknown alert may have been removed
   * @param incidentIds finds an incident's id by UUID or short id
   */
  public AlertRoutes(
      Transactions transactions,
      LabelSearch search,
      AlertRepository alerts,
      ServiceRepository services,
      Missing missing,
      BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds) {
    this.transactions = transactions;
    this.search = search;
    this.alerts = alerts;
    this.services = services;
    this.missing = missing;
    this.incidentIds = incidentIds;
  }

  public void mount(Api api) {
    api.get("/alerts", Permission.ALERT_READ, this::list);
    // It must come before the route with a fingerprint, which would match it too.
    api.get("/alerts/count", Permission.ALERT_READ, this::count);
    api.get("/alerts/{fingerprint}", Permission.ALERT_READ, this::get);
  }

  private Answer list(Call call) {
    Query query =
        call.query(
            "status",
            "severity",
            "service",
            "name",
            "incident",
            "fingerprint",
            LabelQuery.NAME,
            "limit",
            "cursor");
    Paging paging = query.paging();
    AlertQuery asked = AlertQuery.read(query);
    Function<Tx, Page<AlertView>> work = tx -> alerts.list(tx, filter(tx, asked), paging).await();
    // Only a query by labels is a search; indexes serve the others.
    return Answer.ok(
        asked.labels().isEmpty()
            ? transactions.call(call.tenant(), work)
            : search.call(call.tenant(), work));
  }

  private Answer count(Call call) {
    Query query =
        call.query("status", "severity", "service", "name", "incident", LabelQuery.NAME, "by");
    AlertQuery asked = AlertQuery.read(query);
    CountedBy by = CountedBy.read(query);
    return Answer.ok(
        search.call(
            call.tenant(),
            tx -> {
              AlertRepository.Filter filter = filter(tx, asked);
              return by == null
                  ? counts.count(tx, filter).await()
                  : counts.countBy(tx, filter, by).await();
            }));
  }

  /** Resolves names to ids, and matchers of labels to values. */
  private AlertRepository.Filter filter(Tx tx, AlertQuery asked) {
    AlertRepository.Filter filter = asked.filter();
    Reference service = asked.service();
    if (service != null) {
      filter = filter.ofService(service.orNothing(services.findId(tx, service).await()));
    }
    String incident = asked.incident();
    if (incident != null) {
      filter = filter.ofIncident(incidentIds.apply(tx, incident).await().orElse(Reference.NOTHING));
    }
    return search.resolve(tx, filter, asked.labels());
  }

  private Answer get(Call call) {
    Fingerprint fingerprint = pathFingerprint(call);
    return Answer.ok(
        transactions
            .call(call.tenant(), tx -> alerts.find(tx, fingerprint).await())
            .orElseThrow(() -> missing.alert(fingerprint)));
  }

  /** The fingerprint in the path. Anything else is answered 404. */
  public static Fingerprint pathFingerprint(Call call) {
    try {
      return Fingerprint.parse(call.path("fingerprint"));
    } catch (IllegalArgumentException e) {
      throw Fault.notFound("there is no alert " + call.path("fingerprint"));
    }
  }
}
