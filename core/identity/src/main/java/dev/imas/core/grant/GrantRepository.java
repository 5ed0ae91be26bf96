package dev.imas.core.grant;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.access.Grant;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Reference;
import dev.imas.core.http.TimeKey;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes grants. They are never deleted: they tell who could do what, and when. */
public final class GrantRepository {

  /** A team by name. */
  public record Named(UUID id, String name) {}

  /** A grant as it is shown. */
  public record GrantView(
      UUID id,
      Holder.Shown grantee,
      String permission,
      @Nullable Named team,
      Instant from,
      @Nullable Instant until,
      String reason,
      String madeBy,
      Instant madeAt,
      @Nullable String endedBy,
      @Nullable Instant endedAt) {}

  /**
   * A grant with what decides who may end it.
   *
   * @param byPerson the user who made it, if it was one
   * @param byToken the token with which it was made
   */
  record Found(GrantView view, @Nullable UUID byPerson, @Nullable UUID byToken) {

    boolean isMadeBy(Principal caller) {
      Principal.Person person = caller.person();
      return person == null ? caller.credential().equals(byToken) : person.id().equals(byPerson);
    }
  }

  /** Of whom and what to list grants; null for all. */
  record Filter(
      @Nullable UUID grantee,
      @Nullable String permission,
      @Nullable UUID team,
      @Nullable Boolean inForce) {}

  private static final String SELECT =
      """
      SELECT g.id, g.grantee_kind, g.grantee_id,
             CASE g.grantee_kind
               WHEN 'user' THEN (SELECT u.username FROM user_account u WHERE u.tenant_id = g.tenant_id AND u.id = g.user_id)
               WHEN 'token' THEN (SELECT k.name FROM api_token k WHERE k.tenant_id = g.tenant_id AND k.id = g.token_id)
               ELSE (SELECT a.name FROM service_account a WHERE a.tenant_id = g.tenant_id AND a.id = g.service_account_id)
             END AS grantee_name,
             g.permission, g.team_id, t.name AS team_name, g.starts_at, g.ends_at, g.reason, g.made_by, g.made_by_user,
             g.made_by_token, g.made_at, g.ended_by, g.ended_at
        FROM access_grant g
        LEFT JOIN team t ON t.tenant_id = g.tenant_id AND t.id = g.team_id
      """;

  private static final String LIST =
      SELECT
          + """
           WHERE ($1::uuid IS NULL OR g.grantee_id = $1)
             AND ($2::text IS NULL OR g.permission = $2)
             AND ($3::uuid IS NULL OR g.team_id = $3)
             AND ($4::boolean IS NULL
                  OR $4 = (g.ended_at IS NULL AND g.starts_at <= $5 AND (g.ends_at IS NULL OR g.ends_at > $5)))
             AND ($6::timestamptz IS NULL OR (g.made_at, g.id) < ($6, $7::uuid))
           ORDER BY g.made_at DESC, g.id DESC
           LIMIT $8\
          """;

  Future<List<GrantView>> list(Tx tx, Filter filter, Instant now, ListRange paging) {
    TimeKey after = paging.afterTime();
    return tx.connection()
        .preparedQuery(LIST)
        .execute(
            tuple(
                filter.grantee,
                filter.permission,
                filter.team,
                filter.inForce,
                time(now),
                timeOrNull(after == null ? null : after.at()),
                after == null ? null : after.id(),
                paging.fetch()))
        .map(
            rows -> {
              List<GrantView> grants = new ArrayList<>();
              rows.forEach(row -> grants.add(view(row)));
              return grants;
            });
  }

  private static final String FIND = SELECT + " WHERE g.id = $1";

  Future<Optional<Found>> find(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(FIND)
        .execute(tuple(id))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              return Optional.of(
                  new Found(view(row), row.getUUID("made_by_user"), row.getUUID("made_by_token")));
            });
  }

  private static GrantView view(Row row) {
    UUID team = row.getUUID("team_id");
    return new GrantView(
        row.getUUID("id"),
        new Holder.Shown(
            row.getString("grantee_kind"),
            row.getUUID("grantee_id"),
            row.getString("grantee_name")),
        row.getString("permission"),
        team == null ? null : new Named(team, row.getString("team_name")),
        instant(row, "starts_at"),
        instantOrNull(row, "ends_at"),
        row.getString("reason"),
        row.getString("made_by"),
        instant(row, "made_at"),
        row.getString("ended_by"),
        instantOrNull(row, "ended_at"));
  }

  private static final String INSERT =
      """
      INSERT INTO access_grant (tenant_id, id, grantee_kind, grantee_id, permission, team_id, starts_at, ends_at, reason,
                                made_by, made_by_user, made_by_token)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)\
      """;

  /**
   * @param grantee its id
   */
  Future<Void> insert(
      Tx tx, UUID id, Holder.Kind kind, UUID grantee, Grant grant, String reason, Principal maker) {
    Principal.Person person = maker.person();
    return tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                kind.wireName(),
                grantee,
                grant.permission().wireName(),
                grant.team(),
                time(grant.from()),
                timeOrNull(grant.until()),
                reason,
                maker.name(),
                person == null ? null : person.id(),
                maker.credential()))
        .mapEmpty();
  }

  private static final String COUNT =
      """
      SELECT count(*) FROM access_grant
       WHERE grantee_id = $1 AND ended_at IS NULL AND (ends_at IS NULL OR ends_at > $2)\
      """;

  /** How many grants somebody has, or will have, at that time. */
  Future<Integer> count(Tx tx, UUID grantee, Instant now) {
    return tx.connection()
        .preparedQuery(COUNT)
        .execute(tuple(grantee, time(now)))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private static final String END =
      "UPDATE access_grant SET ended_by = $2, ended_at = $3 WHERE id = $1 AND ended_at IS NULL";

  /** Does nothing if it has been ended already. */
  Future<Void> end(Tx tx, UUID id, String by, Instant at) {
    return tx.connection().preparedQuery(END).execute(tuple(id, by, time(at))).mapEmpty();
  }

  private static final String OF_HOLDER = "SELECT grants_of(current_tenant(), $1)::text AS grants";

  /** The grants that somebody has, or will have. */
  public Future<List<Grant>> of(Tx tx, UUID grantee) {
    return tx.connection()
        .preparedQuery(OF_HOLDER)
        .execute(tuple(grantee))
        .map(rows -> GrantJson.read(rows.iterator().next().getString("grants")));
  }

  private static final String TEAM =
      """
      SELECT id FROM team WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** Finds a team by id or name. */
  Future<Optional<UUID>> team(Tx tx, Reference team) {
    return tx.connection()
        .preparedQuery(TEAM)
        .execute(tuple(team.id(), team.text()))
        .map(Rows::firstId);
  }

  private static final String TEAMS = "SELECT id, name FROM team WHERE id = ANY ($1)";

  /** The teams with these ids. */
  public Future<List<Named>> teams(Tx tx, List<UUID> ids) {
    return tx.connection()
        .preparedQuery(TEAMS)
        .execute(tuple((Object) ids.toArray(UUID[]::new)))
        .map(
            rows -> {
              List<Named> teams = new ArrayList<>();
              rows.forEach(row -> teams.add(new Named(row.getUUID("id"), row.getString("name"))));
              return teams;
            });
  }
}
