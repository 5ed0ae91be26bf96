package dev.imas.core.suspect;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Transactions;
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
  private final HitRateRepository repository = new HitRateRepository();

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
                  return repository.counts(tx, asked.from(), asked.to(), of);
                })
            .over(asked.from(), asked.to()));
  }
}
