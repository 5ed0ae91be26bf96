package dev.imas.core.servicelevel;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.sla.ServiceTier;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores service levels, each version as a row, and reads what they refer to. */
final class ServiceLevelRepository {

  /** Of a tenant that never wrote any, which is not stored. */
  static final Stored FIRST = new Stored(1, LevelDefinition.NONE, Instant.MAX);

  /**
   * A version.
   *
   * @param madeAt incidents that were opened before it have no clocks
   */
  record Stored(int version, LevelDefinition definition, Instant madeAt) {}

  /** A holiday, and since when and until when it has been one. */
  record Entered(UUID calendar, LocalDate day, Instant madeAt, @Nullable Instant endedAt) {}

  private static final String TENANTS = "SELECT tenants_with_service_levels() AS id";

  Future<Set<UUID>> tenants(Tx tx) {
    return tx.connection()
        .preparedQuery(TENANTS)
        .execute()
        .map(
            rows -> {
              Set<UUID> tenants = new HashSet<>();
              rows.forEach(row -> tenants.add(row.getUUID("id")));
              return tenants;
            });
  }

  private static final String VERSIONS =
      """
      SELECT version, definition, created_at FROM service_level
       WHERE version = (SELECT max(version) FROM service_level WHERE tenant_id = current_tenant())
          OR version IN (SELECT settings_version FROM incident_clock WHERE incident_id = ANY ($1))
       ORDER BY version\
      """;

  /** The version in force, and those that clocks of these incidents began under, in order. */
  Future<List<Stored>> versions(Tx tx, Collection<UUID> incidents) {
    return tx.connection()
        .preparedQuery(VERSIONS)
        .execute(tuple((Object) incidents.toArray(UUID[]::new)))
        .map(
            rows -> {
              List<Stored> all = new ArrayList<>();
              for (Row row : rows) {
                all.add(
                    new Stored(
                        row.getInteger("version"),
                        Json.read(row.getValue("definition").toString(), LevelDefinition.class),
                        instant(row, "created_at")));
              }
              return all;
            });
  }

  /** The version in force. */
  Future<Stored> current(Tx tx) {
    return versions(tx, List.of()).map(all -> all.isEmpty() ? FIRST : all.getLast());
  }

  private static final String INSERT =
      """
      INSERT INTO service_level (tenant_id, version, definition, is_active, created_at)
      SELECT current_tenant(), $1, $2, $3, $4
       WHERE coalesce((SELECT max(version) FROM service_level), 1) = $1 - 1
      ON CONFLICT (tenant_id, version) DO NOTHING\
      """;

  /**
   * @return whether the version before it was in force until now
   */
  Future<Boolean> insert(Tx tx, Stored next) {
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                next.version(),
                new JsonObject(Json.write(next.definition())),
                next.definition().isActive(),
                time(next.madeAt())))
        .map(done -> done.rowCount() == 1);
  }

  private static final String TIERS = "SELECT id, tier FROM service WHERE id = ANY ($1)";

  Future<Map<UUID, ServiceTier>> tiers(Tx tx, Collection<UUID> services) {
    return tx.connection()
        .preparedQuery(TIERS)
        .execute(tuple((Object) services.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, ServiceTier> tiers = new HashMap<>();
              rows.forEach(
                  row -> tiers.put(row.getUUID("id"), ServiceTier.valueOf(row.getString("tier"))));
              return tiers;
            });
  }

  private static final String HOLIDAYS =
      "SELECT calendar_id, day, made_at, ended_at FROM holiday WHERE calendar_id = ANY ($1)";

  Future<List<Entered>> holidays(Tx tx, Collection<UUID> calendars) {
    return calendars.isEmpty()
        ? Future.succeededFuture(List.of())
        : tx.connection()
            .preparedQuery(HOLIDAYS)
            .execute(tuple((Object) calendars.toArray(UUID[]::new)))
            .map(
                rows -> {
                  List<Entered> all = new ArrayList<>();
                  for (Row row : rows) {
                    all.add(
                        new Entered(
                            row.getUUID("calendar_id"),
                            row.getLocalDate("day"),
                            instant(row, "made_at"),
                            instantOrNull(row, "ended_at")));
                  }
                  return all;
                });
  }

  private static final String CALENDAR_NAMES =
      "SELECT id, name FROM holiday_calendar WHERE deleted_at IS NULL OR id = ANY ($1) ORDER BY id";

  /** The calendars of holidays that there are, and these, by their ids. */
  Map<UUID, String> calendarNames(Tx tx, Collection<UUID> also) {
    Map<UUID, String> names = new HashMap<>();
    tx.connection()
        .preparedQuery(CALENDAR_NAMES)
        .execute(tuple((Object) also.toArray(UUID[]::new)))
        .await()
        .forEach(row -> names.put(row.getUUID("id"), row.getString("name")));
    return names;
  }
}
