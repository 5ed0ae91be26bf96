package dev.imas.core.inhibition;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Rows;
import dev.imas.core.platform.Tx;
import dev.imas.core.suppressed.SuppressorRepository;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes inhibit rules. */
final class InhibitRuleRepository {

  /** What a rule hides now is counted up to here. */
  static final int MOST_COUNTED = 10_000;

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private final SuppressorRepository hiders = new SuppressorRepository();

  private static final String LIST =
      """
      SELECT r.id, r.name, r.source_matchers, r.target_matchers, r.equal_labels, r.wait_seconds, r.is_active, r.version,
             r.created_at, r.updated_at, coalesce(c.hid, 0) AS hid,
             (SELECT count(*) FROM (SELECT FROM hidden_by b WHERE b.hider_id = r.id LIMIT $4) AS hidden) AS hides
        FROM inhibit_rule r
        LEFT JOIN hiding_count c ON c.tenant_id = r.tenant_id AND c.hider_id = r.id
       WHERE ($1::uuid IS NULL OR r.id = $1) AND ($2::text IS NULL OR lower(r.name) > lower($2))
       ORDER BY lower(r.name)
       LIMIT $3\
      """;

  /** By name. */
  List<InhibitRuleView> list(Tx tx, @Nullable String after, int limit) {
    return read(tx, null, after, limit);
  }

  Optional<InhibitRuleView> find(Tx tx, UUID id) {
    return read(tx, id, null, 1).stream().findFirst();
  }

  private static List<InhibitRuleView> read(
      Tx tx, @Nullable UUID id, @Nullable String after, int limit) {
    List<InhibitRuleView> rules = new ArrayList<>();
    tx.connection()
        .preparedQuery(LIST)
        .execute(tuple(id, after, limit, MOST_COUNTED))
        .await()
        .forEach(row -> rules.add(view(row)));
    return rules;
  }

  private static InhibitRuleView view(Row row) {
    List<String> equal = List.of(row.getArrayOfStrings("equal_labels"));
    return new InhibitRuleView(
        row.getUUID("id"),
        row.getString("name"),
        Json.read(row.getString("source_matchers"), TEXTS),
        Json.read(row.getString("target_matchers"), TEXTS),
        equal,
        Duration.ofSeconds(row.getInteger("wait_seconds")),
        row.getBoolean("is_active"),
        row.getLong("hides"),
        row.getLong("hid"),
        row.getInteger("version"),
        instant(row, "created_at"),
        instant(row, "updated_at"),
        InhibitRuleView.warnings(equal));
  }

  private static final String FIND_ID =
      """
      SELECT id FROM inhibit_rule WHERE id = $1 OR lower(name) = lower($2) ORDER BY (id = $1) IS TRUE DESC LIMIT 1\
      """;

  /** Finds a rule by id or name; a fault if there is none. */
  InhibitRuleView existing(Tx tx, Reference rule) {
    Optional<UUID> id =
        tx.connection()
            .preparedQuery(FIND_ID)
            .execute(tuple(rule.id(), rule.text()))
            .map(Rows::firstId)
            .await();
    return id.flatMap(found -> find(tx, found))
        .orElseThrow(() -> Fault.notFound("there is no inhibit rule " + rule));
  }

  private static final String COUNT = "SELECT count(*)::int FROM inhibit_rule";

  /**
   * Begins a change: core decides by the new state once the transaction has ended, and no other
   * change is made until then.
   *
   * @return how many rules there are
   */
  int beginChange(Tx tx) {
    hiders.beginChange(tx);
    return tx.connection().preparedQuery(COUNT).execute().await().iterator().next().getInteger(0);
  }

  private static final String INSERT =
      """
      INSERT INTO inhibit_rule (tenant_id, id, name, source_matchers, target_matchers, equal_labels, wait_seconds,
                                is_active, created_at, updated_at)
      VALUES (current_tenant(), $1, $2, $3, $4, $5, $6, $7, $8, $8)\
      """;

  void insert(Tx tx, UUID id, InhibitRuleDraft rule, Instant now) {
    tx.connection()
        .preparedQuery(INSERT)
        .execute(
            tuple(
                id,
                rule.name(),
                Json.write(rule.source()),
                Json.write(rule.target()),
                rule.equal().toArray(String[]::new),
                (int) rule.patience().toSeconds(),
                rule.isActive(),
                time(now)))
        .await();
  }

  private static final String UPDATE =
      """
      UPDATE inhibit_rule
         SET name = $3, source_matchers = $4, target_matchers = $5, equal_labels = $6, wait_seconds = $7, is_active = $8,
             updated_at = $9, version = version + 1
       WHERE id = $1 AND version = $2\
      """;

  /**
   * @return whether it still had that version
   */
  boolean update(Tx tx, UUID id, InhibitRuleDraft rule, int version, Instant now) {
    return tx.connection()
            .preparedQuery(UPDATE)
            .execute(
                tuple(
                    id,
                    version,
                    rule.name(),
                    Json.write(rule.source()),
                    Json.write(rule.target()),
                    rule.equal().toArray(String[]::new),
                    (int) rule.patience().toSeconds(),
                    rule.isActive(),
                    time(now)))
            .await()
            .rowCount()
        > 0;
  }

  private static final String DELETE = "DELETE FROM inhibit_rule WHERE id = $1";

  void delete(Tx tx, UUID id) {
    tx.connection().preparedQuery(DELETE).execute(tuple(id)).await();
  }

  /** Core looks through the firing alerts for its sources and targets. */
  void look(Tx tx, UUID id, Instant now) {
    hiders.look(tx, id, now);
  }

  // As intake holds it while it looks at sources and targets, which it reads and writes in an order
  // of its own.
  private static final String LOCK_MEMBERS =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.inhibition.' || current_tenant(), 0))";

  private static final String FORGET = "DELETE FROM inhibition_member WHERE rule_id = $1";

  /**
   * Its sources and targets are none any more.
   *
   * @param wakeAt when what it hides is decided anew
   */
  void forget(Tx tx, UUID id, Instant wakeAt) {
    hiders.doNotLook(tx, id);
    tx.connection().preparedQuery(LOCK_MEMBERS).execute().await();
    tx.connection().preparedQuery(FORGET).execute(tuple(id)).await();
    hiders.wake(tx, id, wakeAt);
  }
}
