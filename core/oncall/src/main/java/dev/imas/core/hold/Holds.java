package dev.imas.core.hold;

import dev.imas.core.contact.Urgency;
import dev.imas.core.delivery.Hold;
import dev.imas.core.delivery.Holding;
import dev.imas.core.delivery.NewDelivery;
import dev.imas.core.hold.HoldPlanner.Kind;
import dev.imas.core.hold.HoldPlanner.Receiver;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says which messages about incidents wait. Of most transactions none can, since they page channels
 * that are told at once; these ask the database nothing.
 */
public final class Holds implements Holding {

  /** A page that is sent in spite of quiet hours says so. */
  private static final String IN_QUIET_HOURS =
      "Sent within the quiet hours of this channel, since nobody else is notified.";

  private final HoldRepository repository;
  private final InstantSource clock;

  public Holds(ChannelKinds channels, InstantSource clock) {
    this.repository = new HoldRepository(channels);
    this.clock = clock;
  }

  @Override
  public Future<List<NewDelivery>> hold(Tx tx, List<NewDelivery> deliveries) {
    List<UUID> receivers =
        deliveries.stream().filter(Holds::mayWait).map(NewDelivery::receiverId).distinct().toList();
    if (receivers.isEmpty()) {
      return Future.succeededFuture(deliveries);
    }
    Instant now = clock.instant();
    return repository
        .find(tx, receivers)
        .map(
            found ->
                whoeverIsLeft(
                    deliveries,
                    deliveries.stream().map(d -> held(d, found, now)).toList(),
                    d -> isQuiet(d, found)));
  }

  @Override
  public Future<Map<UUID, Hold>> quiet(Tx tx, Collection<UUID> receivers, Severity severity) {
    if (severity == Severity.SEV1_CRITICAL || receivers.isEmpty()) {
      return Future.succeededFuture(Map.of());
    }
    Instant now = clock.instant();
    return repository
        .find(tx, receivers)
        .map(
            found -> {
              Map<UUID, Hold> quiet = new HashMap<>();
              found
                  .receivers()
                  .forEach(
                      (id, receiver) -> {
                        Optional<Hold> hold =
                            switch (receiver) {
                              case Receiver.Person person ->
                                  found.planner().quiet(person, severity, Optional.empty(), now);
                              case Receiver.Channel channel ->
                                  found.planner().quiet(channel, severity, now);
                            };
                        hold.ifPresent(until -> quiet.put(id, until));
                      });
              return quiet;
            });
  }

  private static NewDelivery held(NewDelivery delivery, HoldRepository.Found found, Instant now) {
    Receiver receiver = found.receivers().get(delivery.receiverId());
    if (receiver == null || !mayWait(delivery)) {
      return delivery;
    }
    if (mayBeNever(delivery) && found.planner().isNever(receiver, delivery.urgency())) {
      return delivery.leftOut(
          "not sent: the matrix says never for "
              + delivery.urgency()
              + " by "
              + delivery.channel());
    }
    Optional<Hold> hold = found.planner().plan(receiver, delivery.urgency(), kind(delivery), now);
    return hold.map(delivery::held).orElse(delivery);
  }

  /** Whether a page waits for the end of the quiet hours of a team's channel. */
  private static boolean isQuiet(NewDelivery delivery, HoldRepository.Found found) {
    Hold hold = delivery.hold();
    return hold != null
        && hold.why().equals(Waits.QUIET_HOURS.wireName())
        && kind(delivery) == Kind.PAGE
        && found.receivers().get(delivery.receiverId()) instanceof Receiver.Channel;
  }

  /**
   * A message that is left out for everybody, or waits for the quiet hours of all, goes to the
   * first of them all the same. The console is nobody, so it does not make up for a page that is
   * left out.
   */
  private static List<NewDelivery> whoeverIsLeft(
      List<NewDelivery> wanted, List<NewDelivery> planned, Predicate<NewDelivery> isQuiet) {
    Map<Moment, Boolean> reaches = new HashMap<>();
    planned.forEach(
        d -> reaches.merge(Moment.of(d), reaches(d) && !isQuiet.test(d), Boolean::logicalOr));
    List<NewDelivery> all = new ArrayList<>();
    for (int i = 0; i < planned.size(); i++) {
      NewDelivery delivery = planned.get(i);
      boolean quiet = isQuiet.test(delivery);
      boolean isFirst =
          (delivery.leftOut() != null || quiet)
              && Boolean.FALSE.equals(reaches.get(Moment.of(delivery)));
      NewDelivery sent = quiet ? wanted.get(i).noted(IN_QUIET_HOURS) : wanted.get(i);
      all.add(isFirst ? sent : delivery);
      if (isFirst) {
        reaches.put(Moment.of(delivery), true);
      }
    }
    return all;
  }

  private static boolean reaches(NewDelivery delivery) {
    return delivery.leftOut() == null
        && (kind(delivery) == Kind.UPDATE || ChannelKind.calls(delivery.channel()));
  }

  private record Moment(@Nullable UUID incident, int seq) {

    static Moment of(NewDelivery delivery) {
      return new Moment(delivery.incidentId(), delivery.eventSeq());
    }
  }

  private static boolean mayWait(NewDelivery delivery) {
    return delivery.mayWait()
        && (kind(delivery) == Kind.UPDATE || delivery.urgency() != Severity.SEV1_CRITICAL);
  }

  /** A page about a SEV2 is told whatever the matrix says. */
  private static boolean mayBeNever(NewDelivery delivery) {
    return kind(delivery) == Kind.UPDATE || Urgency.of(delivery.urgency()) == Urgency.LOW;
  }

  private static Kind kind(NewDelivery delivery) {
    return IncidentEvent.named(delivery.event()).map(IncidentEvent::calls).orElse(true)
        ? Kind.PAGE
        : Kind.UPDATE;
  }
}
