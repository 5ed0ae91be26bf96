package dev.imas.core.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.http.Body;
import dev.imas.core.option.SourceConfig;

/**
 * Checks a source's {@code config}, which the gateway reads. Unknown members are refused, so that
 * misspelt ones are noticed.
 */
final class SourceSettings {

  private static final int LONGEST = 64 * 1024;
  private static final String KNOWN =
      String.join(", ", SourceConfig.MEMBERS.stream().sorted().toList());

  private SourceSettings() {}

  static void check(JsonNode config, Body body) {
    if (config.toString().length() > LONGEST) {
      body.fault("/config", "is larger than 64 KiB; shorten it");
      return;
    }
    SourceConfig.read(config, (pointer, expected) -> body.fault("/config" + pointer, expected));
    config
        .fieldNames()
        .forEachRemaining(
            member -> {
              if (!SourceConfig.MEMBERS.contains(member)) {
                body.fault("/config/" + member, "is not known; the known members are " + KNOWN);
              }
            });
  }
}
