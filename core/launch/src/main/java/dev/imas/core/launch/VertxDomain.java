package dev.imas.core.launch;

import dev.imas.core.platform.Settings;
import dev.imas.core.platform.Spelling;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A group of the metrics that Vert.x publishes about itself at {@code /metrics}. */
enum VertxDomain {
  EVENT_LOOPS,
  /** The pools of worker threads and of connections to PostgreSQL. */
  POOLS,
  SQL,
  EVENT_BUS,
  /** Outgoing requests, such as webhooks. */
  HTTP_CLIENT,
  /** Requests to the ports of core and of the notifier. */
  HTTP_SERVER,
  /**
   * Requests to the gateway's port, the only one with so many requests that measuring them costs
   * noticeably.
   */
  INGEST;

  private static final String NONE = "none";

  /** All but the group that slows senders down: ADR 23. */
  static final Set<VertxDomain> DEFAULT =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(INGEST)));

  static Set<VertxDomain> read(Settings in) {
    String value = in.text("metrics.vertx", spelled(DEFAULT));
    Set<VertxDomain> chosen = EnumSet.noneOf(VertxDomain.class);
    if (value.strip().equals(NONE)) {
      return chosen;
    }
    List<String> known =
        Arrays.stream(values()).map(VertxDomain::spelled).collect(Collectors.toList());
    for (String word : value.split(",", -1)) {
      String domain = word.strip();
      Optional<VertxDomain> found =
          Arrays.stream(values()).filter(d -> d.spelled().equals(domain)).findFirst();
      found.ifPresentOrElse(
          chosen::add,
          () ->
              in.fault(
                  "metrics.vertx (%s) names '%s'; expected %s, or a comma-separated list of %s%s"
                      .formatted(
                          Settings.environmentName("metrics.vertx"),
                          domain,
                          NONE,
                          String.join(", ", known),
                          Spelling.hint(domain, known))));
    }
    return chosen;
  }

  private static String spelled(Set<VertxDomain> domains) {
    return domains.stream().map(VertxDomain::spelled).collect(Collectors.joining(","));
  }

  String spelled() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
