package dev.imas.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import dev.imas.core.option.SourceConfig;
import dev.imas.core.platform.Json;
import org.jspecify.annotations.Nullable;

/**
 * Checks a source's {@code config}, which the gateway reads. Unknown members are refused, so that
 * misspelt ones are noticed.
 */
final class SourceSettings {

  private static final int LONGEST = 64 * 1024;
  private static final String KNOWN =
      String.join(", ", SourceConfig.MEMBERS.stream().sorted().toList());

  private SourceSettings() {}

  /** What was read; faults are in the body. */
  static SourceConfig check(@Nullable JsonNode config, Body body) {
    if (config == null) {
      return SourceConfig.NONE;
    }
    if (config.toString().length() > LONGEST) {
      body.fault("/config", "is larger than 64 KiB; shorten it");
      return SourceConfig.NONE;
    }
    SourceConfig read =
        SourceConfig.read(config, (pointer, expected) -> body.fault("/config" + pointer, expected));
    config
        .fieldNames()
        .forEachRemaining(
            member -> {
              if (!SourceConfig.MEMBERS.contains(member)) {
                body.fault("/config/" + member, "is not known; the known members are " + KNOWN);
              }
            });
    return read;
  }

  /** What a stored configuration says, which was checked when it was written. */
  static SourceConfig stored(String config) {
    return SourceConfig.read(Json.read(config, JsonNode.class), (pointer, expected) -> {});
  }
}
