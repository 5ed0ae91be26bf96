package dev.imas.gateway;

import dev.imas.core.platform.Settings;
import dev.imas.gateway.commit.CommitterConfig;
import dev.imas.gateway.decode.AlertLimits;
import dev.imas.gateway.edge.EdgeConfig;
import java.time.Duration;

/**
 * @param eventLoops each with a listener, a committer and a connection of its own
 * @param softInFlightBytes above which only posts with a SEV1 or SEV2 are taken in
 * @param hardInFlightBytes above which posts are refused unread
 * @param tenantInFlightBytes the hard mark of one tenant
 * @param knownAlerts places in the memory of alerts that fire unchanged
 * @param refreshSeconds after which such an alert is stored whole again
 * @param idleTimeout of a kept-alive connection
 * @param statementTimeout after which PostgreSQL cancels a commit
 * @param autoResolve whether an incident resolves with its last alert where no rule says
 */
record GatewayConfig(
    int port,
    int eventLoops,
    EdgeConfig edge,
    CommitterConfig committer,
    long softInFlightBytes,
    long hardInFlightBytes,
    long tenantInFlightBytes,
    int knownAlerts,
    int refreshSeconds,
    Duration idleTimeout,
    Duration statementTimeout,
    Duration stopTimeout,
    boolean autoResolve) {

  private static final long MIB = 1L << 20;

  static GatewayConfig read(Settings in) {
    int processors = Runtime.getRuntime().availableProcessors();
    int maxBody = (int) in.bytes("gateway.max-body", 10 * MIB, 1024, 256 * MIB);
    int maxInflated = (int) in.bytes("gateway.max-inflated-body", 10 * MIB, 1024, 256 * MIB);
    // A body in work takes several times its bytes: an eighth of the heap in bodies fills about
    // half of it.
    long budget = Math.clamp(Runtime.getRuntime().maxMemory() / 8, 24 * MIB, 512 * MIB);
    long hard = in.bytes("gateway.in-flight.hard", budget, MIB, 64L << 30);
    long soft = in.bytes("gateway.in-flight.soft", hard / 2, MIB, 64L << 30);
    long tenant = in.bytes("gateway.in-flight.tenant", hard * 3 / 4, MIB, 64L << 30);
    if (soft > hard) {
      in.fault(
          "gateway.in-flight.soft ("
              + soft
              + ") is above gateway.in-flight.hard ("
              + hard
              + "); expected the soft mark below the hard one");
    }
    if (maxBody > tenant) {
      in.fault(
          "gateway.max-body ("
              + maxBody
              + ") is above gateway.in-flight.tenant ("
              + tenant
              + "): such a body could never be taken in");
    }
    Duration statementTimeout =
        in.duration(
            "gateway.statement-timeout",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMinutes(5));
    int known = in.count("gateway.known-alerts", 1 << 20, 1 << 10, 1 << 26);
    return new GatewayConfig(
        in.port("gateway.port", 8080),
        in.count("gateway.event-loops", Math.max(1, Math.min(processors, 4)), 1, 64),
        new EdgeConfig(
            maxBody,
            maxInflated,
            in.duration(
                "gateway.body-timeout",
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofMinutes(10)),
            (int) in.bytes("gateway.inline-body", 256 * 1024, 0, 16 * MIB),
            new AlertLimits(
                in.count("gateway.max-labels", 64, 16, 1024),
                in.count("gateway.max-label-name", 128, 32, 4096),
                in.count("gateway.max-label-value", 1024, 16, 65_536),
                in.count("gateway.max-annotations", 64, 4, 1024),
                in.count("gateway.max-annotation-value", 8192, 64, 1 << 20))),
        new CommitterConfig(
            in.count("gateway.max-batch", 2_000, 1, 50_000),
            in.duration(
                "gateway.longest-wait",
                Duration.ofSeconds(1),
                Duration.ofMillis(100),
                Duration.ofMinutes(1)),
            in.duration(
                "gateway.reorder-window",
                Duration.ofSeconds(25),
                Duration.ZERO,
                Duration.ofHours(1)),
            3,
            statementTimeout.plusSeconds(5)),
        soft,
        hard,
        tenant,
        Integer.highestOneBit(known),
        in.count("gateway.known-refresh-seconds", 600, 1, 86_400),
        in.duration(
            "gateway.idle-timeout",
            Duration.ofMinutes(3),
            Duration.ofSeconds(5),
            Duration.ofHours(1)),
        statementTimeout,
        in.duration(
            "gateway.stop-timeout",
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofMinutes(2)),
        in.flag("incident.auto-resolve", true));
  }
}
