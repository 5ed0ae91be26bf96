package dev.imas.core.statuspage;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.statuspage.StatusComponent.Draft;
import dev.imas.core.statuspage.StatusComponent.Named;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores the components of status pages. On a virtual thread. */
final class ComponentRepository {

  private static final String SELECT =
      """
      SELECT c.id, c.name, c.in_group, c.description, c.position, c.state, c.service_id, s.name AS service, c.scope_id,
             i.name AS scope, p.url, p.every_s, p.timeout_s, p.expected_status, c.created_at, c.updated_at, c.version
        FROM status_component c
        LEFT JOIN service s ON s.tenant_id = c.tenant_id AND s.id = c.service_id
        LEFT JOIN impact_scope i ON i.tenant_id = c.tenant_id AND i.id = c.scope_id
        LEFT JOIN status_probe p ON p.tenant_id = c.tenant_id AND p.component_id = c.id\
      """;

  private static final String LIST =
      SELECT
          + " WHERE $1::text IS NULL OR lower(c.name) > lower($1) ORDER BY lower(c.name) LIMIT $2";

  /** By name. */
  List<StatusComponent> list(Tx tx, @Nullable String after, int limit) {
    List<StatusComponent> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(after, limit))
        .await()
        .forEach(row -> found.add(component(row)));
    return found;
  }

  private static final String FIND =
      SELECT
          + " WHERE c.id = $1 OR lower(c.name) = lower($2) ORDER BY (c.id = $1) IS TRUE DESC LIMIT"
          + " 1";

  Optional<StatusComponent> find(Tx tx, Reference component) {
    return tx
        .connection()
        .preparedQuery(FIND)
        .execute(tuple(component.id(), component.text()))
        .await()
        .stream()
        .findFirst()
        .map(ComponentRepository::component);
  }

  /** By id or name; a fault if there is none. */
  StatusComponent existing(Tx tx, Reference component) {
    return find(tx, component)
        .orElseThrow(() -> Fault.notFound("there is no component " + component));
  }

  private static StatusComponent component(Row row) {
    return new StatusComponent(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("in_group"),
        row.getString("description"),
        row.getInteger("position"),
        row.getString("state"),
        named(row.getUUID("service_id"), row.getString("service")),
        named(row.getUUID("scope_id"), row.getString("scope")),
        probe(row),
        instant(row, "created_at"),
        instant(row, "updated_at"),
        row.getInteger("version"));
  }

  private static @Nullable StatusProbe probe(Row row) {
    String url = row.getString("url");
    return url == null
        ? null
        : StatusProbe.of(
            url,
            row.getInteger("every_s"),
            row.getInteger("timeout_s"),
            row.getInteger("expected_status"));
  }

  private static @Nullable Named named(@Nullable UUID id, @Nullable String name) {
    return id == null || name == null ? null : new Named(id, name);
  }

  private static final String COUNT = "SELECT count(*) FROM status_component";

  int count(Tx tx) {
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger(0);
  }

  private static final String INSERT =
      """
      INSERT INTO status_component (tenant_id, id, name, in_group, description, position, state, service_id, scope_id)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, coalesce($6, 'operational'), $7, $8)\
      """;

  void insert(Tx tx, UUID id, Draft draft, @Nullable UUID service, @Nullable UUID scope) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                draft.name(),
                draft.group(),
                draft.description(),
                draft.position(),
                draft.state(),
                service,
                scope))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE status_component
         SET name = $3, in_group = $4, description = $5, position = $6, state = coalesce($7, state), service_id = $8, scope_id = $9,
             version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $2\
      """;

  /**
   * @return whether it still had that version
   */
  boolean update(
      Tx tx, UUID id, int version, Draft draft, @Nullable UUID service, @Nullable UUID scope) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id,
                    version,
                    draft.name(),
                    draft.group(),
                    draft.description(),
                    draft.position(),
                    draft.state(),
                    service,
                    scope))
            .await()
            .rowCount()
        > 0;
  }

  private static final String DELETE = "DELETE FROM status_component WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }

  private static final String BOUND =
      """
      SELECT c.id, c.name FROM status_component c
       WHERE c.service_id = (SELECT i.service_id FROM incident i WHERE i.id = $1)
          OR c.scope_id IN (SELECT s.scope_id FROM incident_scope s WHERE s.incident_id = $1)
       ORDER BY lower(c.name), c.id\
      """;

  /** Those that are bound to the service or to an impact scope of an incident. */
  List<StatusComponent.Named> boundTo(Tx tx, UUID incident) {
    List<StatusComponent.Named> found = new ArrayList<>();
    tx.connection()
        .preparedQuery(BOUND)
        .execute(tuple(incident))
        .await()
        .forEach(
            row -> found.add(new StatusComponent.Named(row.getUUID("id"), row.getString("name"))));
    return found;
  }

  /** The ids of what a request names; a fault names the first that is none. */
  UUID[] ids(Tx tx, List<String> components) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < components.size(); i++) {
      String pointer = "/components/" + i;
      String named = components.get(i).strip();
      UUID id =
          find(tx, Reference.of(named))
              .orElseThrow(
                  () -> Fault.invalid(pointer, pointer + " names " + named + ", which is none"))
              .id();
      if (!ids.contains(id)) {
        ids.add(id);
      }
    }
    return ids.toArray(UUID[]::new);
  }
}
