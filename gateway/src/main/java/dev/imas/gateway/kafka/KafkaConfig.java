package dev.imas.gateway.kafka;

import dev.imas.core.option.TopicPrefix;
import dev.imas.core.platform.Settings;
import dev.imas.gateway.log.PostLog;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * @param servers the brokers to begin with; empty: nothing is read
 * @param security further properties of the clients, which hold secrets
 * @param group the consumer group of this installation
 * @param sessionTimeout after which the partitions of a gateway that is gone go to others
 * @param connections to the database, and as many chunks of records that are committed at once
 */
public record KafkaConfig(
    String servers,
    Map<String, String> security,
    String group,
    TopicPrefix prefix,
    Duration sessionTimeout,
    int connections) {

  /** On these depends that nothing is lost and nothing counts twice. */
  private static final int CONNECTIONS = 2;

  private static final Set<String> OURS =
      Set.of(
          "auto.offset.reset",
          "bootstrap.servers",
          "enable.auto.commit",
          "group.id",
          "group.protocol",
          "isolation.level",
          "key.deserializer",
          "partition.assignment.strategy",
          "session.timeout.ms",
          "value.deserializer");

  public KafkaConfig {
    security = Map.copyOf(security);
  }

  public static KafkaConfig read(Settings in) {
    return new KafkaConfig(
        in.text("gateway.kafka.bootstrap-servers", ""),
        security(in),
        in.text("gateway.kafka.group", "imas"),
        new TopicPrefix(in.text(TopicPrefix.SETTING, TopicPrefix.DEFAULT)),
        in.duration(
            "gateway.kafka.session-timeout",
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5)),
        CONNECTIONS);
  }

  /** The same brokers, as the readers of the log in front of the gateway share it out. */
  public KafkaConfig forLog() {
    return new KafkaConfig(servers, security, group + "-log", prefix, sessionTimeout, connections);
  }

  /** Whether there are brokers to read from. */
  public boolean isOn() {
    return !servers.isEmpty();
  }

  private static Map<String, String> security(Settings in) {
    String file = in.text("gateway.kafka.client-properties");
    return file == null ? Map.of() : security(in, Path.of(file));
  }

  private static Map<String, String> security(Settings in, Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException unreadable) {
      in.fault(
          "gateway.kafka.client-properties: "
              + file
              + " cannot be read: "
              + unreadable.getMessage());
    }
    Map<String, String> all = new HashMap<>();
    for (String key : new TreeSet<>(properties.stringPropertyNames())) {
      if (OURS.contains(key) || PostLog.ours().contains(key)) {
        in.fault(
            "gateway.kafka.client-properties: "
                + file
                + " sets "
                + key
                + ", which IMAS sets itself; remove that line");
      }
      all.put(key, properties.getProperty(key));
    }
    return all;
  }

  /** Without the properties, which hold passwords. */
  @Override
  public String toString() {
    return "KafkaConfig[servers=" + servers + ", group=" + group + ", prefix=" + prefix + "]";
  }

  /** The properties that consumers and administrative clients share. */
  public Map<String, Object> common() {
    Map<String, @Nullable Object> all = new HashMap<>(security);
    all.put("bootstrap.servers", servers);
    return Map.copyOf(all);
  }
}
