package dev.imas.core.webhook;

import dev.imas.core.changeevent.ChangeEvent;
import dev.imas.core.changeevent.ChangeReaction;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.webhook.EventRepository.NewEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Queues what happened to changes for those who have subscribed to it, in its transaction. Filters
 * by severity are of incidents, and do not count here.
 */
final class ChangeEvents implements ChangeReaction {

  private final EventRepository events = new EventRepository();
  private final SubscribedTenants subscribed;
  private final InstantSource clock;

  ChangeEvents(SubscribedTenants subscribed, InstantSource clock) {
    this.subscribed = subscribed;
    this.clock = clock;
  }

  private record Body(String event, Instant timestamp, Map<String, Object> data) {}

  @Override
  public void react(Tx tx, ChangeEvent event) {
    Optional<TenantId> tenant = tx.tenant();
    if (tenant.isEmpty() || !subscribed.mayContain(tenant.get().value())) {
      return;
    }
    EventType type = EventType.valueOf(event.kind().name());
    List<Subscription> wanting =
        events.active(tx).await().stream().filter(one -> one.wants(type, event)).toList();
    if (wanting.isEmpty()) {
      return;
    }
    Instant at = clock.instant();
    Map<String, Object> data = new LinkedHashMap<>(event.data());
    data.put("tenant", tenant.get().value());
    data.put("path", event.path());
    String body = Json.write(new Body(type.wireName(), at, data));
    events
        .queue(
            tx,
            wanting.stream()
                .map(
                    one ->
                        new NewEvent(
                            UuidV7.at(at.toEpochMilli()),
                            one.id(),
                            event.about(),
                            type.wireName() + ":" + event.key(),
                            type.wireName(),
                            body))
                .toList())
        .await();
  }
}
