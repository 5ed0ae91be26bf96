package dev.imas.core.dora;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the names in deployments lead to: services and environments, as they are now. Each is looked
 * up once. Bound to one transaction, on a virtual thread.
 */
final class DeploymentNameRepository {

  /** No labels: they name no service. */
  private static final String NONE = "{}";

  private static final String OWNERS =
      """
      SELECT lower(k.repository) AS repository,
             service_of_change(current_tenant(), k.dialect, k.repository, k.repository_id, '{}') AS service_id
        FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS k(dialect, repository, repository_id, number)
       ORDER BY k.number\
      """;

  private static final String LABELLED =
      """
      SELECT service_of_change(current_tenant(), '', '', '', k.labels) AS service_id
        FROM unnest($1::text[]) WITH ORDINALITY AS k(labels, number)
       ORDER BY k.number\
      """;

  private static final String PLACES =
      """
      WITH places AS MATERIALIZED (
        SELECT k.number, environment_of(current_tenant(), k.place) AS environment_id
          FROM unnest($1::text[]) WITH ORDINALITY AS k(place, number))
      SELECT e.name, e.tier
        FROM places p
        LEFT JOIN environment e ON e.tenant_id = current_tenant() AND e.id = p.environment_id
       ORDER BY p.number\
      """;

  /** From where a deployment comes, as its sender says. */
  record Origin(String dialect, String repository, String repositoryId) {

    String forgeId() {
      return repositoryId.isEmpty() ? "" : dialect + "#" + repositoryId;
    }
  }

  /**
   * Whose the deployments of an origin are.
   *
   * @param service null where only labels may name one
   * @param repository in lower case, or empty
   * @param forgeId the forge and its id of the repository, or empty
   */
  record Owner(@Nullable UUID service, String repository, String forgeId) {}

  /**
   * @param environment the tenant's environment that the name of the place belongs to, else the
   *     name
   * @param tier null where it belongs to none
   */
  record Place(String environment, @Nullable EnvironmentTier tier) {

    /** What it is for; of a place that belongs to no environment, as its sender says. */
    EnvironmentTier tier(@Nullable Integer told) {
      if (tier != null) {
        return tier;
      }
      return told == null ? EnvironmentTier.OTHER : EnvironmentTier.of(told);
    }
  }

  private final Tx tx;
  private final Map<Origin, Owner> owners = new HashMap<>();
  private final Map<String, Optional<UUID>> labelled = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();

  DeploymentNameRepository(Tx tx) {
    this.tx = tx;
    labelled.put(NONE, Optional.empty());
  }

  /** Only of what was looked for with {@link #find}. */
  Owner owner(Origin origin) {
    return Objects.requireNonNull(owners.get(origin));
  }

  /** The service that the labels name; only of what was looked for with {@link #findLabels}. */
  @Nullable UUID labelled(String labels) {
    return Objects.requireNonNull(labelled.get(labels)).orElse(null);
  }

  /** Only of what was looked for with {@link #findPlaces}. */
  Place place(String name) {
    return Objects.requireNonNull(places.get(name));
  }

  void find(Set<Origin> origins) {
    List<Origin> unknown = unknown(origins, owners);
    find(
        OWNERS,
        tuple(
            column(unknown, Origin::dialect, String[]::new),
            column(unknown, Origin::repository, String[]::new),
            column(unknown, Origin::repositoryId, String[]::new)),
        unknown,
        (origin, row) ->
            owners.put(
                origin,
                new Owner(
                    row.getUUID("service_id"), row.getString("repository"), origin.forgeId())));
  }

  void findLabels(Set<String> labels) {
    List<String> unknown = unknown(labels, labelled);
    find(
        LABELLED,
        tuple((Object) unknown.toArray(String[]::new)),
        unknown,
        (one, row) -> labelled.put(one, Optional.ofNullable(row.getUUID("service_id"))));
  }

  void findPlaces(Set<String> names) {
    List<String> unknown = unknown(names, places);
    find(
        PLACES,
        tuple((Object) unknown.toArray(String[]::new)),
        unknown,
        (place, row) -> {
          String environment = row.getString("name");
          places.put(
              place,
              environment == null
                  ? new Place(place, null)
                  : new Place(environment, EnvironmentTier.of(row.getInteger("tier"))));
        });
  }

  private static <T> List<T> unknown(Set<T> wanted, Map<T, ?> known) {
    return wanted.stream().filter(one -> !known.containsKey(one)).toList();
  }

  /** Of each of them the statement has a row, in their order. */
  private <T> void find(String sql, Tuple parameters, List<T> of, BiConsumer<T, Row> found) {
    if (of.isEmpty()) {
      return;
    }
    RowIterator<Row> rows =
        tx.connection().preparedQuery(sql).execute(parameters).await().iterator();
    for (T one : of) {
      found.accept(one, rows.next());
    }
  }
}
