package dev.imas.core.webhook;

import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.Step;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.webhook.EventBody.Owned;
import dev.imas.core.webhook.EventRepository.NewEvent;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Queues what happened to incidents for those who have subscribed to it, in its transaction. */
public final class EventReaction implements IncidentReaction {

  private final EventRepository events = new EventRepository();
  private final SubscribedTenants subscribed;
  private final InstantSource clock;

  public EventReaction(SubscribedTenants subscribed, InstantSource clock) {
    this.subscribed = subscribed;
    this.clock = clock;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    Optional<TenantId> tenant = tx.tenant();
    if (tenant.isEmpty() || !subscribed.mayContain(tenant.get().value())) {
      return Future.succeededFuture();
    }
    List<Happened> happened = changes.stream().flatMap(c -> happened(c).stream()).toList();
    return happened.isEmpty()
        ? Future.succeededFuture()
        : events
            .active(tx)
            .compose(
                active ->
                    active.isEmpty()
                        ? Future.succeededFuture()
                        : queue(tx, tenant.get().value(), happened, active));
  }

  /**
   * @param incident as the step left it
   */
  private record Happened(EventType event, Incident incident, Step step) {}

  private static List<Happened> happened(IncidentChange change) {
    List<Happened> happened = new ArrayList<>();
    for (Step step : change.steps()) {
      EventType.of(step)
          .ifPresent(
              event ->
                  happened.add(
                      new Happened(event, step.incident().withCountsOf(change.after()), step)));
    }
    return happened;
  }

  private Future<Void> queue(
      Tx tx, UUID tenant, List<Happened> happened, List<Subscription> active) {
    Set<UUID> services =
        happened.stream().map(h -> h.incident.serviceId()).collect(Collectors.toSet());
    return events
        .owned(tx, services)
        .compose(owned -> events.queue(tx, wanted(tenant, happened, active, owned)));
  }

  private List<NewEvent> wanted(
      UUID tenant, List<Happened> happened, List<Subscription> active, Map<UUID, Owned> owned) {
    Instant at = clock.instant();
    List<NewEvent> wanted = new ArrayList<>();
    for (Happened one : happened) {
      Owned service = owned.get(one.incident.serviceId());
      if (service == null) {
        continue; // deleted in the same moment; nobody can say whose it was
      }
      Map<EventType, String> bodies = new HashMap<>();
      for (Subscription subscription : active) {
        if (subscription.wants(
            one.event, one.incident.severity(), service.team(), one.incident.serviceId())) {
          String body =
              bodies.computeIfAbsent(
                  one.event,
                  event ->
                      Json.write(
                          EventBody.of(
                              event, one.incident, one.step.entry(), service, tenant, at)));
          wanted.add(
              new NewEvent(
                  UuidV7.at(at.toEpochMilli()),
                  subscription.id(),
                  one.incident.id(),
                  one.event.wireName() + ":" + one.step.entry().seq(),
                  one.event.wireName(),
                  body));
        }
      }
    }
    return wanted;
  }
}
