package dev.imas.gateway.pipeline;

import dev.imas.core.platform.Fault;
import dev.imas.gateway.decode.BodyKey;
import dev.imas.gateway.decode.QueryFields;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The first stage: makes the JSON that a decoder reads of what was sent. It inflates a body before
 * it is proved, and takes a form apart only afterwards, since a sender signs what it sends. Any
 * thread may use it.
 */
final class Unpack {

  private final int mostInflated;

  /**
   * @param mostInflated bytes of a body without its content coding
   */
  Unpack(int mostInflated) {
    this.mostInflated = mostInflated;
  }

  /**
   * The body without its content coding.
   *
   * @throws IOException to be passed to {@link #refused}
   */
  byte[] inflated(Sent sent, byte[] raw) throws IOException {
    return sent instanceof Sent.Request request ? request.coding().inflate(raw, mostInflated) : raw;
  }

  PostedBody.Unusable refused(Sent sent, IOException why) {
    if (why instanceof ContentCoding.TooLarge) {
      return new PostedBody.Unusable(Refusal.TOO_LARGE, PostLimits.tooLarge(mostInflated));
    }
    String coding =
        sent instanceof Sent.Request request ? request.headers().get("content-encoding") : null;
    return new PostedBody.Unusable(
        Refusal.CODING,
        Fault.at(Fault.Kind.BAD_REQUEST, "Content-Encoding", "the body is not " + coding));
  }

  /** Whether the JSON may be another than the inflated body. */
  boolean isMore(SenderRoute route, Sent sent) {
    return !(sent instanceof Sent.Ready) && route.unpacks();
  }

  /** The JSON of a body, of which there is more than the inflated bytes. */
  QueryFields.Unpacked json(SenderRoute route, Sent sent, byte[] inflated) {
    return switch (sent) {
      case Sent.Ready ready -> new QueryFields.Unpacked.Body(inflated);
      case Sent.Json json ->
          route.unpack(MediaType.JSON, null, route.path(), null, List.of(), inflated);
      case Sent.Request request -> {
        QueryFields query = route.query();
        yield query != null && request.isQuery()
            ? query.ofQuery(
                new String(inflated, StandardCharsets.UTF_8), Sent.Request.KEYS_IN_QUERY)
            : route.unpack(
                MediaType.of(request.contentType()),
                request.contentType(),
                request.path(),
                request.query(),
                request.headers(),
                inflated);
      }
    };
  }

  /** The JSON with stars in place of the key that it may hold. */
  byte[] withoutKey(SenderRoute route, Sent sent, byte[] json) {
    BodyKey key = sent instanceof Sent.Ready ? null : route.bodyKey();
    return key == null ? json : key.withheld(json);
  }
}
