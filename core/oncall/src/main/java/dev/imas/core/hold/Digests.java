package dev.imas.core.hold;

import dev.imas.core.bus.DeliveriesQueued;
import dev.imas.core.bus.Digest;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.hold.DigestPlanner.Held;
import dev.imas.core.hold.DigestPlanner.Plan;
import dev.imas.core.hold.DigestRepository.Due;
import dev.imas.core.model.Severity;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Outage;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what was held and is due, a receiver and a transaction at a time. One run at a time, on a
 * virtual thread; other processes may run it too.
 */
public final class Digests {

  private static final Logger log = LoggerFactory.getLogger(Digests.class);

  /** Receivers that are looked for at a time. */
  private static final int RECEIVERS = 200;

  /** Messages of one digest; what else is due makes another. */
  private static final int MESSAGES = 2_000;

  private final Transactions transactions;
  private final DeliveryQueue queue;
  private final InstantSource clock;
  private final DigestRepository repository = new DigestRepository();

  public Digests(Transactions transactions, DeliveryQueue queue, InstantSource clock) {
    this.transactions = transactions;
    this.queue = queue;
    this.clock = clock;
  }

  /** Sends everything that is due. It fails at the end if that of a receiver failed. */
  public Future<String> send() {
    int sent = 0;
    RuntimeException failure = null;
    Instant now = clock.instant();
    Due after = Due.BEFORE_ALL;
    while (true) {
      Due last = after;
      List<Due> due =
          transactions.runUnbound(tx -> repository.due(tx, now, last, RECEIVERS)).await();
      for (Due one : due) {
        try {
          sent += send(one, now);
        } catch (RuntimeException e) {
          failure = e;
          (Outage.isOne(e) ? log.atDebug() : log.atWarn())
              .addKeyValue("tenant", one.tenant())
              .addKeyValue("receiver", one.receiver())
              .setCause(e)
              .log("Held messages could not be sent; they are tried again");
        }
      }
      if (due.size() < RECEIVERS) {
        return failure == null
            ? Future.succeededFuture(sent + " held messages sent")
            : Future.failedFuture(failure);
      }
      after = due.getLast();
    }
  }

  private int send(Due due, Instant now) {
    int sent = 0;
    int some;
    do {
      some = transactions.call(due.tenant(), tx -> send(tx, due, now));
      sent += some;
    } while (some == MESSAGES);
    return sent;
  }

  private int send(Tx tx, Due due, Instant now) {
    List<Held> held = repository.lock(tx, due.receiver(), now, MESSAGES);
    if (held.isEmpty()) {
      return 0;
    }
    Plan plan = DigestPlanner.plan(held, now);
    if (!plan.overtaken().isEmpty()) {
      repository.overtake(tx, plan.overtaken());
    }
    if (!plan.alone().isEmpty()) {
      repository.release(tx, plan.alone());
    }
    Digest digest = plan.digest();
    if (digest != null) {
      repository.fold(tx, UuidV7.at(clock.millis()), digest, urgency(held), plan.folded());
    }
    int messages = plan.alone().size() + (digest == null ? 0 : 1);
    if (messages > 0) {
      queue.announceCommitted(tx, new DeliveriesQueued(messages, urgency(held)));
    }
    return held.size();
  }

  private static Severity urgency(List<Held> held) {
    return held.stream().map(Held::severity).min(Severity::compareTo).orElse(Severity.SEV4_LOW);
  }
}
