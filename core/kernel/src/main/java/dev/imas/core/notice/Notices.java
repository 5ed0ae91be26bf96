package dev.imas.core.notice;

import dev.imas.core.bus.DeliveriesQueued;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.delivery.Hold;
import dev.imas.core.delivery.Holding;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Sends notices, in the transaction of what they tell of. Call it on a virtual thread. They are
 * retried, listed and replayed as every delivery is.
 */
public final class Notices {

  private final DeliveryQueue queue;
  private final Holding holding;
  private final InstantSource clock;
  private final NoticeRepository notices = new NoticeRepository();

  /** Whose notices never wait. */
  public Notices(DeliveryQueue queue, InstantSource clock) {
    this(queue, Holding.NONE, clock);
  }

  /**
   * @param holding says who is in quiet hours
   */
  public Notices(DeliveryQueue queue, Holding holding, InstantSource clock) {
    this.queue = queue;
    this.holding = holding;
    this.clock = clock;
  }

  /**
   * @param to each is told once, also if it is named twice
   * @return how many messages this made; those that existed are not counted
   */
  public int send(Tx tx, Notice notice, Collection<NoticeReceiver> to) {
    List<NoticeReceiver> receivers = to.stream().distinct().toList();
    if (receivers.isEmpty()) {
      return 0;
    }
    String tenant = queue.tenantName(tx).await();
    Map<UUID, Hold> quiet =
        notice.kind().waits()
            ? holding
                .quiet(tx, receivers.stream().map(NoticeReceiver::id).toList(), notice.urgency())
                .await()
            : Map.of();
    int made = notices.insert(tx, notice, tenant, receivers, quiet, clock.instant());
    if (made > 0) {
      queue.announceCommitted(tx, new DeliveriesQueued(made, notice.urgency()));
    }
    return made;
  }
}
