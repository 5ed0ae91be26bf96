package dev.imas.core.hold;

import dev.imas.core.delivery.Hold;
import dev.imas.core.delivery.Holding;
import dev.imas.core.delivery.NewDelivery;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentEvent;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.scheduler.NewTimer;
import dev.imas.core.scheduler.Timers;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Holds back for a moment what tells others that a person acknowledged or resolved an incident, so
 * that a mistake can be taken back before anybody hears of it (decision D28). The change itself
 * takes effect at once. What calls people never waits, nor does what follows from alerts.
 */
public final class TakeBacks implements Holding {

  /** Subject: the incident. */
  static final String TELL = "tell-unless-taken-back";

  /** In the column {@code held_for}. */
  static final String WHY = "take_back";

  private static final Set<String> RELAXING =
      Set.of(IncidentEvent.ACKNOWLEDGED.wireName(), IncidentEvent.RESOLVED.wireName());

  private final Holding others;
  private final Timers timers;
  private final Duration within;
  private final InstantSource clock;

  /**
   * What the timer carries.
   *
   * @param seq the last message that it tells
   */
  record UpTo(int seq) {}

  /**
   * @param others what waits for other reasons
   * @param within for how long a change can be taken back; zero: it is told at once
   */
  public TakeBacks(Holding others, Timers timers, Duration within, InstantSource clock) {
    this.others = others;
    this.timers = timers;
    this.within = within;
    this.clock = clock;
  }

  @Override
  public Future<List<NewDelivery>> hold(Tx tx, List<NewDelivery> deliveries) {
    if (within.isZero() || deliveries.stream().noneMatch(TakeBacks::relaxes)) {
      return others.hold(tx, deliveries);
    }
    Instant until = clock.instant().plus(within);
    return others
        .hold(tx, deliveries)
        .map(
            held ->
                held.stream()
                    .map(d -> relaxes(d) && d.isDue() ? d.held(new Hold(until, WHY)) : d)
                    .toList())
        .compose(held -> timers.set(tx, timers(held)).map(held));
  }

  private static boolean relaxes(NewDelivery delivery) {
    return RELAXING.contains(delivery.event())
        && delivery.incidentId() != null
        && !Incident.SYSTEM.equals(delivery.content().author());
  }

  private List<NewTimer> timers(List<NewDelivery> held) {
    Map<UUID, Integer> last = new TreeMap<>();
    for (NewDelivery delivery : held) {
      UUID incident = delivery.incidentId();
      Hold hold = delivery.hold();
      if (incident != null && hold != null && hold.why().equals(WHY)) {
        last.merge(incident, delivery.eventSeq(), Math::max);
      }
    }
    return last.entrySet().stream()
        .map(
            one ->
                NewTimer.after(within, TELL, one.getKey().toString())
                    .with(Json.write(new UpTo(one.getValue()))))
        .toList();
  }

  @Override
  public Future<Map<UUID, Hold>> quiet(Tx tx, Collection<UUID> receivers, Severity severity) {
    return others.quiet(tx, receivers, severity);
  }
}
