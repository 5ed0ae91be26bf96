package dev.imas.gateway.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.IntSupplier;

/** The metrics of mail. They name no source, since nobody is to learn of keys. */
final class MailMeters {

  /** What became of a mail that was answered 250. */
  enum Kind {
    COMMITTED,
    AUTOMATIC,
    DEAD_LETTER
  }

  /** Why a mail or one of its recipients was refused. */
  enum Refusal {
    /** A recipient of another domain. */
    RELAYING,
    /** A recipient whose key opens nothing. */
    UNKNOWN,
    TOO_MANY_UNKNOWN,
    TOO_MANY_MESSAGES,
    TOO_MANY_CONNECTIONS,
    TOO_LARGE,
    UNREADABLE,
    /** Shed, or the database is away: it is sent again. */
    NOT_STORED,
    NOT_READY,
    STOPPING
  }

  private final Counter[] taken = new Counter[Kind.values().length];
  private final Counter[] refused = new Counter[Refusal.values().length];
  private final Counter displaced;

  MailMeters(MeterRegistry registry, IntSupplier connections) {
    for (Kind kind : Kind.values()) {
      taken[kind.ordinal()] =
          Counter.builder("imas_mail_taken_total")
              .description("Mails that are committed and answered 250, once for each recipient")
              .tag("kind", kind.name().toLowerCase(Locale.ROOT))
              .register(registry);
    }
    for (Refusal refusal : Refusal.values()) {
      refused[refusal.ordinal()] =
          Counter.builder("imas_mail_refused_total")
              .description("Mails and recipients of mails that were refused, by reason")
              .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
              .register(registry);
    }
    displaced =
        Counter.builder("imas_mail_connections_displaced_total")
            .description("Connections closed at the limit, so that others could be opened")
            .register(registry);
    Gauge.builder("imas_mail_connections", connections, IntSupplier::getAsInt)
        .description("Open connections over which mail comes")
        .strongReference(true)
        .register(registry);
  }

  void taken(Kind kind) {
    taken[kind.ordinal()].increment();
  }

  void refused(Refusal refusal) {
    refused[refusal.ordinal()].increment();
  }

  /** A connection was closed to make room for another one. */
  void displaced() {
    displaced.increment();
  }

  long takenSoFar() {
    double sum = 0;
    for (Counter counter : taken) {
      sum += counter.count();
    }
    return (long) sum;
  }
}
