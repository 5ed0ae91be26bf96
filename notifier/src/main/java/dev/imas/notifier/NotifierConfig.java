package dev.imas.notifier;

import dev.imas.core.model.AddressPolicy;
import dev.imas.core.platform.HttpLimits;
import dev.imas.core.platform.MetricsAccess;
import dev.imas.core.platform.Readiness;
import dev.imas.core.platform.Settings;
import dev.imas.notifier.channel.email.EmailConfig;
import dev.imas.notifier.channel.webhook.HostLimit;
import dev.imas.notifier.channel.webhook.WebhookConfig;
import dev.imas.notifier.claim.ClaimConfig;
import dev.imas.notifier.delivery.RetryPolicy;
import dev.imas.notifier.throttle.CircuitPolicy;
import dev.imas.notifier.throttle.Rate;
import dev.imas.notifier.throttle.ThrottlePolicy;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set about the notifier.
 *
 * @param email null without a mail server
 * @param publicUrl core, as people's browsers reach it; null: on this machine, at its port
 * @param corePort as configured, for when core is not of this process
 * @param workersWithin how long a worker may be silent before the notifier is not ready
 */
record NotifierConfig(
    int port,
    String host,
    HttpLimits http,
    MetricsAccess metrics,
    ClaimConfig claim,
    RetryPolicy retry,
    boolean console,
    WebhookConfig webhook,
    @Nullable EmailConfig email,
    @Nullable URI publicUrl,
    int corePort,
    Duration workersWithin) {

  private static final Duration MOMENT = Duration.ofMillis(10);

  /** What a try needs beside the receiver's own time: reading, and writing the outcome. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  static NotifierConfig read(Settings in) {
    int concurrency = in.count("notifier.concurrency", 256, 1, 10_000);
    NotifierConfig config =
        new NotifierConfig(
            in.port("notifier.port", 8091),
            in.text("notifier.host", "0.0.0.0"),
            HttpLimits.read(in, "notifier", 5, 1_000, Duration.ofSeconds(75)),
            MetricsAccess.read(in),
            claim(in, concurrency),
            retry(in),
            in.flag("notifier.console", true),
            webhook(in, concurrency),
            email(in),
            publicUrl(in),
            in.port("core.port", 8090),
            Readiness.within(in));
    if (config.claim.lease().compareTo(config.patience().plus(MARGIN)) < 0) {
      in.fault(
          "notifier.lease is "
              + config.claim.lease().toSeconds()
              + " s; expected at least "
              + MARGIN.toSeconds()
              + " s more than notifier.webhook.timeout and smtp.timeout");
    }
    return config;
  }

  /** How long a channel may take over one message. */
  Duration patience() {
    Duration web = webhook.timeout();
    Duration mail = email == null ? web : email.timeout();
    return (web.compareTo(mail) > 0 ? web : mail).plusSeconds(2);
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

  private static WebhookConfig webhook(Settings in, int concurrency) {
    return new WebhookConfig(
        in.duration(
            "notifier.webhook.timeout",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(30)),
        addresses(in),
        ports(in),
        concurrency,
        new HostLimit(
            in.count("notifier.webhook.host-concurrency", 32, 1, 10_000),
            in.count("notifier.webhook.host-rate", 50, 1, 100_000)));
  }

  private static AddressPolicy addresses(Settings in) {
    String key = "notifier.webhook.allow";
    try {
      return new AddressPolicy(list(in.text(key)));
    } catch (IllegalArgumentException e) {
      in.fault(
          key
              + " ("
              + Settings.environmentName(key)
              + "): "
              + e.getMessage()
              + "; expected host names, addresses and ranges such as 10.0.0.0/8, with commas");
      return new AddressPolicy(List.of());
    }
  }

  private static Set<Integer> ports(Settings in) {
    String key = "notifier.webhook.ports";
    Set<Integer> ports = new LinkedHashSet<>();
    for (String entry : list(in.text(key))) {
      try {
        ports.add(Integer.parseInt(entry));
      } catch (NumberFormatException e) {
        in.fault(
            key
                + " ("
                + Settings.environmentName(key)
                + "): '"
                + entry
                + "'; expected port numbers");
      }
    }
    return ports;
  }

  private static @Nullable EmailConfig email(Settings in) {
    String host = in.text("smtp.host");
    String from = in.text("smtp.from");
    if (host != null && from == null) {
      in.fault("smtp.from (IMAS_SMTP_FROM) is missing; expected the address that mails come from");
    }
    EmailConfig config =
        new EmailConfig(
            host == null ? "" : host,
            in.count("smtp.port", 587, 1, 65_535),
            in.text("smtp.username"),
            in.secret("smtp.password", 1).orElse(null),
            from == null ? "" : from,
            in.text("smtp.from-name", "IMAS Manager"),
            in.choice("smtp.starttls", StartTLSOptions.REQUIRED, StartTLSOptions.class),
            in.flag("smtp.tls", false),
            in.duration(
                "smtp.timeout",
                Duration.ofSeconds(15),
                Duration.ofMillis(100),
                Duration.ofSeconds(30)),
            in.count("smtp.concurrency", 16, 1, 1000));
    return host == null ? null : config;
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

  /**
   * Core as people's browsers reach it: as configured, else on this machine.
   *
   * @param coreListensOn in this process; empty when core is elsewhere or not up yet
   */
  URI publicUrl(OptionalInt coreListensOn) {
    return publicUrl != null
        ? publicUrl
        : URI.create("http://localhost:" + coreListensOn.orElse(corePort));
  }

  private static List<String> list(@Nullable String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
