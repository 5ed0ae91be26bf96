package dev.imas.core.suppressed;

import static dev.imas.core.platform.Rows.column;
import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.times;
import static dev.imas.core.platform.Rows.tuple;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.Matcher;
import dev.imas.core.suppression.InhibitRule;
import dev.imas.core.suppression.Reason;
import dev.imas.core.suppression.Silence;
import dev.imas.core.suppression.Silence.Work;
import dev.imas.core.suppression.SuppressionPlan.Opening;
import dev.imas.core.suppression.SuppressionPlan.Verdict;
import dev.imas.core.suppression.SuppressionState.Sources;
import dev.imas.core.suppression.SuppressionState.Was;
import dev.imas.core.suppression.SuppressionTable.Place;
import dev.imas.core.suppression.SuppressionTable.Side;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what hides alerts, and reads and writes which alerts are hidden. */
final class SuppressionRepository {

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

  private static final String EPOCH = "SELECT epoch FROM hiding_epoch";

  /** Empty if the tenant has never had anything that hides. */
  Future<Optional<Long>> epoch(Tx tx) {
    return tx.connection()
        .preparedQuery(EPOCH)
        .execute()
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getLong("epoch")));
  }

  private static final String SILENCES =
      """
      SELECT id, version, matchers, starts_at, ends_at, services, hides_sev1,
             window_id IS NOT NULL OR deployment_window_id IS NOT NULL AS is_work
        FROM silence
       WHERE ends_at > $1 AND ($2::uuid[] IS NULL OR id = ANY ($2))\
      """;

  /** The silences that have not ended. */
  Future<List<Silence>> silences(Tx tx, Instant now) {
    return silences(tx, now, null);
  }

  /**
   * @param among null for all
   */
  Future<List<Silence>> silences(Tx tx, Instant now, @Nullable List<UUID> among) {
    return tx.connection()
        .preparedQuery(SILENCES)
        .execute(tuple(time(now), among == null ? null : among.toArray(UUID[]::new)))
        .map(rows -> list(rows, SuppressionRepository::silence));
  }

  private static Silence silence(Row row) {
    boolean isWork = row.getBoolean("is_work");
    List<Matcher> matchers = matchers(row.getString("matchers"));
    return new Silence(
        row.getUUID("id"),
        row.getInteger("version"),
        isWork
            ? matchers.stream().filter(m -> !m.name().equals(Work.SERVICE_LABEL)).toList()
            : matchers,
        isWork ? work(row) : null,
        instant(row, "starts_at"),
        instant(row, "ends_at"));
  }

  private static Work work(Row row) {
    return new Work(Set.of(row.getArrayOfUUIDs("services")), row.getBoolean("hides_sev1"));
  }

  private static final String RULES =
      """
      SELECT id, version, name, source_matchers, target_matchers, equal_labels, wait_seconds FROM inhibit_rule
       WHERE is_active AND ($1::uuid[] IS NULL OR id = ANY ($1))\
      """;

  /** The inhibit rules in force. */
  Future<List<InhibitRule>> rules(Tx tx) {
    return rules(tx, null);
  }

  /**
   * @param among null for all
   */
  Future<List<InhibitRule>> rules(Tx tx, @Nullable List<UUID> among) {
    return tx.connection()
        .preparedQuery(RULES)
        .execute(tuple((Object) (among == null ? null : among.toArray(UUID[]::new))))
        .map(rows -> list(rows, SuppressionRepository::rule));
  }

  private static InhibitRule rule(Row row) {
    return new InhibitRule(
        row.getUUID("id"),
        row.getInteger("version"),
        row.getString("name"),
        matchers(row.getString("source_matchers")),
        matchers(row.getString("target_matchers")),
        List.of(row.getArrayOfStrings("equal_labels")),
        Duration.ofSeconds(row.getInteger("wait_seconds")));
  }

  private static List<Matcher> matchers(String json) {
    return Json.read(json, TEXTS).stream().map(Matcher::parse).toList();
  }

  private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
    List<T> list = new ArrayList<>(rows.size());
    rows.forEach(row -> list.add(read.apply(row)));
    return list;
  }

  private static final String HIDDEN =
      "SELECT fingerprint, since, opening_seq FROM hidden_alert WHERE fingerprint = ANY ($1)";

  Future<Map<UUID, Was>> hidden(Tx tx, Collection<UUID> fingerprints) {
    return tx.connection()
        .preparedQuery(HIDDEN)
        .execute(tuple((Object) fingerprints.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Was> hidden = new HashMap<>();
              rows.forEach(
                  row ->
                      hidden.put(
                          row.getUUID("fingerprint"),
                          new Was(instant(row, "since"), row.getInteger("opening_seq"))));
              return hidden;
            });
  }

  /** A row of a member: where an alert is a source or a target. */
  record Member(Place place, UUID fingerprint, boolean isSource, boolean isBoth) {}

  /** A member of a version of a rule. */
  private record NewMember(Member member, int version) {}

  private static final String MEMBERS =
      """
      SELECT rule_id, equal_key, side, fingerprint, is_both FROM inhibition_member
       WHERE fingerprint = ANY ($1)\
      """;

  Future<List<Member>> members(Tx tx, Collection<UUID> fingerprints) {
    return tx.connection()
        .preparedQuery(MEMBERS)
        .execute(tuple((Object) fingerprints.toArray(UUID[]::new)))
        .map(
            rows ->
                list(
                    rows,
                    row ->
                        new Member(
                            place(row),
                            row.getUUID("fingerprint"),
                            row.getInteger("side") == 1,
                            row.getBoolean("is_both"))));
  }

  private static Place place(Row row) {
    return new Place(row.getUUID("rule_id"), row.getUUID("equal_key"));
  }

  // Two units of one tenant see each other's sources and targets only one after the other.
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('imas.inhibition.' || $1, 0))";

  Future<Void> lockInhibition(Tx tx, TenantId tenant) {
    return tx.connection().preparedQuery(LOCK).execute(tuple(tenant.toString())).mapEmpty();
  }

  private static final String SOURCES =
      """
      SELECT p.rule_id, p.equal_key, any_source.fingerprint AS any_source, pure.fingerprint AS pure_source
        FROM unnest($1::uuid[], $2::uuid[]) AS p(rule_id, equal_key)
        LEFT JOIN LATERAL (
          SELECT m.fingerprint FROM inhibition_member m
           WHERE m.rule_id = p.rule_id AND m.equal_key = p.equal_key AND m.side = 1 AND m.fingerprint <> ALL ($3::uuid[])
           LIMIT 1) AS any_source ON true
        LEFT JOIN LATERAL (
          SELECT m.fingerprint FROM inhibition_member m
           WHERE m.rule_id = p.rule_id AND m.equal_key = p.equal_key AND m.side = 1 AND m.fingerprint <> ALL ($3::uuid[])
             AND NOT m.is_both
           LIMIT 1) AS pure ON true\
      """;

  /** The sources of these places among all alerts but these. */
  Future<Map<Place, Sources>> sources(
      Tx tx, Collection<Place> places, Collection<UUID> fingerprints) {
    List<Place> of = List.copyOf(places);
    return tx.connection()
        .preparedQuery(SOURCES)
        .execute(
            tuple(
                column(of, Place::rule, UUID[]::new),
                column(of, Place::key, UUID[]::new),
                fingerprints.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<Place, Sources> sources = new HashMap<>();
              rows.forEach(
                  row ->
                      sources.put(
                          place(row),
                          new Sources(row.getUUID("any_source"), row.getUUID("pure_source"))));
              return sources;
            });
  }

  private static final String FORGET_MEMBERS =
      "DELETE FROM inhibition_member WHERE fingerprint = ANY ($1)";

  private static final String ADD_MEMBERS =
      """
      INSERT INTO inhibition_member (tenant_id, rule_id, equal_key, side, fingerprint, is_both)
      SELECT (SELECT current_tenant()), r.id, n.equal_key, n.side, n.fingerprint, n.is_both
        FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::uuid[], $5::boolean[], $6::int[])
          AS n(rule_id, equal_key, side, fingerprint, is_both, version)
        -- A rule may have been changed or deleted since it was read. Of one that was changed, the look through all firing
        -- alerts makes the members.
        JOIN inhibit_rule r ON r.id = n.rule_id AND r.version = n.version\
      """;

  List<Future<Boolean>> saveMembers(
      Tx tx, Collection<UUID> fingerprints, Map<UUID, List<Side>> sides) {
    List<NewMember> members = new ArrayList<>();
    sides.forEach(
        (print, of) ->
            of.forEach(
                side -> {
                  if (side.isSource()) {
                    members.add(member(side, print, true));
                  }
                  if (side.isTarget()) {
                    members.add(member(side, print, false));
                  }
                }));
    List<Future<Boolean>> sent = new ArrayList<>();
    sent.add(
        tx.connection()
            .preparedQuery(FORGET_MEMBERS)
            .execute(tuple((Object) fingerprints.toArray(UUID[]::new)))
            .map(true));
    if (!members.isEmpty()) {
      sent.add(
          tx.connection()
              .preparedQuery(ADD_MEMBERS)
              .execute(
                  tuple(
                      column(members, m -> m.member().place().rule(), UUID[]::new),
                      column(members, m -> m.member().place().key(), UUID[]::new),
                      column(members, m -> (short) (m.member().isSource() ? 1 : 2), Short[]::new),
                      column(members, m -> m.member().fingerprint(), UUID[]::new),
                      column(members, m -> m.member().isBoth(), Boolean[]::new),
                      column(members, NewMember::version, Integer[]::new)))
              .map(true));
    }
    return sent;
  }

  private static NewMember member(Side side, UUID fingerprint, boolean isSource) {
    return new NewMember(
        new Member(side.place(), fingerprint, isSource, side.isBoth()), side.rule().version());
  }

  private static final String HIDE =
      """
      INSERT INTO hidden_alert AS h (tenant_id, fingerprint, since, decided_at, epoch, wake_at, opening_seq, severity, reasons)
      SELECT (SELECT current_tenant()), n.fingerprint, n.since, $7, $8, n.wake_at, n.opening_seq, n.severity, n.reasons
        FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::int[], $5::smallint[], $6::text[])
          AS n(fingerprint, since, wake_at, opening_seq, severity, reasons)
       ORDER BY n.fingerprint
      ON CONFLICT (tenant_id, fingerprint) DO UPDATE
         SET decided_at = excluded.decided_at, epoch = excluded.epoch, wake_at = excluded.wake_at,
             opening_seq = excluded.opening_seq, severity = excluded.severity, reasons = excluded.reasons\
      """;

  private static final String NOT_BY_ANY_MORE =
      """
      DELETE FROM hidden_by b
       WHERE b.fingerprint = ANY ($1)
         AND NOT EXISTS (SELECT FROM unnest($2::uuid[], $3::uuid[]) AS n(fingerprint, hider_id)
                          WHERE n.fingerprint = b.fingerprint AND n.hider_id = b.hider_id)\
      """;

  private static final String HIDDEN_BY =
      """
      WITH new AS (
        INSERT INTO hidden_by (tenant_id, hider_id, fingerprint, equal_key)
        SELECT (SELECT current_tenant()), n.hider_id, n.fingerprint, n.equal_key
          FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS n(fingerprint, hider_id, equal_key)
        ON CONFLICT DO NOTHING
        RETURNING hider_id)
      INSERT INTO hiding_count AS c (tenant_id, hider_id, hid, last_at)
      SELECT (SELECT current_tenant()), n.hider_id, count(*), $4 FROM new n GROUP BY n.hider_id ORDER BY n.hider_id
      ON CONFLICT (tenant_id, hider_id) DO UPDATE SET hid = c.hid + excluded.hid, last_at = excluded.last_at\
      """;

  private record By(UUID fingerprint, Reason reason) {}

  List<Future<Boolean>> hide(
      Tx tx, Map<UUID, Verdict> hidden, Map<UUID, Severity> severities, long epoch, Instant now) {
    List<UUID> prints = hidden.keySet().stream().sorted().toList();
    List<By> by = new ArrayList<>();
    hidden.forEach(
        (print, verdict) ->
            verdict.reasons().stream()
                .filter(r -> r.id() != null)
                .forEach(r -> by.add(new By(print, r))));
    Tuple rows =
        tuple(
            prints.toArray(UUID[]::new),
            times(prints, p -> verdict(hidden, p).since()),
            times(prints, p -> verdict(hidden, p).wakeAt()),
            column(prints, p -> verdict(hidden, p).opening(), Integer[]::new),
            column(prints, p -> number(severities, p), Short[]::new),
            column(prints, p -> Json.write(verdict(hidden, p).reasons()), String[]::new),
            time(now),
            epoch);
    UUID[] printsOfBy = column(by, By::fingerprint, UUID[]::new);
    UUID[] hiders = column(by, b -> b.reason().id(), UUID[]::new);
    return List.of(
        tx.connection().preparedQuery(HIDE).execute(rows).map(true),
        tx.connection()
            .preparedQuery(NOT_BY_ANY_MORE)
            .execute(tuple(prints.toArray(UUID[]::new), printsOfBy, hiders))
            .map(true),
        tx.connection()
            .preparedQuery(HIDDEN_BY)
            .execute(
                tuple(
                    printsOfBy, hiders, column(by, b -> b.reason().key(), UUID[]::new), time(now)))
            .map(true));
  }

  private static Verdict verdict(Map<UUID, Verdict> hidden, UUID fingerprint) {
    return Objects.requireNonNull(hidden.get(fingerprint));
  }

  private static short number(Map<UUID, Severity> severities, UUID fingerprint) {
    return (short) severities.getOrDefault(fingerprint, Severity.SEV4_LOW).number();
  }

  private static final String SHOW = "DELETE FROM hidden_alert WHERE fingerprint = ANY ($1)";

  Future<Boolean> show(Tx tx, Set<UUID> fingerprints) {
    return tx.connection()
        .preparedQuery(SHOW)
        .execute(tuple((Object) fingerprints.stream().sorted().toArray(UUID[]::new)))
        .map(true);
  }

  private static final String SUPPRESS = "SELECT suppress_events($1, $2, $3)";

  Future<Boolean> suppress(Tx tx, TenantId tenant, List<Opening> openings) {
    return tx.connection()
        .preparedQuery(SUPPRESS)
        .execute(
            tuple(
                tenant.value(),
                column(openings, Opening::fingerprint, UUID[]::new),
                column(openings, Opening::seq, Integer[]::new)))
        .map(true);
  }

  private static final String WAKE_PLACES =
      """
      UPDATE hidden_alert h SET wake_at = $3
       WHERE h.fingerprint IN (
         SELECT o.fingerprint
           FROM unnest($1::uuid[], $2::uuid[]) AS p(rule_id, equal_key)
           JOIN hidden_by b ON b.hider_id = p.rule_id AND b.equal_key = p.equal_key
           JOIN hidden_alert o ON o.fingerprint = b.fingerprint
          ORDER BY o.fingerprint
            FOR UPDATE OF o)\
      """;

  /** What was hidden in these places is decided anew. */
  Future<Boolean> wake(Tx tx, Collection<Place> places, Instant now) {
    List<Place> of = List.copyOf(places);
    return tx.connection()
        .preparedQuery(WAKE_PLACES)
        .execute(
            tuple(
                column(of, Place::rule, UUID[]::new),
                column(of, Place::key, UUID[]::new),
                time(now)))
        .map(true);
  }

  private static final String TARGETS =
      """
      SELECT DISTINCT m.fingerprint
        FROM unnest($1::uuid[], $2::uuid[]) AS p(rule_id, equal_key)
        JOIN inhibition_member m ON m.rule_id = p.rule_id AND m.equal_key = p.equal_key AND m.side = 2
       WHERE m.fingerprint <> ALL ($3::uuid[])\
      """;

  /** The targets of these places among all alerts but these. */
  Future<Set<UUID>> targets(Tx tx, Collection<Place> places, Collection<UUID> fingerprints) {
    List<Place> of = List.copyOf(places);
    return tx.connection()
        .preparedQuery(TARGETS)
        .execute(
            tuple(
                column(of, Place::rule, UUID[]::new),
                column(of, Place::key, UUID[]::new),
                fingerprints.toArray(UUID[]::new)))
        .map(
            rows -> {
              Set<UUID> targets = new HashSet<>();
              rows.forEach(row -> targets.add(row.getUUID("fingerprint")));
              return targets;
            });
  }

  private static final String RECONSIDER = "SELECT reconsider_alerts($1, $2, $3)";

  /** Has these alerts decided anew, as far as they fire. */
  Future<Boolean> reconsider(Tx tx, TenantId tenant, Collection<UUID> fingerprints, Instant now) {
    return tx.connection()
        .preparedQuery(RECONSIDER)
        .execute(tuple(tenant.value(), fingerprints.toArray(UUID[]::new), time(now)))
        .map(true);
  }
}
