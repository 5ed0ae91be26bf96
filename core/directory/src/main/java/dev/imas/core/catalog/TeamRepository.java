package dev.imas.core.catalog;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.interval;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.ListRange;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Versioned;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes teams and their contacts. */
public final class TeamRepository {

  record TeamView(
      UUID id,
      String name,
      String description,
      @Nullable String email,
      int version,
      Instant createdAt,
      Instant updatedAt)
      implements Versioned {}

  record TeamWriting(String name, String description, @Nullable String email) {}

  /**
   * A contact as it is stored, without its secret.
   *
   * @param address complete for callers who may change the contact; for others without what may be
   *     a password
   */
  record ContactView(
      UUID id,
      UUID team,
      String name,
      String channel,
      String address,
      boolean hasSecret,
      Severity minSeverity,
      boolean isActive,
      boolean byMatrix,
      List<String> summaries,
      QuietHoursBody.@Nullable Shown quietHours,
      int version,
      Instant createdAt,
      Instant updatedAt)
      implements Versioned {

    /** The contact as a caller who may not change it sees it. */
    ContactView withoutSecrets(ChannelKinds channels) {
      return new ContactView(
          id,
          team,
          name,
          channel,
          channels.shown(channel, address),
          hasSecret,
          minSeverity,
          isActive,
          byMatrix,
          summaries,
          quietHours,
          version,
          createdAt,
          updatedAt);
    }
  }

  /**
   * @param secretEnc the sealed secret; null keeps the stored one
   * @param clearSecret removes the stored secret
   */
  record ContactWriting(
      String name,
      String channel,
      String address,
      byte @Nullable [] secretEnc,
      boolean clearSecret,
      Severity minSeverity,
      boolean isActive,
      boolean byMatrix,
      List<String> summaries,
      QuietHoursBody.@Nullable Zoned quiet) {}

  private static final String TEAMS =
      """
      SELECT id, name, description, email, version, created_at, updated_at
        FROM team
       WHERE ($1::uuid IS NULL OR id = $1) AND ($2::text IS NULL OR lower(name) > lower($2))
       ORDER BY lower(name)
       LIMIT $3\
      """;

  Future<List<TeamView>> list(Tx tx, ListRange paging) {
    return tx.connection()
        .preparedQuery(TEAMS)
        .execute(tuple(null, paging.after(), paging.fetch()))
        .map(TeamRepository::teams);
  }

  Future<Optional<TeamView>> find(Tx tx, UUID id) {
    return tx.connection()
        .preparedQuery(TEAMS)
        .execute(tuple(id, null, 1))
        .map(rows -> teams(rows).stream().findFirst());
  }

  /** The teams of a page, by name. */
  public Future<List<TeamName>> names(Tx tx, ListRange paging) {
    return list(tx, paging)
        .map(found -> found.stream().map(team -> new TeamName(team.id(), team.name())).toList());
  }

  private static final String NAMED =
      """
      SELECT a.asked, t.id, t.name
        FROM unnest($1::text[]) WITH ORDINALITY AS a(asked, place)
       CROSS JOIN LATERAL (SELECT id, name FROM team WHERE id::text = lower(a.asked) OR lower(name) = lower(a.asked)
                            ORDER BY id::text = lower(a.asked) DESC
                            LIMIT 1) AS t
       ORDER BY a.place\
      """;

  /** Teams by what they were called: an id or a name. Those that are not there are left out. */
  public Future<Map<String, TeamName>> named(Tx tx, List<String> asked) {
    return tx.connection()
        .preparedQuery(NAMED)
        .execute(tuple((Object) asked.toArray(String[]::new)))
        .map(
            rows -> {
              Map<String, TeamName> found = new LinkedHashMap<>();
              rows.forEach(
                  row ->
                      found.put(
                          row.getString("asked"),
                          new TeamName(row.getUUID("id"), row.getString("name"))));
              return found;
            });
  }

  private static final String FIND_ID =
      """
      SELECT id FROM team WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** Finds a team by id or name. */
  public Future<Optional<UUID>> findId(Tx tx, Reference team) {
    return tx.connection()
        .preparedQuery(FIND_ID)
        .execute(tuple(team.id(), team.text()))
        .map(Rows::firstId);
  }

  /** The same; a fault if there is none. */
  public Future<UUID> existingId(Tx tx, Reference team) {
    return findId(tx, team)
        .map(id -> id.orElseThrow(() -> Fault.notFound("there is no team " + team)));
  }

  private static List<TeamView> teams(RowSet<Row> rows) {
    List<TeamView> teams = new ArrayList<>();
    for (Row row : rows) {
      teams.add(
          new TeamView(
              row.getUUID("id"),
              row.getString("name"),
              row.getString("description"),
              row.getString("email"),
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at")));
    }
    return teams;
  }

  private static final String INSERT_TEAM =
      """
      INSERT INTO team (tenant_id, id, name, description, email)
      VALUES (current_tenant(), $1, $2, $3, $4)\
      """;

  Future<Void> insert(Tx tx, UUID id, TeamWriting w) {
    return tx.connection()
        .preparedQuery(INSERT_TEAM)
        .execute(tuple(id, w.name, w.description, w.email))
        .mapEmpty();
  }

  private static final String UPDATE_TEAM =
      """
      UPDATE team SET name = $2, description = $3, email = $4, version = version + 1, updated_at = now()
       WHERE id = $1 AND version = $5\
      """;

  Future<Boolean> update(Tx tx, UUID id, TeamWriting w, int version) {
    return tx.connection()
        .preparedQuery(UPDATE_TEAM)
        .execute(tuple(id, w.name, w.description, w.email, version))
        .map(r -> r.rowCount() > 0);
  }

  /** What keeps a channel from being deleted that is told of pages which reached nobody. */
  static final String FALLBACK = "fallback_contact_tenant_id_contact_id_fkey";

  private static final String DELETE_TEAM = "DELETE FROM team WHERE id = $1";

  Future<Boolean> delete(Tx tx, UUID id) {
    return tx.connection().preparedQuery(DELETE_TEAM).execute(tuple(id)).map(r -> r.rowCount() > 0);
  }

  private static final String CONTACTS =
      """
      SELECT id, team_id, name, channel, address, secret_enc IS NOT NULL AS has_secret, min_severity, is_active, by_matrix,
             summaries, quiet_from, quiet_until, quiet_days, quiet_zone, version, created_at, updated_at
        FROM team_contact
       WHERE team_id = $1 AND ($2::uuid IS NULL OR id = $2) AND ($3::uuid IS NULL OR id > $3)
       ORDER BY id
       LIMIT $4\
      """;

  Future<List<ContactView>> contacts(Tx tx, UUID team, @Nullable UUID after, int limit) {
    return tx.connection()
        .preparedQuery(CONTACTS)
        .execute(tuple(team, null, after, limit))
        .map(TeamRepository::contacts);
  }

  Future<Optional<ContactView>> contact(Tx tx, UUID team, UUID id) {
    return tx.connection()
        .preparedQuery(CONTACTS)
        .execute(tuple(team, id, null, 1))
        .map(rows -> contacts(rows).stream().findFirst());
  }

  private static final String CONTACT_IDS =
      """
      SELECT id
        FROM team_contact
       WHERE team_id = $1 AND (id = $2 OR lower(name) = lower($3))
       ORDER BY id = $2 DESC NULLS LAST
       LIMIT 2\
      """;

  /**
   * Finds a contact by id, or by a name that only one contact of the team has. A fault if there is
   * none, or several.
   */
  Future<UUID> existingContactId(Tx tx, UUID team, Reference contact) {
    return tx.connection()
        .preparedQuery(CONTACT_IDS)
        .execute(tuple(team, contact.id(), contact.text()))
        .map(
            rows -> {
              UUID first =
                  Rows.firstId(rows)
                      .orElseThrow(() -> Fault.notFound("there is no contact " + contact));
              if (rows.size() > 1 && !first.equals(contact.id())) {
                throw Fault.conflict(
                    "several contacts of the team have the name '" + contact + "'; use the id");
              }
              return first;
            });
  }

  private static List<ContactView> contacts(RowSet<Row> rows) {
    List<ContactView> contacts = new ArrayList<>();
    for (Row row : rows) {
      contacts.add(
          new ContactView(
              row.getUUID("id"),
              row.getUUID("team_id"),
              row.getString("name"),
              row.getString("channel"),
              row.getString("address"),
              row.getBoolean("has_secret"),
              Severity.of(row.getInteger("min_severity")),
              row.getBoolean("is_active"),
              row.getBoolean("by_matrix"),
              List.of(row.getArrayOfStrings("summaries")),
              quiet(row),
              row.getInteger("version"),
              instant(row, "created_at"),
              instant(row, "updated_at")));
    }
    return contacts;
  }

  private static QuietHoursBody.@Nullable Shown quiet(Row row) {
    QuietHours quiet =
        QuietHours.of(
            row.getLocalTime("quiet_from"),
            row.getLocalTime("quiet_until"),
            row.getArrayOfShorts("quiet_days"));
    return quiet == null ? null : QuietHoursBody.Shown.of(quiet, row.getString("quiet_zone"));
  }

  private static final String LOCK_TEAM = "SELECT 1 FROM team WHERE id = $1 FOR NO KEY UPDATE";

  private static final String COUNT_CONTACTS =
      "SELECT count(*) FROM team_contact WHERE team_id = $1";

  /**
   * Keeps others from adding a contact to the team until the transaction ends.
   *
   * @return how many contacts it has
   */
  Future<Integer> lockContacts(Tx tx, UUID team) {
    return tx.connection()
        .preparedQuery(LOCK_TEAM)
        .execute(tuple(team))
        .compose(locked -> tx.connection().preparedQuery(COUNT_CONTACTS).execute(tuple(team)))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private static final String INSERT_CONTACT =
      """
      INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address, secret_enc, min_severity, is_active, by_matrix,
                                summaries, quiet_from, quiet_until, quiet_days, quiet_zone)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)\
      """;

  Future<Void> insertContact(Tx tx, UUID team, UUID id, ContactWriting w) {
    return tx.connection()
        .preparedQuery(INSERT_CONTACT)
        .execute(
            tuple(
                id,
                team,
                w.name,
                w.channel,
                w.address,
                bytes(w.secretEnc),
                (short) w.minSeverity.number(),
                w.isActive,
                w.byMatrix,
                w.summaries.toArray(String[]::new),
                w.quiet == null ? null : w.quiet.hours().from(),
                w.quiet == null ? null : w.quiet.hours().until(),
                w.quiet == null ? null : w.quiet.hours().dayNumbers(),
                w.quiet == null ? null : w.quiet.zone()))
        .mapEmpty();
  }

  private static final String UPDATE_CONTACT =
      """
      UPDATE team_contact
         SET name = $3, channel = $4, address = $5,
             secret_enc = CASE WHEN $7 THEN NULL ELSE coalesce($6, secret_enc) END,
             min_severity = $8, is_active = $9, by_matrix = $11, summaries = $12,
             quiet_from = $13, quiet_until = $14, quiet_days = $15, quiet_zone = $16, version = version + 1, updated_at = now()
       WHERE team_id = $1 AND id = $2 AND version = $10\
      """;

  Future<Boolean> updateContact(Tx tx, UUID team, UUID id, ContactWriting w, int version) {
    return tx.connection()
        .preparedQuery(UPDATE_CONTACT)
        .execute(
            tuple(
                team,
                id,
                w.name,
                w.channel,
                w.address,
                bytes(w.secretEnc),
                w.clearSecret,
                (short) w.minSeverity.number(),
                w.isActive,
                version,
                w.byMatrix,
                w.summaries.toArray(String[]::new),
                w.quiet == null ? null : w.quiet.hours().from(),
                w.quiet == null ? null : w.quiet.hours().until(),
                w.quiet == null ? null : w.quiet.hours().dayNumbers(),
                w.quiet == null ? null : w.quiet.zone()))
        .map(r -> r.rowCount() > 0);
  }

  private static final String LOCK_CONTACT =
      "SELECT address FROM team_contact WHERE team_id = $1 AND id = $2 FOR NO KEY UPDATE";

  private static final String TESTS =
      """
      SELECT count(*) FROM delivery
       WHERE receiver_id = $1 AND incident_id IS NULL AND event = 'contact.test' AND created_at > now() - $2::interval\
      """;

  /**
   * How often the contact was tested within that time. Nobody else can test it until the
   * transaction ends.
   */
  Future<Integer> lockTests(Tx tx, UUID team, UUID id, Duration within) {
    return tx.connection()
        .preparedQuery(LOCK_CONTACT)
        .execute(tuple(team, id))
        .compose(
            locked -> tx.connection().preparedQuery(TESTS).execute(tuple(id, interval(within))))
        .map(rows -> rows.iterator().next().getInteger(0));
  }

  private static final String IS_FALLBACK =
      "SELECT EXISTS (SELECT FROM fallback_contact WHERE contact_id = $1)";

  /** Whether the tenant's fallback names the contact. */
  Future<Boolean> isFallback(Tx tx, UUID contact) {
    return tx.connection()
        .preparedQuery(IS_FALLBACK)
        .execute(tuple(contact))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private static final String DELETE_CONTACT =
      "DELETE FROM team_contact WHERE team_id = $1 AND id = $2";

  Future<Boolean> deleteContact(Tx tx, UUID team, UUID id) {
    return tx.connection()
        .preparedQuery(DELETE_CONTACT)
        .execute(tuple(team, id))
        .map(r -> r.rowCount() > 0);
  }

  private static @Nullable Buffer bytes(byte @Nullable [] bytes) {
    return bytes == null ? null : Buffer.buffer(bytes);
  }
}
