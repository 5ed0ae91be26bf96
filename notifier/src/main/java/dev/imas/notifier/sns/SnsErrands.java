package dev.imas.notifier.sns;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.sns.SnsAddress;
import dev.imas.core.work.LeasedQueue;
import dev.imas.core.work.Poll;
import dev.imas.notifier.egress.JobVerticle;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches certificates of SNS and confirms subscriptions. It opens addresses of SNS alone, whatever
 * is stored. Bound to its event loop.
 */
public final class SnsErrands implements LeasedQueue.Work<SnsJob> {

  /** Whether one is due, as a condition of its poll. */
  public static final String WAITS = "sns_errands_wait($1)";

  private static final Logger log = LoggerFactory.getLogger(SnsErrands.class);

  /** Longer than a request may take ({@code notifier.webhook.timeout}). */
  private static final Duration LEASE = Duration.ofMinutes(1);

  /** How many are under way at once. */
  public static final int AT_ONCE = 8;

  /** A certificate of SNS has about 2 KiB. */
  private static final int MOST_ANSWER = 16 * 1024;

  /** Sends a request through what checks addresses: {@code Egress::send}. It never fails. */
  @FunctionalInterface
  public interface Sending {
    Future<WebReply> send(TenantId tenant, boolean urgent, WebRequest request);
  }

  private final InstantSource clock;
  private final SnsRepository repository;
  private final Sending sending;

  private SnsErrands(InstantSource clock, SnsRepository repository, Sending sending) {
    this.clock = clock;
    this.repository = repository;
    this.sending = sending;
  }

  /**
   * @param sending of this alone: what it waits for must not keep pages waiting
   * @param poll how it learns of what is due, by {@link #WAITS}
   * @param drain how long a stop waits for what is under way
   * @param closing closes what it sends through
   */
  public static Deployable verticle(
      Platform platform,
      Transactions transactions,
      Sending sending,
      Poll poll,
      Duration drain,
      Supplier<Future<Void>> closing) {
    return new JobVerticle<>(
        platform,
        new SnsErrands(platform.clock(), new SnsRepository(transactions), sending),
        poll,
        AT_ONCE,
        "Certificates and subscriptions of SNS cannot be looked for; it is tried again",
        drain,
        closing);
  }

  @Override
  public Future<List<SnsJob>> claim(int room) {
    return repository.claim(clock.instant(), room, LEASE);
  }

  @Override
  public Future<Void> run(SnsJob errand) {
    return ask(errand)
        .compose(
            answer -> {
              tell(errand, answer);
              return repository.write(errand, answer, clock.instant());
            })
        .onFailure(
            failure ->
                (Outage.isOne(failure) ? log.atDebug() : log.atWarn())
                    .addKeyValue("errand", errand)
                    .setCause(failure)
                    .log("What SNS answered was not stored; it is asked again"));
  }

  private Future<SnsAnswer> ask(SnsJob errand) {
    return switch (errand) {
      case SnsJob.Fetch fetch ->
          SnsAddress.isOfCertificate(fetch.url())
              ? get(fetch.tenant(), fetch.url(), true)
                  .map(reply -> SnsAnswer.ofFetch(fetch, reply, clock.instant()))
              : Future.succeededFuture(
                  new SnsAnswer.Again(
                      SnsAnswer.SCHEDULE.pauses().longest(), "not an address of SNS"));
      case SnsJob.Confirm confirm ->
          SnsAddress.confirms(confirm.url(), confirm.topic())
              ? get(confirm.tenant(), confirm.url(), false)
                  .map(reply -> SnsAnswer.ofConfirm(confirm, reply, clock.instant()))
              : Future.succeededFuture(new SnsAnswer.Refused("not an address of SNS"));
    };
  }

  private Future<WebReply> get(TenantId tenant, String url, boolean urgent) {
    return sending.send(
        tenant,
        urgent,
        new WebRequest(HttpMethod.GET, url, Map.of(), new byte[0], true, MOST_ANSWER));
  }

  private static void tell(SnsJob errand, SnsAnswer answer) {
    switch (answer) {
      case SnsAnswer.Certificate read ->
          log.atInfo().addKeyValue("errand", errand).log("A certificate of SNS was fetched");
      case SnsAnswer.Confirmed done ->
          log.atInfo().addKeyValue("errand", errand).log("A subscription of SNS was confirmed");
      case SnsAnswer.Again again -> {
        // Once, not at each attempt: its row says why.
        if (errand.attempts() == 1) {
          log.atWarn()
              .addKeyValue("errand", errand)
              .addKeyValue("reason", again.why())
              .log("SNS was not reached; it is tried again");
        }
      }
      case SnsAnswer.Refused refused ->
          log.atWarn()
              .addKeyValue("errand", errand)
              .addKeyValue("reason", refused.why())
              .log("A subscription of SNS could not be confirmed; subscribe again");
    }
  }
}
