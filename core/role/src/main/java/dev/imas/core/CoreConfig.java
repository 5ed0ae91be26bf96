package dev.imas.core;

import dev.imas.core.audit.AuditConfig;
import dev.imas.core.changes.FeedConfig;
import dev.imas.core.http.CallerLimits;
import dev.imas.core.intake.IntakeConfig;
import dev.imas.core.login.SessionConfig;
import dev.imas.core.option.MailAddresses;
import dev.imas.core.option.TopicPrefix;
import dev.imas.core.password.PasswordConfig;
import dev.imas.core.platform.HttpLimits;
import dev.imas.core.platform.MetricsAccess;
import dev.imas.core.platform.Readiness;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.TlsFiles;
import dev.imas.core.platform.TrustedProxies;
import dev.imas.core.reminder.ReminderConfig;
import dev.imas.core.repeat.RepeatConfig;
import dev.imas.core.retention.RetentionConfig;
import dev.imas.core.retention.SweepConfig;
import dev.imas.core.scheduler.Scheduler;
import dev.imas.core.statuspage.StatusConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * @param tls by which files the port speaks TLS
 * @param loops the number of event loops that serve the API
 * @param acceptWithin the time after which others are told of an urgent page that nobody has
 *     accepted; zero means never
 * @param corsOrigins the origins of pages that may call the API from a browser
 * @param redis the URL of the Redis through which rates are shared
 * @param tokenCache how long a token is cached
 * @param ownTokenLife how long a token lives that a user made for themselves
 * @param takeBackWithin for how long an acknowledgement or a resolution is not told to others, so
 *     that it can be taken back; zero: it is told at once
 * @param mergeUndoWithin for how long a merge of incidents can be undone
 * @param postMortemDays working days from the end of an incident until its post-mortem is due
 * @param linkValidFor how long the link of a message to a person can be used
 * @param publicUrl core's address for people and vendors; null: what their requests say
 * @param gatewayUrl where senders reach a gateway; null: nobody has said
 * @param workersWithin how long a worker may be silent before core is not ready
 * @param topics how the topics of Kafka begin that sources of a tenant may be read from
 */
record CoreConfig(
    int port,
    String host,
    HttpLimits http,
    Optional<TlsFiles> tls,
    MetricsAccess metrics,
    Set<String> corsOrigins,
    int loops,
    int poolSize,
    Duration statementTimeout,
    long bodyLimit,
    Duration tokenCache,
    Duration ownTokenLife,
    CallerLimits.Rates callers,
    TrustedProxies proxies,
    Optional<Secret> redis,
    Scheduler.Pace timers,
    Duration drain,
    Duration workersWithin,
    Duration acceptWithin,
    Duration takeBackWithin,
    Duration mergeUndoWithin,
    int postMortemDays,
    Duration linkValidFor,
    @Nullable String publicUrl,
    @Nullable String gatewayUrl,
    PasswordConfig passwords,
    SessionConfig sessions,
    IntakeConfig intake,
    FeedConfig feed,
    AuditConfig audit,
    ReminderConfig reminders,
    StatusConfig status,
    SweepConfig sweep,
    RetentionConfig retention,
    RepeatConfig repeats,
    TopicPrefix topics,
    @Nullable MailAddresses mail) {

  /** Work is repeated elsewhere if its process dies. It is renewed while it works. */
  private static final Duration TIMER_LEASE = Duration.ofSeconds(30);

  private static final int TIMER_UNITS = 2;
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.\\[\\]:-]+");

  private static final Pattern GATEWAY = Pattern.compile("https?://[^\\s?#]+");

  private static final Pattern REDIS = Pattern.compile("(rediss?|unix)://\\S+");

  static CoreConfig read(Settings in) {
    int processors = Math.max(1, Runtime.getRuntime().availableProcessors());
    IntakeConfig intake = IntakeConfig.read(in);
    RetentionConfig retention = RetentionConfig.read(in, intake.policy().reopenWindow());
    HttpLimits http = HttpLimits.read(in, "core", 15, 10_000, Duration.ofSeconds(75));
    return new CoreConfig(
        in.port("core.port", 8090),
        in.text("core.host", "0.0.0.0"),
        http,
        TlsFiles.read(in, "core"),
        MetricsAccess.read(in),
        origins(in),
        in.count("core.loops", Math.min(processors, 4), 1, 64),
        in.count("core.pool-size", 12, 2, 200),
        in.duration(
            "core.statement-timeout",
            Duration.ofSeconds(15),
            Duration.ofMillis(100),
            Duration.ofMinutes(5)),
        in.bytes("core.body-limit", 4L << 20, 1 << 10, 64L << 20),
        in.duration(
            "core.token-cache", Duration.ofSeconds(2), Duration.ZERO, Duration.ofSeconds(5)),
        in.duration(
            "core.own-token-life", Duration.ofDays(90), Duration.ofDays(1), Duration.ofDays(366)),
        new CallerLimits.Rates(
            in.count("core.caller.rate", 200, 1, 1_000_000),
            in.count("core.caller.at-once", 64, 1, 100_000),
            in.count("core.unauthenticated.rate", 50, 1, 1_000_000),
            in.count("core.tenant.rate", 1_000, 1, 1_000_000)),
        TrustedProxies.read(in, "core"),
        redis(in),
        new Scheduler.Pace(
            in.duration(
                "core.timer-poll",
                Duration.ofMillis(500),
                Duration.ofMillis(10),
                Duration.ofMinutes(1)),
            TIMER_LEASE,
            TIMER_UNITS),
        DRAIN,
        Readiness.within(in),
        in.duration(
            "core.page.accept-within", Duration.ofMinutes(5), Duration.ZERO, Duration.ofHours(1)),
        in.duration(
            "core.take-back-within", Duration.ofSeconds(10), Duration.ZERO, Duration.ofMinutes(5)),
        in.duration(
            "core.merge.undo-within",
            Duration.ofMinutes(15),
            Duration.ofMinutes(1),
            Duration.ofDays(1)),
        in.count("core.post-mortem.working-days", 5, 1, 60),
        in.duration(
            "core.link.valid-for", Duration.ofDays(1), Duration.ofMinutes(5), Duration.ofDays(7)),
        in.text("public.url"),
        gatewayUrl(in),
        PasswordConfig.read(in),
        SessionConfig.read(in),
        intake,
        FeedConfig.read(in, http.idle()),
        AuditConfig.read(in),
        ReminderConfig.read(in),
        StatusConfig.read(in),
        SweepConfig.read(in),
        retention,
        RepeatConfig.read(in, retention.repeats()),
        new TopicPrefix(in.text(TopicPrefix.SETTING, TopicPrefix.DEFAULT)),
        MailAddresses.of(in.text(MailAddresses.SETTING)));
  }

  private static @Nullable String gatewayUrl(Settings in) {
    String url = in.text("public.gateway-url");
    if (url != null && !GATEWAY.matcher(url).matches()) {
      in.fault(
          "public.gateway-url (IMAS_PUBLIC_GATEWAY_URL) is '"
              + url
              + "'; expected an address such as https://alerts.example.org");
    }
    return url == null || !url.endsWith("/") ? url : url.substring(0, url.length() - 1);
  }

  private static Optional<Secret> redis(Settings in) {
    Optional<Secret> url = in.secret("redis.url", 1);
    if (url.isPresent() && !REDIS.matcher(url.get().reveal()).matches()) {
      in.fault("redis.url is no URL such as redis://:password@redis.example:6379");
    }
    return url;
  }

  private static Set<String> origins(Settings in) {
    Set<String> origins =
        Stream.of(in.text("core.cors-origins", "").split(","))
            .map(String::strip)
            .filter(origin -> !origin.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
    origins.stream()
        .filter(origin -> !ORIGIN.matcher(origin).matches())
        .forEach(
            origin ->
                in.fault(
                    "core.cors-origins names '"
                        + origin
                        + "'; write origins such as https://imas.example, separated by commas"));
    return origins;
  }
}
