package dev.imas.gateway.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topic of the log, as the brokers describe it. It is looked at before anything is appended: a
 * producer that asks for a missing topic may have it made, by whatever defaults. Its methods block.
 */
final class LogTopic implements AutoCloseable {

  /** What the brokers say of the topic. */
  sealed interface Seen {

    record Usable() implements Seen {}

    record Away(String why) implements Seen {}

    record Unusable(String why) implements Seen {}
  }

  private static final Logger log = LoggerFactory.getLogger(LogTopic.class);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Seen USABLE = new Seen.Usable();

  private final String name;
  private final Map<String, Object> brokers;
  private @Nullable Admin admin;
  private boolean isChecked;
  private String told = "";

  LogTopic(String name, Map<String, Object> brokers) {
    this.name = name;
    this.brokers = brokers;
  }

  /** One at a time. */
  synchronized Seen look() {
    try {
      Admin asked = admin();
      answer(asked.describeTopics(List.of(name)).topicNameValues().get(name));
      if (!isChecked) {
        Seen found = checked(asked);
        isChecked = found == USABLE;
        return tell(found);
      }
      return tell(USABLE);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      if (cause instanceof UnknownTopicOrPartitionException) {
        isChecked = false;
        return tell(new Seen.Unusable("there is no topic " + name + "; make it"));
      }
      return tell(new Seen.Away(BrokerFault.of(failed)));
    } catch (Exception failed) {
      return tell(new Seen.Away(BrokerFault.of(failed)));
    }
  }

  /** A topic that forgets the earlier of two records of a source loses posts. */
  private Seen checked(Admin asked) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    Config config;
    try {
      config = answer(asked.describeConfigs(List.of(resource)).values().get(resource));
    } catch (ExecutionException refused) {
      if (refused.getCause() instanceof AuthorizationException) {
        log.atWarn()
            .addKeyValue("topic", name)
            .log("The topic of the log may not be described; whether it is compacted is not known");
        return USABLE;
      }
      throw refused;
    }
    if (value(config, "cleanup.policy").contains("compact")) {
      return new Seen.Unusable(
          "the topic " + name + " is compacted, which loses posts; set cleanup.policy=delete");
    }
    if (value(config, "min.insync.replicas").equals("1")) {
      log.atWarn()
          .addKeyValue("topic", name)
          .log("One broker can acknowledge a post alone: set min.insync.replicas=2 for the log");
    }
    return USABLE;
  }

  private Seen tell(Seen seen) {
    String why =
        switch (seen) {
          case Seen.Usable usable -> "";
          case Seen.Away away -> away.why();
          case Seen.Unusable unusable -> unusable.why();
        };
    if (why.isEmpty() && !told.isEmpty()) {
      log.atInfo().addKeyValue("topic", name).log("The topic of the log can be seen again");
    } else if (!why.isEmpty() && told.isEmpty()) {
      log.atWarn()
          .addKeyValue("topic", name)
          .addKeyValue("reason", why)
          .log("The topic of the log cannot be used; it is tried again");
    }
    told = why;
    return seen;
  }

  private static String value(Config config, String key) {
    ConfigEntry entry = config.get(key);
    String value = entry == null ? null : entry.value();
    return value == null ? "" : value;
  }

  private Admin admin() {
    Admin there = admin;
    if (there == null) {
      Map<String, Object> all = new HashMap<>(brokers);
      all.put("request.timeout.ms", (int) ANSWER.toMillis());
      all.put("default.api.timeout.ms", (int) ANSWER.toMillis());
      there = Admin.create(all);
      admin = there;
    }
    return there;
  }

  private static <T> T answer(@Nullable KafkaFuture<T> asked) throws Exception {
    if (asked == null) {
      throw new IllegalStateException("nothing was asked");
    }
    return asked.get(ANSWER.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void close() {
    Admin there = admin;
    if (there != null) {
      there.close(Duration.ZERO);
    }
  }
}
