package dev.imas.core.option;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The topic of Kafka that a source's bodies are read from, besides those that are posted.
 *
 * @param name of the topic
 * @param path where such a body would be posted; null for the first path of the source's type
 */
public record KafkaTopic(String name, @Nullable String path) {

  private static final List<String> MEMBERS = List.of("path", "topic");

  /** What Kafka takes as a name. */
  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

  private static final Pattern PATH = Pattern.compile("/[!-~]{1,500}");

  /** Null where it cannot be read; what is wrong was then reported. */
  static @Nullable KafkaTopic read(JsonNode value, SourceConfig.Faults faults) {
    if (!value.isObject()) {
      faults.add("", "must be an object such as {\"topic\":\"alerts\"}");
      return null;
    }
    MembersOfOption members = new MembersOfOption(value, MEMBERS, faults);
    String name = value.path("topic").textValue();
    if (name == null || !NAME.matcher(name).matches()) {
      members.add("/topic", "must be the name of a topic: 1 to 249 letters, digits, dots, _ and -");
    }
    JsonNode at = value.path("path");
    String path = at.textValue();
    if (!at.isMissingNode() && (path == null || !PATH.matcher(path).matches())) {
      members.add("/path", "must be a path of this API, such as /api/v1/webhooks/custom");
    }
    return members.isFaulty() || name == null ? null : new KafkaTopic(name, path);
  }
}
