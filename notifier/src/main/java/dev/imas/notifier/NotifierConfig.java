package dev.imas.notifier;

import dev.imas.core.platform.HttpLimits;
import dev.imas.core.platform.MetricsAccess;
import dev.imas.core.platform.Readiness;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.TlsFiles;
import dev.imas.notifier.claim.ClaimConfig;
import dev.imas.notifier.delivery.RetryPolicy;
import dev.imas.notifier.event.EventConfig;
import dev.imas.notifier.throttle.CircuitPolicy;
import dev.imas.notifier.throttle.Rate;
import dev.imas.notifier.throttle.ThrottlePolicy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the notifier.
 *
 * @param tls by which files the port speaks TLS
 * @param channels the installed ones, with the settings of those that are configured
 * @param publicUrl core's address for people's browsers; null: this machine, at core's port
 * @param corePort as configured, for when core runs in another process
 * @param coreSpeaksTls whether the settings say so
 * @param workersWithin how long a worker may be silent before the notifier is not ready
 */
record NotifierConfig(
    int port,
    String host,
    HttpLimits http,
    Optional<TlsFiles> tls,
    MetricsAccess metrics,
    ClaimConfig claim,
    EventConfig events,
    RetryPolicy retry,
    ConfiguredChannels channels,
    @Nullable URI publicUrl,
    int corePort,
    boolean coreSpeaksTls,
    Duration workersWithin) {

  private static final Duration MOMENT = Duration.ofMillis(10);

  /** What an attempt needs besides the receiver's own time: reading, and writing the outcome. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  static NotifierConfig read(Settings in, InstalledChannels installed) {
    int concurrency = in.count("notifier.concurrency", 256, 1, 10_000);
    ClaimConfig claim = claim(in, concurrency);
    NotifierConfig config =
        new NotifierConfig(
            in.port("notifier.port", 8091),
            in.text("notifier.host", "0.0.0.0"),
            HttpLimits.read(in, "notifier", 5, 1_000, Duration.ofSeconds(75)),
            TlsFiles.readWithoutClients(in, "notifier"),
            MetricsAccess.read(in),
            claim,
            EventConfig.read(in, claim),
            retry(in),
            ConfiguredChannels.read(in, installed),
            publicUrl(in),
            in.port("core.port", 8090),
            TlsFiles.certificateOf(in, "core") != null,
            Readiness.within(in));
    if (config.claim.lease().compareTo(config.attemptTimeout().plus(MARGIN)) < 0) {
      in.fault(
          "notifier.lease is "
              + config.claim.lease().toSeconds()
              + " s; expected at least "
              + config.attemptTimeout().plus(MARGIN).toSeconds()
              + " s, for the longest timeout of a channel is "
              + config.channels.longestTimeout().toSeconds()
              + " s");
    }
    return config;
  }

  /** How long a channel may take for one message. */
  Duration attemptTimeout() {
    return channels.longestTimeout().plusSeconds(2);
  }

  private static ClaimConfig claim(Settings in, int concurrency) {
    return new ClaimConfig(
        concurrency,
        in.duration(
            "notifier.lease", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofHours(1)),
        in.duration("notifier.poll", Duration.ofMillis(500), MOMENT, Duration.ofSeconds(1)),
        in.duration("notifier.drain", Duration.ofSeconds(10), Duration.ZERO, Duration.ofMinutes(2)),
        new ThrottlePolicy(
            in.count("notifier.receiver.concurrency", 4, 1, 1000),
            new Rate(in.count("notifier.receiver.rate", 20, 0, 1_000_000), Duration.ofMinutes(1)),
            new CircuitPolicy(
                in.count("notifier.circuit.failures", 5, 1, 1000),
                in.duration(
                    "notifier.circuit.pause", Duration.ofSeconds(30), MOMENT, Duration.ofHours(1)),
                in.duration(
                    "notifier.circuit.longest-pause",
                    Duration.ofMinutes(5),
                    MOMENT,
                    Duration.ofHours(1)))));
  }

  private static RetryPolicy retry(Settings in) {
    return new RetryPolicy(
        in.duration("notifier.retry.first", Duration.ofSeconds(30), MOMENT, Duration.ofHours(1)),
        in.duration("notifier.retry.ceiling", Duration.ofMinutes(15), MOMENT, Duration.ofHours(6)),
        in.count("notifier.retry.limit", 5, 0, 100),
        in.count("notifier.retry.urgent-limit", 10, 0, 100),
        in.count("notifier.retry.refused-limit", 3, 0, 100));
  }

  private static @Nullable URI publicUrl(Settings in) {
    String url = in.text("public.url");
    try {
      return url == null ? null : URI.create(url);
    } catch (IllegalArgumentException e) {
      in.fault("public.url (IMAS_PUBLIC_URL) is '" + url + "'; expected a URL");
      return null;
    }
  }

  /** Whether nobody has said under which address people reach core. */
  boolean isLocal() {
    return publicUrl == null;
  }

  /**
   * Core's address for people's browsers: as configured, else on this machine.
   *
   * @param coreListensOn in this process; empty when core runs elsewhere or is not up yet
   */
  URI publicUrl(OptionalInt coreListensOn) {
    return publicUrl != null
        ? publicUrl
        : URI.create(
            (coreSpeaksTls ? "https" : "http") + "://localhost:" + coreListensOn.orElse(corePort));
  }
}
