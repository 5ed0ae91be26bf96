package dev.imas.core.presence;

import dev.imas.core.bus.PresenceReported;
import dev.imas.core.presence.PresenceBook.Others;
import dev.imas.core.presence.PresenceBook.Taken;
import dev.imas.core.presence.Sighting.Person;
import dev.imas.core.presence.Sighting.Place;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who looks at which incident, as this process and those on its bus were told. Nothing durable
 * depends on it: after a restart everybody is known again when their pages next tell of themselves.
 * Safe from any thread.
 */
public final class Presences extends VerticleBase {

  private final UUID self = UUID.randomUUID();
  private final InstantSource clock;
  private final PresenceBook book = new PresenceBook();
  private final Counter refused;

  public Presences(InstantSource clock, MeterRegistry meters) {
    this.clock = clock;
    this.refused =
        Counter.builder("imas.presence.refused")
            .description("Pages for whose presence there was no room")
            .register(meters);
    Gauge.builder("imas.presence.pages", book, PresenceBook::pages)
        .description("Pages of incidents that are open in browsers, as far as this process knows")
        .register(meters);
  }

  @Override
  public Future<?> start() {
    PresenceReported.registerOn(vertx.eventBus());
    return vertx
        .eventBus()
        .<PresenceReported>consumer(PresenceReported.ADDRESS, message -> hear(message.body()))
        .completion();
  }

  private void hear(PresenceReported told) {
    if (!told.from().equals(self)) {
      take(Sighting.of(told));
    }
  }

  /** The person, if this page was seen at that incident a short while ago. */
  @Nullable Person known(Place place, UUID user, UUID page) {
    return book.known(place, user, page, clock.instant());
  }

  /**
   * Takes what a page tells of itself, and tells the other processes.
   *
   * @return who else is there
   */
  Others told(Sighting seen) {
    if (take(seen).isNews()) {
      vertx.eventBus().publish(PresenceReported.ADDRESS, seen.told(self));
    }
    return book.others(seen.place(), seen.person().id(), clock.instant());
  }

  private Taken take(Sighting seen) {
    Instant now = clock.instant();
    Taken taken = book.see(seen, now);
    if (!taken.isKept()) {
      refused.increment();
    }
    return taken;
  }
}
