package dev.imas.gateway.pipeline;

import dev.imas.core.model.SourceTypes;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.BodyKey;
import dev.imas.gateway.decode.HeaderFields;
import dev.imas.gateway.decode.QueryFields;
import dev.imas.gateway.sender.Answers;
import dev.imas.gateway.sender.Format;
import dev.imas.gateway.sender.Transport;
import dev.imas.gateway.snapshot.SourceEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sender format at one path.
 *
 * @param path without a slash at the end
 * @param sourceTypes that may post here, besides ANY
 * @param forms how a form becomes the JSON that the decoder reads; null where the sender posts none
 * @param query how the query of a GET does; null where a GET posts nothing
 * @param signature how a signed post is judged
 * @param deadlineMillis after which its sender waits no longer; 0 for none
 * @param inPath what of the path is read; null where nothing is
 * @param inHeaders what of the headers is read; null where nothing is
 * @param bodyKey where the key is in the body; null where it never is
 * @param isWebhook whether nothing can be read at this path, and a key may follow it
 * @param deliveryIds headers of which the first that a post has names it
 * @param bySource whether a source may say itself how its posts travel
 */
public record SenderRoute(
    String path,
    AlertDecoder decoder,
    Set<String> sourceTypes,
    Answers answers,
    @Nullable QueryFields forms,
    @Nullable QueryFields query,
    BodySignature signature,
    long deadlineMillis,
    @Nullable PathPart inPath,
    @Nullable HeaderFields inHeaders,
    @Nullable BodyKey bodyKey,
    boolean isWebhook,
    List<String> deliveryIds,
    boolean bySource) {

  public SenderRoute {
    sourceTypes = Set.copyOf(sourceTypes);
    deliveryIds = List.copyOf(deliveryIds);
  }

  static SenderRoute of(String path, Format format, Set<String> sourceTypes) {
    Transport how = format.transport();
    Duration deadline = how.deadline();
    return new SenderRoute(
        path,
        format.decoder(),
        sourceTypes,
        format.answers(),
        how.forms(),
        how.query(),
        new BodySignature(how.signatures()),
        deadline == null ? 0 : deadline.toMillis(),
        PathPart.of(path, how.path()),
        how.headers(),
        how.key(),
        format.isWebhook(),
        how.deliveryIds(),
        how.bySource());
  }

  /** The same for this source, which may say itself how its posts arrive and are answered. */
  public SenderRoute of(SourceEntry source) {
    Format own = bySource ? source.format() : null;
    return own == null ? this : of(path, own, sourceTypes);
  }

  /** Whether a GET may post here. */
  public boolean mayTakeQueries() {
    return query != null || bySource;
  }

  /** Whether bodies of this type are read here. */
  public boolean reads(MediaType type) {
    return type != MediaType.OTHER && (forms != null || !type.isForm());
  }

  /** Whether the headers of a post say what it is, whatever its body. */
  public boolean readsHeaders(Iterable<Map.Entry<String, String>> headers) {
    HeaderFields fields = inHeaders;
    return fields != null && fields.areIn(headers);
  }

  /** Whether what is read can be more than the body as it was sent. */
  boolean unpacks() {
    return forms != null || query != null || inPath != null || inHeaders != null;
  }

  /**
   * The JSON of a body: the body itself, what its form holds, or what it is together with its path
   * or its headers.
   *
   * @param type one that is read here
   * @param contentType the header that said so
   * @param at the path that it is posted to
   * @param asked the query of the request
   * @param headers of the request
   */
  QueryFields.Unpacked unpack(
      MediaType type,
      @Nullable String contentType,
      String at,
      @Nullable String asked,
      Iterable<Map.Entry<String, String>> headers,
      byte[] body) {
    HeaderFields header = inHeaders;
    if (header != null && header.areIn(headers)) {
      return new QueryFields.Unpacked.Body(header.around(headers, body));
    }
    PathPart part = inPath;
    if (part != null) {
      return new QueryFields.Unpacked.Body(part.around(at, asked, body));
    }
    QueryFields fields = forms;
    return fields == null
        ? new QueryFields.Unpacked.Body(body)
        : switch (type) {
          case JSON, OTHER -> new QueryFields.Unpacked.Body(body);
          case FORM -> fields.ofForm(body);
          case MULTIPART -> fields.ofMultipart(body, contentType == null ? "" : contentType);
        };
  }

  public boolean takes(String sourceType) {
    return sourceType.equals(SourceTypes.ANY) || sourceTypes.contains(sourceType);
  }
}
