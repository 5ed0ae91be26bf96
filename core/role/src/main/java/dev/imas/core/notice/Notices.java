package dev.imas.core.notice;

import dev.imas.core.bus.DeliveriesQueued;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/**
 * Sends notices, in the transaction of what they tell of. Call it on a virtual thread. They are
 * retried, listed and replayed as every delivery is.
 */
public final class Notices {

  private final DeliveryQueue queue;
  private final InstantSource clock;
  private final NoticeRepository notices = new NoticeRepository();

  public Notices(DeliveryQueue queue, InstantSource clock) {
    this.queue = queue;
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
    int made = notices.insert(tx, notice, tenant, receivers, clock.instant());
    if (made > 0) {
      queue.announceCommitted(tx, new DeliveriesQueued(made, notice.urgency()));
    }
    return made;
  }
}
