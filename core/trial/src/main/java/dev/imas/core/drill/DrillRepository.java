package dev.imas.core.drill;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.instantOrNull;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.timeOrNull;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.drill.Drill.State;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.TimeKey;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.paging.Firing;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes drills, their steps and their messages. Only on a virtual thread. */
final class DrillRepository {

  /**
   * A message of a step, sent or only planned.
   *
   * @param user null for a channel
   */
  record Message(
      UUID drill,
      Place place,
      UUID receiver,
      @Nullable UUID user,
      String name,
      String channel,
      String address,
      Instant dueAt) {}

  private static final String COLUMNS =
      """
      SELECT id, policy_id, policy_version, policy_name, service_id, service_name, team_id, team_name, severity,
             labels::text AS labels, factor, sends, state, round, step, found_somebody, imagined_at, due_at, started_at,
             started_by, schedule_id, ended_at, ended_by
        FROM drill\
      """;

  private static final String INSERT =
      """
      INSERT INTO drill (tenant_id, id, policy_id, policy_version, policy_name, service_id, service_name, team_id, team_name,
                         severity, labels, factor, sends, state, round, step, imagined_at, due_at, started_at, started_by,
                         schedule_id)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::jsonb, $11, $12, 'running', $13, $14, $15, $16, $17,
              $18, $19)\
      """;

  void insert(Tx tx, Drill d) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                d.id(),
                d.policy(),
                d.policyVersion(),
                d.policyName(),
                d.service(),
                d.serviceName(),
                d.team(),
                d.teamName(),
                (short) d.severity().number(),
                Json.write(d.labels().toMap()),
                d.factor(),
                d.sends(),
                (short) d.next().round(),
                (short) d.next().step(),
                time(d.imaginedAt()),
                time(d.dueAt()),
                time(d.startedAt()),
                d.startedBy(),
                d.schedule().orElse(null)))
        .await();
  }

  private static final String RUNNING = "SELECT count(*) FROM drill WHERE state = 'running'";

  int running(Tx tx) {
    return tx.connection().preparedQuery(RUNNING).execute().await().iterator().next().getInteger(0);
  }

  private static final String LOCK =
      COLUMNS + " WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE";

  /** Locks them in the order of their ids. */
  List<Drill> lock(Tx tx, Collection<UUID> ids) {
    return drills(
        tx.connection()
            .preparedQuery(LOCK)
            .execute(tuple((Object) ids.toArray(UUID[]::new)))
            .await());
  }

  private static final String FIND = COLUMNS + " WHERE id = $1";

  Optional<Drill> find(Tx tx, UUID id) {
    return drills(tx.connection().preparedQuery(FIND).execute(tuple(id)).await()).stream()
        .findFirst();
  }

  private static final String LIST =
      COLUMNS
          + " WHERE ($1::text[] IS NULL OR state = ANY ($1))"
          + " AND ($2::timestamptz IS NULL OR (started_at, id) < ($2, $3::uuid))"
          + " AND ($5::uuid IS NULL OR schedule_id = $5)"
          + " ORDER BY started_at DESC, id DESC LIMIT $4";

  /**
   * Newest first.
   *
   * @param schedule that has started them; null: any
   */
  List<Drill> list(Tx tx, String @Nullable [] states, @Nullable UUID schedule, ListRange paging) {
    TimeKey after = paging.afterTime();
    return drills(
        tx.connection()
            .preparedQuery(LIST)
            .execute(
                tuple(
                    states,
                    timeOrNull(after == null ? null : after.at()),
                    after == null ? null : after.id(),
                    paging.fetch(),
                    schedule))
            .await());
  }

  private static List<Drill> drills(RowSet<Row> rows) {
    List<Drill> drills = new ArrayList<>();
    for (Row row : rows) {
      drills.add(
          new Drill(
              row.getUUID("id"),
              row.getUUID("policy_id"),
              row.getInteger("policy_version"),
              row.getString("policy_name"),
              row.getUUID("service_id"),
              row.getString("service_name"),
              row.getUUID("team_id"),
              row.getString("team_name"),
              Severity.of(row.getInteger("severity")),
              Labels.of(Json.readTexts(row.getString("labels"))),
              row.getInteger("factor"),
              row.getBoolean("sends"),
              State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
              new Place(row.getInteger("round"), row.getInteger("step")),
              row.getBoolean("found_somebody"),
              instant(row, "imagined_at"),
              instant(row, "due_at"),
              instant(row, "started_at"),
              row.getString("started_by"),
              Optional.ofNullable(row.getUUID("schedule_id")),
              Optional.ofNullable(instantOrNull(row, "ended_at")),
              Optional.ofNullable(row.getString("ended_by"))));
    }
    return drills;
  }

  private static final String PROCEED =
      """
      UPDATE drill SET round = $2, step = $3, found_somebody = $4, imagined_at = $5, due_at = $6 WHERE id = $1\
      """;

  void proceed(Tx tx, Drill d) {
    tx.connection()
        .preparedQuery(PROCEED)
        .execute(
            tuple(
                d.id(),
                (short) d.next().round(),
                (short) d.next().step(),
                d.foundSomebody(),
                time(d.imaginedAt()),
                time(d.dueAt())))
        .await();
  }

  private static final String SET_BACK =
      "UPDATE drill SET due_at = due_at - make_interval(secs => $2) WHERE id = $1";

  private static final String SET_BACK_MESSAGES =
      """
      UPDATE drill_message SET due_at = due_at - make_interval(secs => $2) WHERE drill_id = $1 AND sent_at IS NULL\
      """;

  /** After the clock was set back: what waits by the clock of before waits so much less. */
  void setBack(Tx tx, UUID drill, Duration by) {
    Tuple values = tuple(drill, by.toMillis() / 1000.0);
    tx.connection().preparedQuery(SET_BACK).execute(values).await();
    tx.connection().preparedQuery(SET_BACK_MESSAGES).execute(values).await();
  }

  private static final String END =
      """
      UPDATE drill SET state = $2, ended_at = $3, ended_by = $4 WHERE id = $1 AND state = 'running'\
      """;

  private static final String CANCEL =
      """
      UPDATE delivery
         SET status = 'cancelled', finished_at = now(), last_error = 'the drill has ended'
       WHERE about_kind = 'drill' AND about_id = $1 AND status = 'pending'\
      """;

  /**
   * Ends it, and cancels what is not sent yet.
   *
   * @return whether it was running
   */
  boolean end(Tx tx, UUID id, State state, Instant at, String by) {
    boolean was =
        tx.connection()
                .preparedQuery(END)
                .execute(tuple(id, state.wireName(), time(at), by))
                .await()
                .rowCount()
            > 0;
    if (was) {
      tx.connection().preparedQuery(CANCEL).execute(tuple(id)).await();
    }
    return was;
  }

  private static final String ADD_STEP =
      """
      INSERT INTO drill_step (tenant_id, drill_id, round, step, outcome, imagined_at, due_at, fired_at, people, reasons)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9::text::jsonb)\
      """;

  /** A step that was taken, or passed over. */
  void addStep(Tx tx, Drill drill, Firing firing, Instant firedAt) {
    tx.connection()
        .preparedQuery(ADD_STEP)
        .execute(
            tuple(
                drill.id(),
                (short) firing.place().round(),
                (short) firing.place().step(),
                firing.kind().name().toLowerCase(Locale.ROOT),
                time(drill.imaginedAt()),
                time(drill.dueAt()),
                time(firedAt),
                Json.write(firing.people()),
                Json.write(firing.reasons())))
        .await();
  }

  private static final String ADD_MESSAGES =
      """
      INSERT INTO drill_message (tenant_id, drill_id, round, step, receiver_id, user_id, name, channel, address, due_at)
      SELECT current_tenant(), $1, $2, $3, n.receiver_id, n.user_id, n.name, n.channel, n.address, n.due_at
        FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
          AS n(receiver_id, user_id, name, channel, address, due_at)
      ON CONFLICT DO NOTHING\
      """;

  /** Messages of one step. */
  void addMessages(Tx tx, Drill drill, Place place, List<Message> n) {
    if (!n.isEmpty()) {
      tx.connection()
          .preparedQuery(ADD_MESSAGES)
          .execute(
              tuple(
                  drill.id(),
                  (short) place.round(),
                  (short) place.step(),
                  column(n, Message::receiver, UUID[]::new),
                  column(n, Message::user, UUID[]::new),
                  column(n, Message::name, String[]::new),
                  column(n, Message::channel, String[]::new),
                  column(n, Message::address, String[]::new),
                  times(n, Message::dueAt)))
          .await();
    }
  }

  private static final String UNSENT =
      """
      SELECT round, step, receiver_id, user_id, name, channel, address, due_at
        FROM drill_message WHERE drill_id = $1 AND sent_at IS NULL ORDER BY due_at, receiver_id\
      """;

  /** Messages that are due now or later, the first one first. */
  List<Message> unsent(Tx tx, UUID drill) {
    List<Message> unsent = new ArrayList<>();
    for (Row row : tx.connection().preparedQuery(UNSENT).execute(tuple(drill)).await()) {
      unsent.add(
          new Message(
              drill,
              new Place(row.getInteger("round"), row.getInteger("step")),
              row.getUUID("receiver_id"),
              row.getUUID("user_id"),
              row.getString("name"),
              row.getString("channel"),
              row.getString("address"),
              instant(row, "due_at")));
    }
    return unsent;
  }

  private static final String SENT =
      """
      UPDATE drill_message SET sent_at = $5, delivery_id = $6, token_hash = $7
       WHERE drill_id = $1 AND round = $2 AND step = $3 AND receiver_id = $4\
      """;

  /**
   * @param delivery null: it is only counted, as nothing is sent
   */
  void sent(Tx tx, Message m, Instant at, @Nullable UUID delivery, byte @Nullable [] tokenHash) {
    tx.connection()
        .preparedQuery(SENT)
        .execute(
            tuple(
                m.drill,
                (short) m.place.round(),
                (short) m.place.step(),
                m.receiver,
                time(at),
                delivery,
                tokenHash == null ? null : Buffer.buffer(tokenHash)))
        .await();
  }

  private static final String MAKE_ANSWERABLE =
      """
      UPDATE delivery SET payload = payload || '{"actions": ["acknowledge"]}'
       WHERE about_kind = 'drill' AND about_id = $1 AND about_key = $2 AND receiver_id = $3
      RETURNING id\
      """;

  /** Gives a message its link. Returns the delivery's id. */
  Optional<UUID> makeAnswerable(Tx tx, UUID drill, String key, UUID receiver) {
    RowSet<Row> rows =
        tx.connection().preparedQuery(MAKE_ANSWERABLE).execute(tuple(drill, key, receiver)).await();
    return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next().getUUID("id"));
  }

  /** The drill of a link. */
  record Link(UUID tenant, UUID drill, String name) {}

  private static final String FIND_LINK =
      "SELECT tenant_id, drill_id, name FROM find_drill_link($1)";

  /** Outside of any tenant. */
  Future<Optional<Link>> findLink(Tx tx, byte[] hash) {
    return tx.connection()
        .preparedQuery(FIND_LINK)
        .execute(tuple(Buffer.buffer(hash)))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              Row row = rows.iterator().next();
              return Optional.of(
                  new Link(
                      row.getUUID("tenant_id"), row.getUUID("drill_id"), row.getString("name")));
            });
  }

  private static final String PERSON = "SELECT id FROM user_account WHERE username = $1";

  /** The user of that name; null if there is none, as for a channel of a team. */
  @Nullable UUID personOf(Tx tx, String name) {
    RowSet<Row> rows = tx.connection().preparedQuery(PERSON).execute(tuple(name)).await();
    return rows.size() == 0 ? null : rows.iterator().next().getUUID("id");
  }

  private static final String FORGET =
      "DELETE FROM drill WHERE state <> 'running' AND ended_at < $1";

  /** Removes drills that ended before that time. */
  Future<Void> forget(Tx tx, Instant before) {
    return tx.connection().preparedQuery(FORGET).execute(tuple(time(before))).mapEmpty();
  }
}
