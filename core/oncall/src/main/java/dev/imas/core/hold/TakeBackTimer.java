package dev.imas.core.hold;

import dev.imas.core.bus.DeliveriesQueued;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.DueTimer;
import dev.imas.core.scheduler.TimerKind;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Tells what could be taken back and was not. It locks the incident first, as whoever takes a
 * change back does: a message is either told or dropped.
 */
public final class TakeBackTimer implements TimerKind.Handler {

  private final TakeBackRepository repository = new TakeBackRepository();
  private final IncidentRepository incidents;
  private final DeliveryQueue queue;

  public TakeBackTimer(IncidentRepository incidents, DeliveryQueue queue) {
    this.incidents = incidents;
    this.queue = queue;
  }

  public TimerKind kind() {
    return TimerKind.of(TakeBacks.TELL, TimerKind.Lane.HOUSEKEEPING, this);
  }

  @Override
  public Future<Void> lock(Tx tx, TenantId tenant, List<DueTimer> claimed) {
    return incidents.lock(tx, ids(claimed)).mapEmpty();
  }

  private static Collection<UUID> ids(List<DueTimer> timers) {
    return timers.stream().map(TakeBackTimer::incident).distinct().sorted().toList();
  }

  private static UUID incident(DueTimer timer) {
    return UUID.fromString(timer.subject());
  }

  @Override
  public Future<TimerKind.Fired> fire(Tx tx, TenantId tenant, List<DueTimer> due) {
    int told = 0;
    Severity urgency = Severity.SEV4_LOW;
    for (DueTimer timer : due) {
      int seq = Json.read(timer.payload(), TakeBacks.UpTo.class).seq();
      TakeBackRepository.Released released = repository.release(tx, incident(timer), seq);
      told += released.messages();
      Severity of = released.urgency();
      urgency = of != null && of.compareTo(urgency) < 0 ? of : urgency;
    }
    if (told > 0) {
      queue.announceCommitted(tx, new DeliveriesQueued(told, urgency));
    }
    return Future.succeededFuture(new TimerKind.Fired(told + " notified"));
  }
}
