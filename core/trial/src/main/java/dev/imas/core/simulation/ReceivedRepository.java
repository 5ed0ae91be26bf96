package dev.imas.core.simulation;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.intake.AlertProgress;
import dev.imas.core.intake.Transition;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.ruleset.PastRoutingColumns;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Cursor;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from the journal what was received. */
final class ReceivedRepository {

  private static final Logger log = LoggerFactory.getLogger(ReceivedRepository.class);

  /** Later than any change. */
  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

  /** Changes on a page: their rows take an event loop a few milliseconds. */
  static final int PAGE = 2_000;

  // No index of the journal begins with the time: it would cost each alert. So the partitions of
  // these days are read, once and
  // no wider than a key. The pages are then read by these keys.
  private static final String KEYS =
      """
      SELECT j.fingerprint, j.seq, j.at
        FROM journal j
       WHERE j.at >= $1 AND j.at < $2 AND NOT starts_with(j.group_key, 'test:')
       ORDER BY j.at, j.fingerprint, j.seq
       LIMIT $3\
      """;

  /** The keys of the changes in a window, by pages. Only on a virtual thread. */
  List<Keys> keys(Tx tx, Instant from, Instant to, int most) {
    PreparedStatement statement = tx.connection().prepare(KEYS).await();
    Cursor cursor = statement.cursor(tuple(time(from), time(to), most));
    List<Keys> pages = new ArrayList<>();
    do {
      RowSet<Row> rows = cursor.read(PAGE).await();
      if (rows.size() > 0) {
        pages.add(keys(rows));
      }
    } while (cursor.hasMore());
    cursor.close().await();
    return pages;
  }

  /** Ends the statement that runs in the transaction, which then fails. */
  void end(Tx tx) {
    PgConnection.cast(tx.connection())
        .cancelRequest()
        .onFailure(e -> log.debug("A statement of a simulation was not ended", e));
  }

  private static Keys keys(RowSet<Row> rows) {
    Keys keys = new Keys(rows.size());
    int place = 0;
    for (Row row : rows) {
      keys.set(place++, row.getUUID("fingerprint"), row.getInteger("seq"), instant(row, "at"));
    }
    return keys;
  }

  // Whatever the statistics say, each key must be looked up by itself: a plan for many keys at once
  // reads and sorts the whole journal for each page. LIMIT 1 keeps the planner from making one.
  // The times of the first and the last key leave one partition of the journal, rarely two. An
  // opening may move from one part of the journal to the other meanwhile. Its key and its time
  // stay. Nobody routes what ends an episode, so only the others need their labels.
  private static final String PAGE_OF =
      """
      SELECT j.fingerprint, j.seq, j.kind, j.service_id, j.received_at, j.starts_at, j.group_key, a.name, a.labels,
             a.annotations, %s
        FROM unnest($1::uuid[], $2::int[]) WITH ORDINALITY AS k(fingerprint, seq, place)
       CROSS JOIN LATERAL (SELECT *
                             FROM journal
                            WHERE fingerprint = k.fingerprint AND seq = k.seq AND at BETWEEN $3 AND $4
                            LIMIT 1) AS j
        LEFT JOIN LATERAL (SELECT name, labels, annotations
                             FROM alert_state
                            WHERE fingerprint = k.fingerprint
                              AND j.kind NOT IN (kind_resolved(), kind_expired(), kind_suppressed(), kind_lapsed())
                            LIMIT 1) AS a ON true
        LEFT JOIN source s ON s.id = j.source_id
       ORDER BY k.place\
      """
          .formatted(PastRoutingColumns.OF_JOURNAL);

  /**
   * A page, in order. What was removed meanwhile is missing. It is read from its rows as one goes
   * through it, which parses labels and so belongs on a worker thread.
   */
  Future<Page> page(Tx tx, Keys keys) {
    return rows(tx, keys.fingerprints(), keys.seqs(), keys.first(), keys.last())
        .map(
            rows -> {
              Set<Integer> versions = new HashSet<>();
              rows.forEach(row -> versions.add(row.getInteger("rule_set_version")));
              return new Page(
                  versions, () -> rows.stream().map(ReceivedRepository::received).iterator());
            });
  }

  private static Future<RowSet<Row>> rows(
      Tx tx, UUID[] fingerprints, Integer[] seqs, Instant first, Instant last) {
    return tx.connection()
        .preparedQuery(PAGE_OF)
        .execute(tuple(fingerprints, seqs, time(first), time(last)));
  }

  /**
   * The last changes of alerts that fire, of those that are chosen. Only on a virtual thread.
   *
   * @param firing alerts, each as its last change left it
   */
  List<Received> among(Tx tx, List<AlertProgress> firing, Predicate<Received> choice) {
    List<Received> chosen = new ArrayList<>();
    for (int i = 0; i < firing.size() && chosen.size() < SuppressedAlerts.MOST_WATCHED; i += PAGE) {
      List<AlertProgress> some = firing.subList(i, Math.min(i + PAGE, firing.size()));
      rows(
              tx,
              column(some, AlertProgress::fingerprint, UUID[]::new),
              column(some, AlertProgress::appliedSeq, Integer[]::new),
              Instant.EPOCH,
              LAST)
          .await()
          .forEach(
              row -> {
                Received one = received(row);
                if (choice.test(one)) {
                  chosen.add(one);
                }
              });
    }
    return chosen;
  }

  /**
   * @param versions of the rules that routed these
   */
  record Page(Set<Integer> versions, Iterable<Received> received) {}

  private static Received received(Row row) {
    String labels = row.getString("labels");
    String name = row.getString("name");
    return new Received(
        new Transition(
            row.getUUID("fingerprint"),
            row.getInteger("seq"),
            TransitionKind.of(row.getInteger("kind")),
            Severity.of(row.getInteger("severity")),
            row.getUUID("service_id"),
            instant(row, "received_at"),
            instant(row, "starts_at"),
            row.getInteger("decision"),
            row.getString("group_key")),
        PastRoutingColumns.of(row),
        name == null ? "" : name,
        row.getString("source_name") == null ? "" : row.getString("source_name"),
        row.getString("annotations"),
        labels == null ? null : Labels.of(Json.readTexts(labels)));
  }

  private static final String RULE_NAMES =
      """
      SELECT k.version, k.rule, r.rules -> k.rule ->> 'name' AS name
        FROM unnest($1::int[], $2::int[]) AS k(version, rule)
        JOIN rule_set r ON r.version = k.version\
      """;

  /** The names of rules of stored versions. Only on a virtual thread. */
  Map<RuleKey, String> ruleNames(Tx tx, List<RuleKey> keys) {
    Map<RuleKey, String> names = new HashMap<>();
    for (Row row :
        tx.connection()
            .preparedQuery(RULE_NAMES)
            .execute(
                tuple(
                    column(keys, RuleKey::version, Integer[]::new),
                    column(keys, RuleKey::rule, Integer[]::new)))
            .await()) {
      String name = row.getString("name");
      if (name != null) {
        names.put(new RuleKey(row.getInteger("version"), row.getInteger("rule")), name);
      }
    }
    return names;
  }

  private static final String POLICIES =
      "SELECT lower(name) AS name FROM escalation_policy WHERE deleted_at IS NULL LIMIT 10000";

  /** The names of all policies, in lower case: rules may name any. Only on a virtual thread. */
  List<String> policies(Tx tx) {
    List<String> names = new ArrayList<>();
    tx.connection()
        .preparedQuery(POLICIES)
        .execute()
        .await()
        .forEach(row -> names.add(row.getString("name")));
    return names;
  }

  private static final String REPEATS =
      """
      SELECT h.silence, sum(q.n)::bigint AS repeats
        FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::timestamptz[]) AS h(silence, fingerprint, since, until)
       CROSS JOIN LATERAL (SELECT c.n FROM repeat_quarter c
                            WHERE c.fingerprint = h.fingerprint AND c.at >= h.since AND c.at < h.until
                              AND c.at >= $5 AND c.at < $6) AS q
       GROUP BY h.silence\
      """;

  private static final int AT_ONCE = 5_000;

  /**
   * How often alerts were repeated while silences hid them, by silence, as far as that is kept: by
   * quarters of an hour that began in the window. Only on a virtual thread.
   */
  Map<UUID, Long> repeats(Tx tx, List<Silenced.Hidden> hidden, Instant from, Instant to) {
    Map<UUID, Long> repeats = new HashMap<>();
    for (int i = 0; i < hidden.size(); i += AT_ONCE) {
      List<Silenced.Hidden> some = hidden.subList(i, Math.min(i + AT_ONCE, hidden.size()));
      for (Row row :
          tx.connection()
              .preparedQuery(REPEATS)
              .execute(
                  tuple(
                      column(some, Silenced.Hidden::silence, UUID[]::new),
                      column(some, Silenced.Hidden::fingerprint, UUID[]::new),
                      times(some, Silenced.Hidden::from),
                      times(some, Silenced.Hidden::to),
                      time(from),
                      time(to)))
              .await()) {
        repeats.merge(row.getUUID("silence"), row.getLong("repeats"), Long::sum);
      }
    }
    return repeats;
  }

  private static final String REALLY_OPENED =
      "SELECT count(*) FROM incident WHERE origin = 'alert' AND NOT is_test AND created_at >= $1"
          + " AND created_at < $2";

  /** How many incidents alerts really opened in that time. Only on a virtual thread. */
  long reallyOpened(Tx tx, Instant from, Instant to) {
    return tx.connection()
        .preparedQuery(REALLY_OPENED)
        .execute(tuple(time(from), time(to)))
        .await()
        .iterator()
        .next()
        .getLong(0);
  }
}
