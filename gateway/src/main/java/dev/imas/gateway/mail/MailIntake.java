package dev.imas.gateway.mail;

import dev.imas.core.platform.OncePerMinute;
import dev.imas.gateway.pipeline.BareBodies;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the connections share over which mail comes. Of any thread. */
final class MailIntake {

  /** What a delivery needs to know of the settings. */
  record Limits(MailDomain domain, int maxMessageBytes) {}

  private static final Logger log = LoggerFactory.getLogger(MailIntake.class);

  private final Limits config;
  private final MailSources sources;
  private final BareBodies bodies;
  private final MailMeters meters;
  private final InstantSource clock;
  private final Guesses guesses = new Guesses();
  private final OncePerMinute complaints = new OncePerMinute(System::nanoTime);
  private final AtomicInteger inDelivery = new AtomicInteger();
  private volatile boolean stopping;

  MailIntake(
      Limits config,
      MailSources sources,
      BareBodies bodies,
      MailMeters meters,
      InstantSource clock) {
    this.config = config;
    this.sources = sources;
    this.bodies = bodies;
    this.meters = meters;
    this.clock = clock;
  }

  Limits config() {
    return config;
  }

  MailSources sources() {
    return sources;
  }

  BareBodies bodies() {
    return bodies;
  }

  MailMeters meters() {
    return meters;
  }

  Instant now() {
    return clock.instant();
  }

  long nanoTime() {
    return System.nanoTime();
  }

  boolean mayGuessOn(InetAddress host) {
    return guesses.mayGoOn(host, nanoTime());
  }

  /** Says where such mail comes from, and never to which address: it may be most of a key. */
  void unknown(InetAddress host) {
    long times = complaints.dueAfterOneMore();
    if (times > 0) {
      log.atWarn()
          .addKeyValue("from", host.getHostAddress())
          .addKeyValue("times", times)
          .log("Mail is sent to an address of no source; is its key whole, live, and in its case?");
    }
  }

  void begun() {
    inDelivery.incrementAndGet();
  }

  void ended() {
    inDelivery.decrementAndGet();
  }

  boolean isQuiet() {
    return inDelivery.get() == 0;
  }

  boolean isStopping() {
    return stopping;
  }

  void stop() {
    stopping = true;
  }
}
