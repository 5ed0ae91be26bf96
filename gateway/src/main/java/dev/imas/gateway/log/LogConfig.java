package dev.imas.gateway.log;

import dev.imas.core.option.TopicPrefix;
import dev.imas.core.platform.Settings;
import java.time.Duration;

/**
 * @param topic of Kafka; empty: there is no log, and posts are answered after their commit
 * @param appends whether posts go to the log; without it, what it still holds is read
 * @param longestWait within which the brokers must have acknowledged a post
 * @param mostBytes of a body that is appended
 * @param keysKnownFor how long keys are trusted without the database
 * @param connections to the database, and as many chunks of records that are committed at once
 * @param apartAfter how long posts of one tenant may keep those of others waiting, before they are
 *     read apart; zero: for ever
 */
public record LogConfig(
    String topic,
    boolean appends,
    Duration longestWait,
    int mostBytes,
    Duration keysKnownFor,
    int connections,
    Duration apartAfter) {

  /**
   * @param servers the brokers, empty for none
   * @param prefix how topics begin that tenants may read
   */
  public static LogConfig read(Settings in, String servers, TopicPrefix prefix) {
    LogConfig config =
        new LogConfig(
            in.text("gateway.log.topic", ""),
            in.flag("gateway.log.append", true),
            in.duration(
                "gateway.log.longest-wait",
                Duration.ofSeconds(3),
                Duration.ofMillis(100),
                Duration.ofMinutes(1)),
            (int) in.bytes("gateway.log.max-record", 960 << 10, 1024, 256 << 20),
            in.duration(
                "gateway.log.keys-known-for",
                Duration.ofHours(24),
                Duration.ofSeconds(5),
                Duration.ofDays(30)),
            in.count("gateway.log.connections", 4, 1, 32),
            in.duration(
                "gateway.log.apart-after",
                Duration.ofSeconds(2),
                Duration.ZERO,
                Duration.ofMinutes(10)));
    if (config.isOn() && servers.isEmpty()) {
      in.fault(
          "gateway.log.topic is set without brokers; name them in gateway.kafka.bootstrap-servers");
    }
    if (config.isOn() && prefix.mayCover(config.topic)) {
      in.fault(
          "gateway.log.topic ("
              + config.topic
              + ") begins as topics of tenants do ("
              + TopicPrefix.SETTING
              + "), who would read it as theirs; name another topic");
    }
    return config;
  }

  /** Whether there is a log to read. */
  public boolean isOn() {
    return !topic.isEmpty();
  }
}
