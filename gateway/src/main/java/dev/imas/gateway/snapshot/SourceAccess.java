package dev.imas.gateway.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.platform.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a source's key opens, and how it may come. Of the source's configuration, which core checks
 * when it is stored.
 *
 * @param keyHeader lower case, in which this source's key may come besides the usual ones
 * @param unsignedTime whether a signature counts that does not cover a time: such a post can be
 *     repeated by whoever saw it
 * @param readsAlerts whether the key reads the tenant's alerts as an Alertmanager shows them
 */
public record SourceAccess(@Nullable String keyHeader, boolean unsignedTime, boolean readsAlerts) {

  /**
   * @param reads whether sources of its type read alerts unless told otherwise
   */
  static SourceAccess of(String config, boolean reads) {
    if (config.equals("{}")) {
      return new SourceAccess(null, false, reads);
    }
    JsonNode set = Json.read(config, JsonNode.class);
    JsonNode header = set.path("key_header");
    return new SourceAccess(
        header.isTextual() ? header.textValue().toLowerCase(Locale.ROOT) : null,
        set.path("unsigned_time").asBoolean(false),
        set.path("alertmanager_api").asBoolean(reads));
  }
}
