package dev.imas.core.dora;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;

import dev.imas.core.dora.DeploymentNameRepository.Origin;
import dev.imas.core.model.DeploymentState;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads deployments that have ended, as they were known at a moment. Their rows come as they are
 * stored, and what the names in them lead to is looked up once for each name. Bound to one
 * transaction, on a virtual thread.
 */
final class DeploymentHistoryRepository {

  /** A read of more deployments is refused, since all of them are in memory at once. */
  static final int MOST_DEPLOYMENTS = 200_000;

  // What changed after the moment is put together anew from what was told until then.
  private static final String TOLD =
      """
      WITH told AS (
        SELECT d.id, d.state, d.state_at, d.happened_at, d.dialect, d.environment, d.tier, d.repository, d.repository_id, d.sha,
               d.previous_sha, d.ref, d.labels
          FROM deployment d
         WHERE d.tenant_id = current_tenant() AND d.happened_at >= $2 AND d.happened_at < $3 AND d.changed_at <= $1 AND d.state >= 4
         UNION ALL
        SELECT m.id, m.state, m.state_at, m.happened_at, o.dialect, m.environment, m.tier, m.repository, m.repository_id, m.sha,
               m.previous_sha, m.ref, m.labels
          FROM (SELECT array_agg(d.tenant_id) AS tenants, array_agg(d.id) AS ids
                  FROM deployment d
                 WHERE d.tenant_id = current_tenant() AND d.changed_at > $1 AND d.known_at <= $1
                HAVING count(*) > 0) AS c
         CROSS JOIN LATERAL deployments_told(c.tenants, c.ids, $1) AS m
          JOIN deployment o ON o.tenant_id = m.tenant_id AND o.id = m.id
         WHERE m.happened_at >= $2 AND m.happened_at < $3 AND m.state >= 4)
      """;

  // A branch without a hyphen names no incident, which is told sooner than by the expression.
  private static final String DEPLOYMENTS =
      TOLD
          + """
          SELECT t.id, t.state, t.state_at, t.happened_at, t.dialect, t.environment, t.tier, t.repository, t.repository_id, t.sha,
                 t.previous_sha, t.ref, t.labels,
                 CASE WHEN (t.ref LIKE '%-%' AND t.ref ~* '\\mINC-[0-9A-Z]') OR t.labels LIKE '%"incident"%'
                   THEN (SELECT i.short_id FROM incident i
                          WHERE i.tenant_id = current_tenant() AND i.created_at <= t.happened_at
                            AND i.short_id IN (upper(substring(t.ref FROM '(?i)\\m(INC-[0-9A-Z]{1,20})\\M')),
                                               upper(t.labels::json ->> 'incident'))
                          ORDER BY i.created_at LIMIT 1)
                 END AS incident
            FROM told t
           WHERE $4::boolean
              OR (t.dialect, t.repository, t.repository_id) IN (SELECT * FROM unnest($5::text[], $6::text[], $7::text[]))
              OR (t.labels = ANY ($8::text[])
                  AND (t.dialect, t.repository, t.repository_id) IN (SELECT * FROM unnest($9::text[], $10::text[], $11::text[])))
           LIMIT $12\
          """;

  private static final String ORIGINS =
      TOLD + "SELECT DISTINCT t.dialect, t.repository, t.repository_id FROM told t";

  private static final String LABELS =
      TOLD
          + """
          SELECT DISTINCT t.labels
            FROM told t
           WHERE t.labels <> '{}'
             AND (t.dialect, t.repository, t.repository_id) IN (SELECT * FROM unnest($4::text[], $5::text[], $6::text[]))\
          """;

  private final Tx tx;
  private final Instant asOf;
  private final Instant from;
  private final Instant to;
  private final DeploymentNameRepository names;

  /** Of those that ended from the one moment to before the other. */
  DeploymentHistoryRepository(Tx tx, Instant asOf, Instant from, Instant to) {
    this.tx = tx;
    this.asOf = asOf;
    this.from = from;
    this.to = to;
    this.names = new DeploymentNameRepository(tx);
  }

  /** As it is stored: what its names lead to is not known yet. */
  private record Stored(
      UUID id,
      DeploymentState state,
      Instant finishedAt,
      @Nullable Instant stateAt,
      Origin origin,
      String labels,
      String place,
      @Nullable Integer tier,
      String sha,
      String previousSha,
      String ref,
      @Nullable String incident) {}

  /** At most one more than {@link #MOST_DEPLOYMENTS}. */
  List<FinishedDeployment> all() {
    return named(stored(true, List.of(), List.of(), List.of()));
  }

  /** The same of these services alone. */
  List<FinishedDeployment> of(Set<UUID> services) {
    Set<Origin> origins = origins();
    names.find(origins);
    List<Origin> owned = new ArrayList<>();
    List<Origin> withoutService = new ArrayList<>();
    for (Origin one : origins) {
      UUID service = names.owner(one).service();
      if (service == null) {
        withoutService.add(one);
      } else if (services.contains(service)) {
        owned.add(one);
      }
    }
    Set<String> labels = labels(withoutService);
    names.findLabels(labels);
    List<String> naming = new ArrayList<>();
    for (String one : labels) {
      UUID service = names.labelled(one);
      if (service != null && services.contains(service)) {
        naming.add(one);
      }
    }
    return named(stored(false, owned, naming, withoutService));
  }

  private Set<Origin> origins() {
    Set<Origin> origins = new HashSet<>();
    DoraRepository.each(tx, ORIGINS, parameters(), row -> origins.add(origin(row)));
    return origins;
  }

  private Set<String> labels(List<Origin> of) {
    Set<String> labels = new HashSet<>();
    DoraRepository.each(
        tx, LABELS, add(parameters(), of), row -> labels.add(row.getString("labels")));
    return labels;
  }

  /**
   * @param owned origins whose deployments are read
   * @param labels which are read, too, where their origin has no service
   */
  private List<Stored> stored(
      boolean isAll, List<Origin> owned, List<String> labels, List<Origin> withoutService) {
    List<Stored> stored = new ArrayList<>();
    Map<Object, Object> shared = new HashMap<>();
    Tuple parameters = add(parameters().addBoolean(isAll), owned);
    add(parameters.addArrayOfString(labels.toArray(String[]::new)), withoutService);
    DoraRepository.each(
        tx,
        DEPLOYMENTS,
        parameters.addInteger(MOST_DEPLOYMENTS + 1),
        row -> stored.add(stored(row, shared)));
    return stored;
  }

  private Tuple parameters() {
    return Tuple.of(time(asOf), time(from), time(to));
  }

  private static Tuple add(Tuple parameters, List<Origin> origins) {
    return parameters
        .addArrayOfString(column(origins, Origin::dialect, String[]::new))
        .addArrayOfString(column(origins, Origin::repository, String[]::new))
        .addArrayOfString(column(origins, Origin::repositoryId, String[]::new));
  }

  private static Origin origin(Row row) {
    return new Origin(
        row.getString("dialect"), row.getString("repository"), row.getString("repository_id"));
  }

  /**
   * @param shared few names are in many rows
   */
  private static Stored stored(Row row, Map<Object, Object> shared) {
    return new Stored(
        row.getUUID("id"),
        DeploymentState.of(row.getInteger("state")),
        instant(row, "happened_at"),
        instantOrNull(row, "state_at"),
        once(shared, origin(row)),
        once(shared, row.getString("labels")),
        once(shared, row.getString("environment")),
        row.getInteger("tier"),
        row.getString("sha"),
        row.getString("previous_sha"),
        once(shared, row.getString("ref")),
        row.getString("incident"));
  }

  @SuppressWarnings("unchecked") // Equal values are of one type.
  private static <T> T once(Map<Object, Object> shared, T value) {
    Object known = shared.putIfAbsent(value, value);
    return known == null ? value : (T) known;
  }

  private List<FinishedDeployment> named(List<Stored> stored) {
    names.find(each(stored, Stored::origin));
    names.findPlaces(each(stored, Stored::place));
    names.findLabels(
        stored.stream()
            .filter(one -> names.owner(one.origin).service() == null)
            .map(Stored::labels)
            .collect(Collectors.toSet()));
    return stored.stream().map(this::named).toList();
  }

  private static <T> Set<T> each(List<Stored> stored, Function<Stored, T> part) {
    return stored.stream().map(part).collect(Collectors.toSet());
  }

  private FinishedDeployment named(Stored one) {
    DeploymentNameRepository.Owner owner = names.owner(one.origin);
    DeploymentNameRepository.Place place = names.place(one.place);
    UUID service = owner.service();
    return new FinishedDeployment(
        one.id,
        one.state,
        one.finishedAt,
        one.stateAt,
        service == null ? names.labelled(one.labels) : service,
        owner.repository(),
        owner.forgeId(),
        one.place,
        place.environment(),
        place.tier(one.tier),
        one.sha,
        one.previousSha,
        one.ref,
        one.incident);
  }
}
