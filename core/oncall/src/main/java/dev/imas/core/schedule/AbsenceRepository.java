package dev.imas.core.schedule;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.oncall.Absences;
import dev.imas.core.oncall.Interval;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes when people cannot be on call. */
final class AbsenceRepository {

  /**
   * @param endedAt when somebody withdrew it
   */
  record Absence(
      UUID id,
      UUID person,
      Interval when,
      String note,
      Instant madeAt,
      String madeBy,
      @Nullable Instant endedAt,
      @Nullable String endedBy) {

    /** Whether it was known, and not withdrawn, at that time. */
    boolean countsAt(Instant at) {
      return !madeAt.isAfter(at) && (endedAt == null || endedAt.isAfter(at));
    }
  }

  private static final String COLUMNS =
      "id, user_id, from_at, until_at, note, made_at, made_by, ended_at, ended_by";

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + """
             FROM user_absence
            WHERE ($1::uuid IS NULL OR user_id = $1) AND until_at > $2 AND ($3::uuid IS NULL OR id > $3)
            ORDER BY id
            LIMIT $4\
          """;

  /** Those that end after that time, by id. */
  List<Absence> list(
      Tx tx, @Nullable UUID person, Instant endAfter, @Nullable UUID after, int limit) {
    return absences(
        tx.connection()
            .preparedQuery(LIST)
            .execute(tuple(person, time(endAfter), after, limit))
            .await());
  }

  // The third part holds until the sweep has noted it: whoever was made inactive a moment ago must
  // not
  // leave the next page without anybody. The clocks of core and database differ a little.
  private static final String OF_PEOPLE =
      "SELECT "
          + COLUMNS
          + """
             FROM user_absence
            WHERE user_id = ANY ($1::uuid[])
           UNION ALL
           SELECT user_id, user_id, from_at, '9999-01-01Z', '', from_at, '', until_at, NULL
             FROM user_inactivity
            WHERE user_id = ANY ($1::uuid[])
           UNION ALL
           SELECT u.id, u.id, u.updated_at - interval '5 s', '9999-01-01Z', '', u.updated_at - interval '5 s', '', NULL, NULL
             FROM user_account u
            WHERE u.id = ANY ($1::uuid[]) AND NOT u.is_active
              AND NOT EXISTS (SELECT FROM user_inactivity i WHERE i.user_id = u.id AND i.until_at IS NULL)\
          """;

  /**
   * All of these people's, also past ones, since an absence moves a later turn. Who is inactive is
   * away until further notice.
   */
  Future<List<Absence>> of(Tx tx, Collection<UUID> people) {
    return tx.connection()
        .preparedQuery(OF_PEOPLE)
        .execute(tuple((Object) people.stream().distinct().toArray(UUID[]::new)))
        .map(AbsenceRepository::absences);
  }

  private static final String FIND = "SELECT " + COLUMNS + " FROM user_absence WHERE id = $1";

  Optional<Absence> find(Tx tx, UUID id) {
    return absences(tx.connection().preparedQuery(FIND).execute(tuple(id)).await()).stream()
        .findFirst();
  }

  private static List<Absence> absences(RowSet<Row> rows) {
    List<Absence> absences = new ArrayList<>();
    for (Row row : rows) {
      absences.add(
          new Absence(
              row.getUUID("id"),
              row.getUUID("user_id"),
              new Interval(instant(row, "from_at"), instant(row, "until_at")),
              row.getString("note"),
              instant(row, "made_at"),
              row.getString("made_by"),
              instantOrNull(row, "ended_at"),
              row.getString("ended_by")));
    }
    return absences;
  }

  /** Those that count at that time, for the calculation. */
  static Absences at(List<Absence> absences, Instant at) {
    Map<UUID, List<Interval>> away = new HashMap<>();
    for (Absence absence : absences) {
      if (absence.countsAt(at)) {
        away.computeIfAbsent(absence.person, id -> new ArrayList<>()).add(absence.when);
      }
    }
    return new Absences(away);
  }

  private static final String INSERT =
      """
      INSERT INTO user_absence (tenant_id, id, user_id, from_at, until_at, note, made_at, made_by, ended_at, ended_by)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9)\
      """;

  void insert(Tx tx, Absence a) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                a.id,
                a.person,
                time(a.when.from()),
                time(a.when.until()),
                a.note,
                time(a.madeAt),
                a.madeBy,
                timeOrNull(a.endedAt),
                a.endedBy))
        .await();
  }

  private static final String END =
      "UPDATE user_absence SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL";

  /** From then on it counts no more. Who was on call before stays as it was. */
  void end(Tx tx, UUID id, Instant now, String by) {
    tx.connection().preparedQuery(END).execute(tuple(id, time(now), by)).await();
  }
}
