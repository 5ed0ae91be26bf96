package dev.imas.notifier.credit;

import dev.imas.core.platform.Platform;
import dev.imas.core.platform.Transactions;
import dev.imas.core.wording.SafeText;
import dev.imas.core.work.Next;
import dev.imas.core.work.PassObserver;
import dev.imas.core.work.WorkLoop;
import dev.imas.notifier.channel.CreditReading;
import dev.imas.notifier.channel.CreditVendor;
import dev.imas.notifier.credit.CreditRepository.Due;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.provider.CreditReader;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each active provider that is paid in advance once an hour how much is left, and at once when
 * it was changed (NTF-07). One after the other, through the limits of pages' hosts. A question that
 * a stop interrupts is asked an hour later. Deploy it on a virtual thread.
 */
public final class CreditVerticle extends VerticleBase {

  private static final Logger log = LoggerFactory.getLogger(CreditVerticle.class);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final int AT_ONCE = 20;
  private static final int LONGEST = 300;

  private final Platform platform;
  private final CreditReader providers;
  private final Egress egress;
  private final CreditRepository credits;
  private final Duration drain;
  private final WorkLoop loop;
  private volatile boolean stopping;

  /**
   * @param look how often to look for providers to ask
   * @param drain how long a stop waits for a question under way
   */
  public CreditVerticle(
      Platform platform,
      Transactions transactions,
      CreditReader providers,
      Egress egress,
      Duration look,
      Duration drain) {
    this.platform = platform;
    this.providers = providers;
    this.egress = egress;
    this.credits = new CreditRepository(transactions);
    this.drain = drain;
    this.loop =
        new WorkLoop(
            look,
            PassObserver.complaining(
                log, platform.database().outage(), "vendors cannot be asked for credits"),
            this::ask);
  }

  @Override
  public Future<?> start() {
    loop.start(context);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    return loop.stop(drain);
  }

  private Future<Next> ask() {
    if (providers.types().isEmpty()) {
      return Future.succeededFuture(Next.IDLE);
    }
    List<Due> due = credits.claim(providers.types(), EVERY, AT_ONCE).await();
    for (Due one : due) {
      if (stopping) {
        break;
      }
      Optional<CreditVendor> vendor = providers.of(one.tenant(), one.provider(), one.type());
      if (vendor.isPresent()) {
        credits.write(one, reading(one, vendor.get()), vendor.get().low()).await();
      }
    }
    return Future.succeededFuture(due.size() == AT_ONCE && !stopping ? Next.MORE : Next.IDLE);
  }

  private CreditReading reading(Due due, CreditVendor vendor) {
    Instant now = platform.clock().instant();
    WebReply answer = egress.send(due.tenant(), false, vendor.request(now)).await();
    return switch (answer) {
      case WebReply.Answered answered -> vendor.read(answered, now);
      case WebReply.Barred barred -> unread(barred.reason());
      case WebReply.PutOff putOff -> unread("too many requests to that host");
      case WebReply.Failed failed -> unread(failed.reason());
    };
  }

  private static CreditReading unread(String reason) {
    return new CreditReading.Unread(SafeText.line(reason, LONGEST));
  }
}
