package dev.imas.core.alert;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Paging.Page;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Scope;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
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
  private final BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds;

  /**
   * @param search for what no index serves
   * @param incidentIds from a UUID or short id to the incident's id
   */
  public AlertRoutes(
      Transactions transactions,
      LabelSearch search,
      AlertRepository alerts,
      ServiceRepository services,
      BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds) {
    this.transactions = transactions;
    this.search = search;
    this.alerts = alerts;
    this.services = services;
    this.incidentIds = incidentIds;
  }

  public void mount(Api api) {
    api.get("/alerts", Scope.READ, this::list);
    // Before the fingerprint, which would match it too.
    api.get("/alerts/count", Scope.READ, this::count);
    api.get("/alerts/{fingerprint}", Scope.READ, this::get);
  }

  private Future<Answer> list(Call call) {
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
    Function<Tx, Future<Page<AlertView>>> work =
        tx -> filter(tx, asked).compose(filter -> alerts.list(tx, filter, paging));
    // By labels alone it is a search; the rest is what the indexes are for.
    return (asked.labels().isEmpty()
            ? transactions.run(call.tenant(), work)
            : search.run(call.tenant(), work))
        .map(Answer::ok);
  }

  private Future<Answer> count(Call call) {
    Query query =
        call.query("status", "severity", "service", "name", "incident", LabelQuery.NAME, "by");
    AlertQuery asked = AlertQuery.read(query);
    CountedBy by = CountedBy.read(query);
    return search
        .run(
            call.tenant(),
            tx ->
                filter(tx, asked)
                    .compose(
                        filter ->
                            by == null ? counts.count(tx, filter) : counts.countBy(tx, filter, by)))
        .map(Answer::ok);
  }

  /** With ids for what it names, and values for what it matches. */
  private Future<AlertRepository.Filter> filter(Tx tx, AlertQuery asked) {
    Reference service = asked.service();
    String incident = asked.incident();
    Future<AlertRepository.Filter> named =
        service == null
            ? Future.succeededFuture(asked.filter())
            : services
                .findId(tx, service)
                .map(id -> asked.filter().ofService(service.orNothing(id)));
    return named
        .compose(
            so ->
                incident == null
                    ? Future.succeededFuture(so)
                    : incidentIds
                        .apply(tx, incident)
                        .map(id -> so.ofIncident(id.orElse(Reference.NOTHING))))
        .compose(so -> search.resolve(tx, so, asked.labels()));
  }

  private Future<Answer> get(Call call) {
    Fingerprint fingerprint = pathFingerprint(call);
    return transactions
        .run(call.tenant(), tx -> alerts.find(tx, fingerprint))
        .map(
            found ->
                Answer.ok(
                    found.orElseThrow(() -> Fault.notFound("there is no alert " + fingerprint))));
  }

  /** The fingerprint in the path; what is none names nothing. */
  public static Fingerprint pathFingerprint(Call call) {
    try {
      return Fingerprint.parse(call.path("fingerprint"));
    } catch (IllegalArgumentException e) {
      throw Fault.notFound("there is no alert " + call.path("fingerprint"));
    }
  }
}
