package dev.imas.gateway.edge;

import dev.imas.core.model.SourceTypes;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.sender.Answers;
import dev.imas.gateway.sender.Format;
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
 * @param isWebhook whether nothing can be read at this path, and a key may follow it
 */
public record SenderRoute(
    String path,
    AlertDecoder decoder,
    Set<String> sourceTypes,
    Answers answers,
    @Nullable UnaryOperator<byte[]> forms,
    boolean isWebhook) {

  public SenderRoute {
    sourceTypes = Set.copyOf(sourceTypes);
  }

  static SenderRoute of(String path, Format format, Set<String> sourceTypes) {
    return new SenderRoute(
        path, format.decoder(), sourceTypes, format.answers(), format.forms(), format.isWebhook());
  }

  boolean takes(String sourceType) {
    return sourceType.equals(SourceTypes.ANY) || sourceTypes.contains(sourceType);
  }
}
