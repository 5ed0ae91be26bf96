package dev.imas.core.source;

import dev.imas.core.http.Body;
import dev.imas.core.model.SourceKind;
import dev.imas.core.model.SourceTypes;
import dev.imas.core.model.TenantId;
import dev.imas.core.option.KafkaTopic;
import dev.imas.core.option.TopicPrefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks which topic a source is read from: one of its tenant, whose bodies its type can read.
 *
 * @param kinds the kinds of senders there are
 */
public record SourceTopics(TopicPrefix prefix, List<SourceKind> kinds) {

  public SourceTopics {
    kinds = List.copyOf(kinds);
  }

  void check(@Nullable KafkaTopic topic, String type, TenantId tenant, Body body) {
    if (topic == null) {
      return;
    }
    if (!prefix.covers(topic, tenant)) {
      body.fault(
          "/config/kafka/topic",
          "must begin with " + prefix.of(tenant) + " as the topics of your tenant do");
    }
    String path = topic.path();
    if (path == null) {
      if (type.equals(SourceTypes.ANY)) {
        body.fault(
            "/config/kafka/path",
            "is missing; a source of type ANY takes all kinds of bodies, so name the path where"
                + " those of the topic would be posted");
      }
    } else if (kinds.stream().noneMatch(kind -> isOf(kind, type) && takes(kind, path))) {
      body.fault("/config/kafka/path", "must be a path that sources of type " + type + " post to");
    }
  }

  private static boolean isOf(SourceKind kind, String type) {
    return type.equals(SourceTypes.ANY) || kind.type().equals(type);
  }

  /** A path with a part in braces says something itself, which no record has. */
  private static boolean takes(SourceKind kind, String path) {
    return !path.contains("{") && kind.paths().contains(path);
  }
}
