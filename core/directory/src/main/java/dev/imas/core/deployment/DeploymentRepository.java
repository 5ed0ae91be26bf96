package dev.imas.core.deployment;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.deployment.CodeRepositoryView.Named;
import dev.imas.core.deployment.DeploymentView.Transition;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.DeploymentState;
import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes deployments. It awaits, on a virtual thread. */
final class DeploymentRepository {

  /** The source of what is reported through the API. */
  private static final UUID API = new UUID(0, 0);

  record Filter(
      @Nullable UUID service,
      @Nullable String repository,
      @Nullable String environment,
      @Nullable EnvironmentTier tier,
      @Nullable DeploymentState state,
      @Nullable Instant from,
      @Nullable Instant to) {

    static final Filter NONE = new Filter(null, null, null, null, null, null, null);

    Filter of(@Nullable UUID ofService) {
      return new Filter(ofService, repository, environment, tier, state, from, to);
    }
  }

  private static final String LIST =
      """
      SELECT d.id, d.key, d.state, d.environment, tier_of(d.tenant_id, d.environment, d.tier) AS tier, v.id AS service_id,
             v.name AS service_name, d.repository, d.sha, d.previous_sha, d.ref, d.actor, d.url, d.started_at, d.finished_at,
             d.happened_at, d.known_at, d.source_id, s.name AS source_name
        FROM deployment d
        LEFT JOIN service v ON v.tenant_id = d.tenant_id
         AND v.id = service_of_change(d.tenant_id, d.dialect, d.repository, d.repository_id, d.labels)
        LEFT JOIN source s ON s.tenant_id = d.tenant_id AND s.id = d.source_id
       WHERE ($1::uuid IS NULL OR d.id = $1)
         AND ($2::uuid IS NULL OR v.id = $2)
         AND ($3::text IS NULL OR lower(d.repository) = lower($3))
         AND ($4::text IS NULL OR lower(d.environment) = lower($4))
         AND ($5::smallint IS NULL OR tier_of(d.tenant_id, d.environment, d.tier) = $5)
         AND ($6::smallint IS NULL OR d.state = $6)
         AND ($7::timestamptz IS NULL OR d.happened_at >= $7)
         AND ($8::timestamptz IS NULL OR d.happened_at < $8)
         AND ($9::timestamptz IS NULL OR (d.happened_at, d.id) < ($9, $10::uuid))
       ORDER BY d.happened_at DESC, d.id DESC
       LIMIT $11\
      """;

  /** What happened last comes first. */
  List<DeploymentView> list(Tx tx, Filter f, @Nullable TimeKey after, ListRange paging) {
    return views(tx, null, f, after, paging.fetch());
  }

  Optional<DeploymentView> find(Tx tx, UUID id) {
    return views(tx, id, Filter.NONE, null, 1).stream().findFirst();
  }

  private static List<DeploymentView> views(
      Tx tx, @Nullable UUID id, Filter f, @Nullable TimeKey after, int most) {
    RowSet<Row> rows =
        tx.connection()
            .preparedQuery(LIST)
            .execute(
                tuple(
                    id,
                    f.service,
                    f.repository,
                    f.environment,
                    f.tier == null ? null : (short) f.tier.number(),
                    f.state == null ? null : (short) f.state.number(),
                    timeOrNull(f.from),
                    timeOrNull(f.to),
                    after == null ? null : time(after.at()),
                    after == null ? null : after.id(),
                    most))
            .await();
    List<DeploymentView> views = new ArrayList<>();
    rows.forEach(row -> views.add(view(row)));
    return views;
  }

  private static DeploymentView view(Row row) {
    UUID service = row.getUUID("service_id");
    String source = row.getString("source_name");
    return new DeploymentView(
        row.getUUID("id"),
        row.getString("key"),
        DeploymentState.of(row.getInteger("state")).wireName(),
        row.getString("environment"),
        EnvironmentTier.of(row.getInteger("tier")).wireName(),
        service == null ? null : new Named(service, row.getString("service_name")),
        row.getString("repository"),
        row.getString("sha"),
        row.getString("previous_sha"),
        row.getString("ref"),
        row.getString("actor"),
        row.getString("url"),
        instantOrNull(row, "started_at"),
        instantOrNull(row, "finished_at"),
        instant(row, "happened_at"),
        instant(row, "known_at"),
        source == null ? null : new Named(row.getUUID("source_id"), source));
  }

  private static final String TRANSITIONS =
      """
      SELECT t.state, t.at, t.known_at, t.sha, t.actor
        FROM deployment_transition t
       WHERE t.deployment_id = $1
       ORDER BY coalesce(t.at, '-infinity'), t.state, t.digest\
      """;

  List<Transition> transitions(Tx tx, UUID deployment) {
    List<Transition> transitions = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(TRANSITIONS).execute(tuple(deployment)).await()) {
      transitions.add(
          new Transition(
              DeploymentState.of(row.getInteger("state")).wireName(),
              instantOrNull(row, "at"),
              instant(row, "known_at"),
              row.getString("sha"),
              row.getString("actor")));
    }
    return transitions;
  }

  private static final String BY_KEY =
      "SELECT id FROM deployment WHERE source_id = $1 AND key = $2";

  /** What was reported through the API under this key. */
  Optional<UUID> reported(Tx tx, String key) {
    return tx.connection()
        .preparedQuery(BY_KEY)
        .execute(tuple(API, key))
        .map(Rows::firstId)
        .await();
  }

  private static final String RECORD = "SELECT record_deployments($1, $2::text::jsonb)";

  void record(Tx tx, TenantId tenant, DeploymentReport r, @Nullable UUID service, Instant now) {
    ArrayNode told = Json.MAPPER.createArrayNode();
    EnvironmentTier tier = r.tier();
    ObjectNode labels = Json.MAPPER.createObjectNode();
    if (service != null) {
      labels.put("service", service.toString());
    }
    ObjectNode one =
        told.addObject()
            .put("tenant", tenant.value().toString())
            .put("source", API.toString())
            .put("key", r.key())
            .put("dialect", "api")
            .put("state", r.state().number())
            .put("environment", r.environment())
            .put("tier", tier == null ? null : tier.number())
            .put("repository", r.repository())
            .put("repository_id", "")
            .put("sha", r.sha())
            .put("previous_sha", r.previousSha())
            .put("ref", r.ref())
            .put("actor", r.actor())
            .put("url", r.url())
            .put("labels", labels.toString());
    put(one, "at", r.at());
    put(one, "started", r.startedAt());
    put(one, "finished", r.finishedAt());
    tx.connection().preparedQuery(RECORD).execute(tuple(time(now), told.toString())).await();
  }

  private static void put(ObjectNode node, String name, @Nullable Instant at) {
    if (at != null) {
      node.put(name, at.toString());
    }
  }

  private static final String FORGET_DEPLOYMENTS = "SELECT forget_deployments($1, $2)";
  private static final String FORGET_PUSHES = "SELECT forget_pushes($1, $2)";
  private static final String FORGET_DELIVERIES = "SELECT forget_deliveries($1, $2)";

  int forgetDeployments(Tx tx, Instant before, int limit) {
    return number(tx, FORGET_DEPLOYMENTS, before, limit);
  }

  int forgetPushes(Tx tx, Instant before, int limit) {
    return number(tx, FORGET_PUSHES, before, limit);
  }

  int forgetDeliveries(Tx tx, Instant before, int limit) {
    return number(tx, FORGET_DELIVERIES, before, limit);
  }

  private static int number(Tx tx, String sql, Instant before, int limit) {
    return tx.connection()
        .preparedQuery(sql)
        .execute(tuple(time(before), limit))
        .await()
        .iterator()
        .next()
        .getInteger(0);
  }
}
