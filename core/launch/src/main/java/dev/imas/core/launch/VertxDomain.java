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

/** A part of what Vert.x tells of itself at {@code /metrics}. */
enum VertxDomain {
  EVENT_LOOPS,
  /** Of worker threads, and of connections to PostgreSQL. */
  POOLS,
  SQL,
  EVENT_BUS,
  /** Webhooks. */
  HTTP_CLIENT,
  /** The ports of core and of the notifier. */
  HTTP_SERVER,
  /** The port of the gateway: the only one whose requests are so many that the cost shows. */
  INGEST;

  private static final String NONE = "none";

  /** All but what costs the senders something: ADR 23. */
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
                  "metrics.vertx (%s): '%s'; expected %s, or some of %s with commas%s"
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
