package dev.imas.core.suspect;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.suspect.HitRate.Counts;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /suspects/hit-rate}: how often the first suspect was right. */
final class HitRateRoutes {

  private static final Duration USUAL = Duration.ofDays(90);
  private static final Duration LONGEST = Duration.ofDays(1_100);

  private final Transactions transactions;
  private final InstantSource clock;
  private final ServiceRepository services = new ServiceRepository();

  HitRateRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get("/suspects/hit-rate", Permission.INCIDENT_READ, this::hitRate);
  }

  /** The time asked about: the first moment, and the first after it. */
  record Asked(Instant from, Instant to) {

    static Asked read(Query query, Instant now) {
      Instant to = query.time("to");
      Instant end = to == null ? now : to;
      Instant from = query.time("from");
      Instant begin = from == null ? end.minus(USUAL) : from;
      if (!begin.isBefore(end)) {
        throw Query.fault("from", "must be before to");
      }
      if (Duration.between(begin, end).compareTo(LONGEST) > 0) {
        throw Query.fault(
            "from", "the time asked about is longer than 1,100 days; set a later from");
      }
      return new Asked(begin, end);
    }
  }

  private Answer hitRate(Call call) {
    Query query = call.query("from", "to", "service");
    Asked asked = Asked.read(query, clock.instant());
    Reference service = query.reference("service");
    return Answer.ok(
        transactions
            .call(
                call.tenant(),
                tx -> {
                  @Nullable UUID of =
                      service == null
                          ? null
                          : service.orNothing(services.findId(tx, service).await());
                  return counts(tx, asked, of);
                })
            .over(asked.from(), asked.to()));
  }

  // The confirmed causes are few, and have an index.
  private static final String COUNTS =
      """
      SELECT count(*) AS confirmed, count(*) FILTER (WHERE c.rank = 1) AS first, count(*) FILTER (WHERE c.rank <= 3) AS first_three,
             count(*) FILTER (WHERE s.latest_kind = c.kind AND s.latest_id = c.change_id) AS most_recent,
             count(*) FILTER (WHERE c.rank IS NULL) AS not_listed,
             (SELECT count(*) FROM incident_suspects n
               WHERE n.detected_at >= $1 AND n.detected_at < $2 AND n.computed_at IS NOT NULL
                 AND ($3::uuid IS NULL OR EXISTS (SELECT FROM incident o
                                                   WHERE o.tenant_id = n.tenant_id AND o.id = n.incident_id AND o.service_id = $3)))
               AS incidents
        FROM incident_change c
        JOIN incident i ON i.tenant_id = c.tenant_id AND i.id = c.incident_id
        LEFT JOIN incident_suspects s ON s.tenant_id = c.tenant_id AND s.incident_id = c.incident_id
       WHERE c.judgement = 2 AND i.detected_at >= $1 AND i.detected_at < $2 AND NOT i.is_test
         AND ($3::uuid IS NULL OR i.service_id = $3)\
      """;

  private static Counts counts(Tx tx, Asked asked, @Nullable UUID service) {
    Row row =
        tx.connection()
            .preparedQuery(COUNTS)
            .execute(tuple(time(asked.from()), time(asked.to()), service))
            .await()
            .iterator()
            .next();
    return new Counts(
        row.getLong("incidents"),
        row.getLong("confirmed"),
        row.getLong("first"),
        row.getLong("first_three"),
        row.getLong("most_recent"),
        row.getLong("not_listed"));
  }
}
