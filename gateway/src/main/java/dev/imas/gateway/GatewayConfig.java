package dev.imas.gateway;

import dev.imas.core.platform.HttpLimits;
import dev.imas.core.platform.MetricsAccess;
import dev.imas.core.platform.Readiness;
import dev.imas.core.platform.Settings;
import dev.imas.core.platform.TlsFiles;
import dev.imas.core.platform.TrustedProxies;
import dev.imas.gateway.commit.CommitterConfig;
import dev.imas.gateway.decode.AlertLimits;
import dev.imas.gateway.edge.EdgeConfig;
import dev.imas.gateway.kafka.KafkaConfig;
import dev.imas.gateway.log.LogConfig;
import dev.imas.gateway.mail.MailConfig;
import dev.imas.gateway.pipeline.InFlightLimits;
import dev.imas.gateway.pipeline.PostLimits;
import dev.imas.gateway.pipeline.Shed;
import java.time.Duration;
import java.util.Optional;

/**
 * @param eventLoops each with a listener, a committer and a connection of its own
 * @param commitsAtOnce how many batches of this process may be in the database at once, apart from
 *     large ones
 * @param inFlight the room for bodies in flight
 * @param shedding when a post that was read is refused
 * @param knownAlerts entries in the cache of alerts that fire unchanged
 * @param refreshSeconds after which such an alert is stored in full again
 * @param annotationsPerSecond how many changed annotations of such alerts are stored in a second
 * @param http the limits of a client on the port
 * @param tls by which files the port speaks TLS
 * @param statementTimeout after which PostgreSQL cancels a commit
 * @param workersWithin how long a worker may be silent before the gateway is not ready
 * @param autoResolve whether an incident resolves with its last alert where no rule says
 * @param kafka what is read from topics
 * @param log in front of the gateway
 * @param mail what is taken over SMTP
 */
record GatewayConfig(
    int port,
    int eventLoops,
    int commitsAtOnce,
    EdgeConfig edge,
    CommitterConfig committer,
    InFlightLimits inFlight,
    Shed.Limits shedding,
    int knownAlerts,
    int refreshSeconds,
    int annotationsPerSecond,
    String host,
    HttpLimits http,
    Optional<TlsFiles> tls,
    MetricsAccess metrics,
    Duration statementTimeout,
    Duration stopTimeout,
    Duration workersWithin,
    boolean autoResolve,
    KafkaConfig kafka,
    LogConfig log,
    MailConfig mail) {

  private static final int MOST_OF_A_LABEL_NAME = 128;
  private static final int MOST_ANNOTATIONS = 64;
  private static final long MIB = 1L << 20;

  static GatewayConfig read(Settings in) {
    int processors = Runtime.getRuntime().availableProcessors();
    int maxBody = (int) in.bytes("gateway.max-body", 10 * MIB, 1024, 256 * MIB);
    int maxInflated = (int) in.bytes("gateway.max-inflated-body", 10 * MIB, 1024, 256 * MIB);
    // A body in flight takes several times its bytes in memory: with an eighth of the heap in
    // bodies, about half of the heap is used.
    long budget = Math.clamp(Runtime.getRuntime().maxMemory() / 8, 24 * MIB, 512 * MIB);
    InFlightLimits inFlight = inFlight(in, budget);
    Duration longestWait =
        in.duration(
            "gateway.longest-wait",
            Duration.ofMillis(800),
            Duration.ofMillis(100),
            Duration.ofMinutes(1));
    if (maxBody > inFlight.tenant()) {
      in.fault(
          "gateway.max-body ("
              + maxBody
              + ") is above gateway.in-flight.tenant ("
              + inFlight.tenant()
              + "): such a body could never be accepted; raise gateway.in-flight.tenant or lower "
              + "gateway.max-body");
    }
    Duration statementTimeout =
        in.duration(
            "gateway.statement-timeout",
            Duration.ofSeconds(5),
            Duration.ofMillis(100),
            Duration.ofMinutes(5));
    int known = in.count("gateway.known-alerts", 1 << 20, 1 << 10, 1 << 26);
    int eventLoops = in.count("gateway.event-loops", Math.max(1, Math.min(processors, 4)), 1, 64);
    KafkaConfig kafka = KafkaConfig.read(in);
    HttpLimits http = HttpLimits.read(in, "gateway", 60, 50_000, Duration.ofMinutes(3));
    return new GatewayConfig(
        in.port("gateway.port", 8080),
        eventLoops,
        in.count("gateway.commits-at-once", Math.max(1, eventLoops / 2), 1, 64),
        new EdgeConfig(
            posts(in, maxBody, maxInflated), http.body(), TrustedProxies.read(in, "gateway")),
        new CommitterConfig(
            in.count("gateway.max-batch", 2_000, 1, 50_000),
            longestWait,
            in.duration(
                "gateway.reorder-window",
                Duration.ofSeconds(25),
                Duration.ZERO,
                Duration.ofHours(1)),
            10,
            statementTimeout.dividedBy(2)),
        inFlight,
        shedding(in, longestWait),
        Integer.highestOneBit(known),
        in.count("gateway.known-refresh-seconds", 600, 1, 86_400),
        in.count("gateway.annotations-per-second", 1_000, 0, 1_000_000),
        in.text("gateway.host", "0.0.0.0"),
        http,
        TlsFiles.read(in, "gateway"),
        MetricsAccess.read(in),
        statementTimeout,
        in.duration(
            "gateway.stop-timeout",
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofMinutes(2)),
        Readiness.within(in),
        in.flag("incident.auto-resolve", true),
        kafka,
        LogConfig.read(in, kafka.servers(), kafka.prefix()),
        MailConfig.read(in));
  }

  private static InFlightLimits inFlight(Settings in, long budget) {
    long hard = in.bytes("gateway.in-flight.hard", budget, MIB, 64L << 30);
    long soft = in.bytes("gateway.in-flight.soft", hard / 2, MIB, 64L << 30);
    long reserved = hard / 4;
    long tenant = in.bytes("gateway.in-flight.tenant", hard * 3 / 4, MIB, 64L << 30);
    if (soft + reserved > hard || tenant > hard) {
      in.fault(
          "gateway.in-flight.soft ("
              + soft
              + ") is above three quarters of gateway.in-flight.hard ("
              + hard
              + "), or gateway.in-flight.tenant ("
              + tenant
              + ") is above it; expected neither");
      return new InFlightLimits(0, tenant, 0, tenant);
    }
    return new InFlightLimits(soft, hard, reserved, tenant);
  }

  private static PostLimits posts(Settings in, int maxBody, int maxInflated) {
    return new PostLimits(
        maxBody,
        maxInflated,
        (int) in.bytes("gateway.inline-body", 256 * 1024, 0, 16 * MIB),
        new AlertLimits(
            in.count("gateway.max-labels", 64, 16, 1024),
            MOST_OF_A_LABEL_NAME,
            in.count("gateway.max-label-value", 1024, 16, 65_536),
            MOST_ANNOTATIONS,
            in.count("gateway.max-annotation-value", 8192, 64, 1 << 20),
            in.count("gateway.max-alert-text", 64 << 10, 4096, 1 << 22)));
  }

  private static Shed.Limits shedding(Settings in, Duration longestWait) {
    Duration expectedWait =
        in.duration(
            "gateway.expected-wait",
            Duration.ofMillis(400),
            Duration.ofMillis(10),
            Duration.ofMinutes(1));
    int soft = in.count("gateway.backlog.soft", 1_000_000, 1, Integer.MAX_VALUE);
    int hard = in.count("gateway.backlog.hard", 2_000_000, 1, Integer.MAX_VALUE);
    if (expectedWait.compareTo(longestWait) > 0) {
      in.fault(
          "gateway.expected-wait ("
              + expectedWait.toMillis()
              + "ms) is above gateway.longest-wait ("
              + longestWait.toMillis()
              + "ms); expected it below: a request that would wait too long is refused at once");
    }
    if (soft > hard) {
      in.fault(
          "gateway.backlog.soft ("
              + soft
              + ") is above gateway.backlog.hard ("
              + hard
              + "); expected the soft mark below the hard one");
    }
    return new Shed.Limits(expectedWait, longestWait, soft, hard);
  }
}
