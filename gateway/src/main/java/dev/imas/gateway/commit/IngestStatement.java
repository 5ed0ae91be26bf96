package dev.imas.gateway.commit;

import dev.imas.core.ingest.BatchColumns;
import dev.imas.core.model.AlertAction;
import dev.imas.core.model.Fingerprint;
import dev.imas.core.rule.Routing;
import dev.imas.gateway.decode.IncomingAlert;
import dev.imas.gateway.decode.SideEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@code ingest_batch} and of its shorter variant {@code ingest_known}, with a batch
 * as their arguments. {@link IngestAnswer} is what they return.
 */
final class IngestStatement {

  /** For a batch that has known rows only. */
  static final String KNOWN =
      "SELECT missed FROM ingest_known($1::int, $2::timestamptz, "
          + BatchColumns.KNOWN.arguments(3)
          + ", "
          + BatchColumns.ACCEPTED.arguments(3 + BatchColumns.KNOWN.size())
          + ")";

  /** For any batch. */
  static final String ANY = any();

  /** How many parameters {@link #ANY} has. */
  private static final int ANY_SIZE =
      5
          + BatchColumns.KNOWN.size()
          + BatchColumns.FULL.size()
          + BatchColumns.ACCEPTED.size()
          + BatchColumns.DEAD_LETTERS.size();

  /** For a batch with side events. */
  static final String WITH_SIDE_EVENTS = withSideEvents();

  /** For a batch with facts, of which some are repeats: the receipts of those come back. */
  static final String WITH_FACTS = withFacts();

  private static final int FIRING = 1;
  private static final int RECOVERY = 2;

  /**
   * A recovery from a sender that gives no state. The database knows whether a later end was given
   * before.
   */
  private static final int END_HAS_PASSED = 3;

  private IngestStatement() {}

  private static String any() {
    StringBuilder sql =
        new StringBuilder(
            "SELECT all_as_sent, missed, fingerprints, dispositions, seqs, kinds FROM"
                + " ingest_batch($1::int, $2::timestamptz, $3::interval, ");
    int next = 4;
    sql.append(BatchColumns.KNOWN.arguments(next)).append(", ");
    next += BatchColumns.KNOWN.size();
    sql.append(BatchColumns.FULL.arguments(next)).append(", ");
    next += BatchColumns.FULL.size();
    sql.append("$%d::boolean, $%d::uuid[], ".formatted(next, next + 1));
    next += 2;
    sql.append(BatchColumns.ACCEPTED.arguments(next)).append(", ");
    next += BatchColumns.ACCEPTED.size();
    return sql.append(BatchColumns.DEAD_LETTERS.arguments(next)).append(')').toString();
  }

  /** For a batch with side events: {@link #ANY}, and what stores them, in one statement. */
  private static String withSideEvents() {
    int next = ANY_SIZE + 1;
    return ANY
        + ", ingest_side_events($1::int, $2::timestamptz, "
        + BatchColumns.SIDE_ACCEPTED.arguments(next)
        + ", "
        + BatchColumns.SIDE_EVENTS.arguments(next + BatchColumns.SIDE_ACCEPTED.size())
        + ")";
  }

  private static String withFacts() {
    int next = ANY_SIZE + BatchColumns.SIDE_ACCEPTED.size() + BatchColumns.SIDE_EVENTS.size() + 1;
    return WITH_SIDE_EVENTS
            .substring(0, WITH_SIDE_EVENTS.length() - 1)
            .replace("kinds FROM", "kinds, repeats FROM")
            .replace("ingest_side_events(", "ingest_facts(")
        + ", $%d::text) AS f(repeats)".formatted(next);
  }

  /** The statement for a batch that is not of known rows alone. */
  static String of(Batch batch) {
    return batch.hasFacts() ? WITH_FACTS : batch.hasSideEvents() ? WITH_SIDE_EVENTS : ANY;
  }

  /** Adds what {@link #of} takes beside the arguments of {@link #ANY}. */
  static void addBeside(Tuple t, Batch batch) {
    boolean withFacts = batch.hasFacts();
    if (withFacts || batch.hasSideEvents()) {
      addSideEvents(t, batch);
    }
    if (withFacts) {
      t.addValue(FactsText.of(batch.extras()));
    }
  }

  /** The arguments of {@link #KNOWN}. */
  static Tuple knownArguments(Batch batch, int shard, Instant receivedAt) {
    Tuple t = Tuple.tuple();
    t.addValue(shard).addValue(OffsetDateTime.ofInstant(receivedAt, ZoneOffset.UTC));
    addKnown(t, batch.known());
    addAccepted(t, batch);
    return t;
  }

  /**
   * The arguments of {@link #ANY}.
   *
   * @param allNew whether all full rows are expected to be new
   * @param urgent rows whose change of state core follows before others
   */
  static Tuple arguments(
      Batch batch,
      int shard,
      Instant receivedAt,
      Duration reorderWindow,
      boolean allNew,
      Predicate<BatchRow> urgent) {
    Tuple t = Tuple.tuple();
    t.addValue(shard)
        .addValue(OffsetDateTime.ofInstant(receivedAt, ZoneOffset.UTC))
        .addValue(
            io.vertx.pgclient.data.Interval.of(0, 0, 0, 0, 0, (int) reorderWindow.toSeconds()));
    addKnown(t, batch.known());
    addFull(t, batch.full());
    t.addValue(allNew);
    t.addValue(
        batch.full().stream()
            .filter(urgent)
            .map(row -> row.fingerprint.toUuid())
            .toArray(UUID[]::new));
    addAccepted(t, batch);
    addDeadLetters(t, batch.extras());
    return t;
  }

  /** Adds what {@link #WITH_SIDE_EVENTS} takes beside the arguments of {@link #ANY}. */
  private static void addSideEvents(Tuple t, Batch batch) {
    Map<UUID, Tally> bySource = new HashMap<>();
    List<UUID> tenant = new ArrayList<>();
    List<UUID> id = new ArrayList<>();
    List<UUID> source = new ArrayList<>();
    List<UUID> receipt = new ArrayList<>();
    List<OffsetDateTime> happened = new ArrayList<>();
    List<Integer> count = new ArrayList<>();
    List<Short> kind = new ArrayList<>();
    List<@Nullable Short> action = new ArrayList<>();
    List<@Nullable UUID> fingerprint = new ArrayList<>();
    List<String> dialect = new ArrayList<>();
    List<String> title = new ArrayList<>();
    List<String> author = new ArrayList<>();
    List<String> note = new ArrayList<>();
    List<String> link = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (Submission submission : batch.extras()) {
      if (submission.sideEvents().isEmpty()) {
        continue;
      }
      bySource.computeIfAbsent(submission.source(), s -> new Tally(submission.tenant())).accepted +=
          submission.sideEventCount();
      for (SideEventRow row : submission.sideEvents()) {
        SideEvent event = row.event();
        AlertAction done = event.action();
        Fingerprint about = event.about();
        tenant.add(submission.tenant());
        id.add(row.id());
        source.add(submission.source());
        receipt.add(submission.receipt());
        happened.add(time(event.happenedAtMicros()));
        count.add(row.count());
        kind.add((short) event.kind().number());
        action.add(done == null ? null : (short) done.number());
        fingerprint.add(about == null ? null : about.toUuid());
        dialect.add(submission.dialect());
        title.add(event.title());
        author.add(event.author());
        note.add(event.note());
        link.add(event.link());
        labels.add(JsonObjectText.of(event.labels()));
      }
    }
    addAccepted(t, BatchColumns.SIDE_ACCEPTED, bySource);
    add(
        t,
        BatchColumns.SIDE_EVENTS,
        Map.ofEntries(
            Map.entry("tenant", tenant.toArray(new UUID[0])),
            Map.entry("id", id.toArray(new UUID[0])),
            Map.entry("source", source.toArray(new UUID[0])),
            Map.entry("receipt", receipt.toArray(new UUID[0])),
            Map.entry("happened", happened.toArray(new OffsetDateTime[0])),
            Map.entry("n", count.toArray(new Integer[0])),
            Map.entry("kind", kind.toArray(new Short[0])),
            Map.entry("action", action.toArray(new @Nullable Short[0])),
            Map.entry("fingerprint", fingerprint.toArray(new @Nullable UUID[0])),
            Map.entry("dialect", dialect.toArray(new String[0])),
            Map.entry("title", title.toArray(new String[0])),
            Map.entry("author", author.toArray(new String[0])),
            Map.entry("note", note.toArray(new String[0])),
            Map.entry("link", link.toArray(new String[0])),
            Map.entry("labels", labels.toArray(new String[0]))));
  }

  private static void addKnown(Tuple t, List<BatchRow> rows) {
    int n = rows.size();
    UUID[] tenant = new UUID[n];
    UUID[] fingerprint = new UUID[n];
    UUID[] source = new UUID[n];
    Integer[] count = new Integer[n];
    Short[] severity = new Short[n];
    @Nullable OffsetDateTime[] ends = new OffsetDateTime[n];
    OffsetDateTime[] observed = new OffsetDateTime[n];
    for (int i = 0; i < n; i++) {
      BatchRow row = rows.get(i);
      tenant[i] = row.tenant;
      fingerprint[i] = row.fingerprint.toUuid();
      source[i] = row.source;
      count[i] = row.count();
      severity[i] = (short) row.newest.severity.number();
      ends[i] = timeOrNull(row.endsAtMicros());
      observed[i] = time(row.newest.observedAtMicros());
    }
    add(
        t,
        BatchColumns.KNOWN,
        Map.of(
            "tenant", tenant,
            "fingerprint", fingerprint,
            "source", source,
            "n", count,
            "severity", severity,
            "ends", ends,
            "observed", observed));
  }

  private static void addFull(Tuple t, List<BatchRow> rows) {
    int n = rows.size();
    UUID[] tenant = new UUID[n];
    UUID[] fingerprint = new UUID[n];
    UUID[] source = new UUID[n];
    Short[] kind = new Short[n];
    Integer[] count = new Integer[n];
    OffsetDateTime[] starts = new OffsetDateTime[n];
    @Nullable OffsetDateTime[] senderStarts = new OffsetDateTime[n];
    OffsetDateTime[] observed = new OffsetDateTime[n];
    Boolean[] told = new Boolean[n];
    @Nullable OffsetDateTime[] ends = new OffsetDateTime[n];
    Short[] severity = new Short[n];
    UUID[] service = new UUID[n];
    String[] groupKey = new String[n];
    String[] name = new String[n];
    String[] labels = new String[n];
    String[] annotations = new String[n];
    String[] details = new String[n];
    Integer[] ruleSetVersion = new Integer[n];
    Integer[] ruleIndex = new Integer[n];
    Short[] decision = new Short[n];
    UUID[] receipt = new UUID[n];
    for (int i = 0; i < n; i++) {
      BatchRow row = rows.get(i);
      AlertEvent event = row.newest;
      IncomingAlert alert = event.alert;
      Routing routing = event.routing();
      tenant[i] = row.tenant;
      fingerprint[i] = row.fingerprint.toUuid();
      source[i] = row.source;
      kind[i] = kindOf(alert);
      count[i] = row.count();
      observed[i] = time(event.observedAtMicros());
      told[i] = event.tellsItsTime();
      senderStarts[i] = timeOrNull(alert.startsAtMicros());
      starts[i] = time(EventOrder.episodeStart(event));
      ends[i] = timeOrNull(row.endsAtMicros());
      severity[i] = (short) event.severity.number();
      service[i] = routing.serviceId();
      groupKey[i] = routing.groupKey();
      name[i] = alert.name();
      labels[i] = JsonObjectText.of(alert.labels());
      annotations[i] = JsonObjectText.of(alert.annotations());
      details[i] = JsonObjectText.of(alert.details());
      ruleSetVersion[i] = routing.ruleSetVersion();
      ruleIndex[i] = routing.rule();
      decision[i] = routing.decision();
      receipt[i] = row.events.getFirst().submission().receipt();
    }
    add(
        t,
        BatchColumns.FULL,
        Map.ofEntries(
            Map.entry("tenant", tenant),
            Map.entry("fingerprint", fingerprint),
            Map.entry("source", source),
            Map.entry("kind", kind),
            Map.entry("n", count),
            Map.entry("starts", starts),
            Map.entry("sender_starts", senderStarts),
            Map.entry("observed", observed),
            Map.entry("told", told),
            Map.entry("ends", ends),
            Map.entry("severity", severity),
            Map.entry("service", service),
            Map.entry("group_key", groupKey),
            Map.entry("name", name),
            Map.entry("labels", labels),
            Map.entry("annotations", annotations),
            Map.entry("details", details),
            Map.entry("rule_set_version", ruleSetVersion),
            Map.entry("rule_index", ruleIndex),
            Map.entry("decision", decision),
            Map.entry("receipt", receipt)));
  }

  private static void add(Tuple t, BatchColumns columns, Map<String, Object> arrays) {
    columns.inOrder(arrays).forEach(t::addValue);
  }

  private static short kindOf(IncomingAlert alert) {
    if (alert.firing()) {
      return FIRING;
    }
    return (short) (alert.impliedState() ? END_HAS_PASSED : RECOVERY);
  }

  /** Counts the events themselves, before folding. The ledger compares this with the rows. */
  private static void addAccepted(Tuple t, Batch batch) {
    Map<UUID, Tally> bySource = new HashMap<>();
    for (List<BatchRow> rows : List.of(batch.known(), batch.full())) {
      for (BatchRow row : rows) {
        bySource.computeIfAbsent(row.source, s -> new Tally(row.tenant)).accepted +=
            row.events.size();
      }
    }
    for (Submission submission : batch.extras()) {
      if (submission.deadLetters().isEmpty()) {
        continue;
      }
      Tally tally =
          bySource.computeIfAbsent(submission.source(), s -> new Tally(submission.tenant()));
      tally.accepted += submission.deadLetters().stream().filter(DeadLetter::counted).count();
    }
    addAccepted(t, BatchColumns.ACCEPTED, bySource);
  }

  private static void addAccepted(Tuple t, BatchColumns columns, Map<UUID, Tally> bySource) {
    UUID[] tenant = new UUID[bySource.size()];
    UUID[] source = new UUID[bySource.size()];
    Long[] accepted = new Long[bySource.size()];
    int i = 0;
    for (Map.Entry<UUID, Tally> e : bySource.entrySet()) {
      tenant[i] = e.getValue().tenant;
      source[i] = e.getKey();
      accepted[i++] = e.getValue().accepted;
    }
    add(t, columns, Map.of("tenant", tenant, "source", source, "accepted", accepted));
  }

  /** How many alerts of one source a batch holds. */
  private static final class Tally {
    private final UUID tenant;
    private long accepted;

    private Tally(UUID tenant) {
      this.tenant = tenant;
    }
  }

  private static void addDeadLetters(Tuple t, List<Submission> submissions) {
    List<UUID> tenant = new ArrayList<>();
    List<UUID> id = new ArrayList<>();
    List<UUID> source = new ArrayList<>();
    List<String> kind = new ArrayList<>();
    List<Boolean> counted = new ArrayList<>();
    List<String> dialect = new ArrayList<>();
    List<String> pointer = new ArrayList<>();
    List<String> reason = new ArrayList<>();
    List<UUID> receipt = new ArrayList<>();
    List<@Nullable String> contentType = new ArrayList<>();
    List<Buffer> body = new ArrayList<>();
    List<Integer> size = new ArrayList<>();
    for (Submission submission : submissions) {
      for (DeadLetter letter : submission.deadLetters()) {
        tenant.add(submission.tenant());
        id.add(letter.id());
        source.add(submission.source());
        kind.add(letter.kind());
        counted.add(letter.counted());
        dialect.add(letter.dialect());
        pointer.add(letter.pointer());
        reason.add(letter.reason());
        receipt.add(submission.receipt());
        contentType.add(letter.contentType());
        body.add(letter.body());
        size.add(letter.size());
      }
    }
    add(
        t,
        BatchColumns.DEAD_LETTERS,
        Map.ofEntries(
            Map.entry("tenant", tenant.toArray(new UUID[0])),
            Map.entry("id", id.toArray(new UUID[0])),
            Map.entry("source", source.toArray(new UUID[0])),
            Map.entry("kind", kind.toArray(new String[0])),
            Map.entry("counted", counted.toArray(new Boolean[0])),
            Map.entry("dialect", dialect.toArray(new String[0])),
            Map.entry("pointer", pointer.toArray(new String[0])),
            Map.entry("reason", reason.toArray(new String[0])),
            Map.entry("receipt", receipt.toArray(new UUID[0])),
            Map.entry("content_type", contentType.toArray(new @Nullable String[0])),
            Map.entry("body", body.toArray(new Buffer[0])),
            Map.entry("body_size", size.toArray(new Integer[0]))));
  }

  private static @Nullable OffsetDateTime timeOrNull(long micros) {
    return micros == IncomingAlert.NONE ? null : time(micros);
  }

  static OffsetDateTime time(long micros) {
    return OffsetDateTime.ofInstant(
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L),
        ZoneOffset.UTC);
  }
}
