package dev.imas.gateway.edge;

import dev.imas.gateway.decode.AlertDecoder;
import java.util.Set;

/**
 * One sender format at one path.
 *
 * @param path without a slash at the end
 * @param sourceTypes that may post here, besides ANY
 * @param takesForms does the decoder read form-encoded bodies too?
 */
public record SenderRoute(
    String path,
    AlertDecoder decoder,
    Set<String> sourceTypes,
    Answers answers,
    boolean takesForms) {

  boolean takes(String sourceType) {
    return sourceType.equals("ANY") || sourceTypes.contains(sourceType);
  }
}
