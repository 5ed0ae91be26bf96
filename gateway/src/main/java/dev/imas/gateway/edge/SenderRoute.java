package dev.imas.gateway.edge;

import dev.imas.gateway.decode.AlertDecoder;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One sender format at one path.
 *
 * @param path without a slash at the end
 * @param sourceTypes that may post here, besides ANY
 * @param forms turns a form-encoded body into the JSON that the decoder reads; null where the
 *     sender posts no forms
 */
public record SenderRoute(
    String path,
    AlertDecoder decoder,
    Set<String> sourceTypes,
    Answers answers,
    @Nullable UnaryOperator<byte[]> forms) {

  boolean takes(String sourceType) {
    return sourceType.equals("ANY") || sourceTypes.contains(sourceType);
  }
}
