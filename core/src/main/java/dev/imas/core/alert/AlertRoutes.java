package dev.imas.core.alert;

import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Paging;
import dev.imas.core.http.Paging.Page;
import dev.imas.core.http.Query;
import dev.imas.core.http.Scope;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** {@code /alerts}. */
public final class AlertRoutes {

  private final Transactions transactions;
  private final AlertRepository alerts;
  private final BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds;

  /**
   * @param incidentIds from a UUID or short id to the incident's id
   */
  public AlertRoutes(
      Transactions transactions,
      AlertRepository alerts,
      BiFunction<Tx, String, Future<Optional<UUID>>> incidentIds) {
    this.transactions = transactions;
    this.alerts = alerts;
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
            "status", "severity", "service", "name", "incident", "fingerprint", "limit", "cursor");
    Paging paging = query.paging();
    String service = query.text("service");
    UUID serviceId = uuidOrNull(service);
    String fingerprint = query.text("fingerprint");
    AlertRepository.Filter filter =
        new AlertRepository.Filter(
            statuses(query),
            query.severities("severity"),
            serviceId,
            serviceId == null ? service : null,
            query.text("name"),
            null,
            fingerprint == null ? null : parse(fingerprint).toUuid());
    String incident = query.text("incident");
    return transactions
        .run(
            call.tenant(),
            tx ->
                incident == null
                    ? alerts.list(tx, filter, paging)
                    : incidentIds
                        .apply(tx, incident)
                        .compose(
                            id -> alerts.list(tx, of(filter, id.orElse(new UUID(0, 0))), paging)))
        .map(
            views ->
                Answer.ok(
                    Page.of(
                        views,
                        paging,
                        a -> new TimeKey(a.createdAt(), a.fingerprint().toUuid()).toString())));
  }

  private Future<Answer> count(Call call) {
    Query query = call.query("status", "severity", "service", "name", "label");
    String service = query.text("service");
    UUID serviceId = uuidOrNull(service);
    AlertRepository.Filter filter =
        new AlertRepository.Filter(
            statuses(query),
            query.severities("severity"),
            serviceId,
            serviceId == null ? service : null,
            query.text("name"),
            null,
            null);
    String label = query.text("label");
    int equals = label == null ? -1 : label.indexOf('=');
    if (label != null && equals < 1) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "label", "'" + label + "' is not name=value");
    }
    String name = label == null ? null : label.substring(0, equals);
    String value = label == null ? null : label.substring(equals + 1);
    return transactions
        .run(call.tenant(), tx -> alerts.count(tx, filter, name, value))
        .map(Answer::ok);
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

  private static Fingerprint parse(String text) {
    try {
      return Fingerprint.parse(text);
    } catch (IllegalArgumentException e) {
      throw Fault.at(Fault.Kind.BAD_REQUEST, "fingerprint", "'" + text + "' is not 32 hex digits");
    }
  }

  private static AlertRepository.Filter of(AlertRepository.Filter f, UUID incident) {
    return new AlertRepository.Filter(
        f.statuses(),
        f.severities(),
        f.serviceId(),
        f.serviceName(),
        f.name(),
        incident,
        f.fingerprint());
  }

  private static Short @Nullable [] statuses(Query query) {
    String[] names = query.choices("status", AlertView.Status.class);
    return names == null
        ? null
        : Arrays.stream(names)
            .map(n -> (short) (AlertView.Status.valueOf(n).ordinal() + 1))
            .toArray(Short[]::new);
  }

  private static @Nullable UUID uuidOrNull(@Nullable String text) {
    try {
      return text == null || text.length() != 36 ? null : UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
