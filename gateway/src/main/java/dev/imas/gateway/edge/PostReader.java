package dev.imas.gateway.edge;

import dev.imas.core.model.UuidV7;
import dev.imas.core.option.SnsTopics;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.gateway.decode.BodyKey;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.QueryFields;
import dev.imas.gateway.edge.IngestMeters.Refusal;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SourceEntry;
import dev.imas.gateway.sns.SnsMessage;
import dev.imas.gateway.sns.SnsVerdict;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of one post: inflates it, judges its signature, unpacks what is no JSON, decodes
 * and routes it. On the event loop of the post, or on another thread.
 */
final class PostReader {

  private final SenderEdge edge;
  private final HttpServerRequest request;
  private final SenderRoute route;
  private final SourceEntry source;
  private final Snapshot.TenantRoutes routes;
  private final ContentCoding coding;

  PostReader(
      SenderEdge edge,
      HttpServerRequest request,
      SenderRoute route,
      SourceEntry source,
      Snapshot.TenantRoutes routes,
      ContentCoding coding) {
    this.edge = edge;
    this.request = request;
    this.route = route;
    this.source = source;
    this.routes = routes;
    this.coding = coding;
  }

  /**
   * @param longestRouting nanoseconds
   */
  PostedBody read(byte[] raw, long longestRouting) {
    byte[] bytes;
    try {
      bytes = coding.inflate(raw, edge.config.maxInflatedBytes());
    } catch (ContentCoding.TooLarge e) {
      return new PostedBody.Unusable(
          Refusal.TOO_LARGE, SenderEdge.tooLarge(edge.config.maxInflatedBytes()));
    } catch (IOException e) {
      return new PostedBody.Unusable(
          Refusal.CODING,
          Fault.at(
              Fault.Kind.BAD_REQUEST,
              "Content-Encoding",
              "the body is not " + request.getHeader("content-encoding")));
    }
    Instant now = edge.clock.instant();
    byte @Nullable [] once = null;
    Secret secret = source.signingSecret();
    if (secret != null) {
      switch (route
          .signature()
          .judge(request.headers(), raw, bytes, secret, source.access().unsignedTime(), now)) {
        case BodySignature.Verdict.Wrong wrong -> {
          return new PostedBody.Unusable(
              Refusal.BAD_SIGNATURE, Fault.of(Fault.Kind.UNAUTHENTICATED, wrong.why()));
        }
        case BodySignature.Verdict.Right right -> once = right.once();
      }
    }
    SnsMessage proven = null;
    SnsTopics topics = source.access().sns();
    if (topics != null) {
      switch (edge.sns.judge(source, topics, bytes, now)) {
        case SnsVerdict.Proven right -> proven = right.message();
        case SnsVerdict.NeedsCertificate needs -> {
          return new PostedBody.Unproven(raw, needs.url());
        }
        case SnsVerdict.Refused wrong -> {
          return unproven(wrong);
        }
      }
    }
    long micros = now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000;
    UUID receipt = UuidV7.at(micros / 1_000);
    if (route.unpacks()) {
      switch (unpack(bytes)) {
        case QueryFields.Unpacked.Body unpacked -> bytes = unpacked.json();
        case QueryFields.Unpacked.Refused refused -> {
          return new PostedBody.Content(
              bytes, micros, receipt, once, proven, new Decode.Refused(refused.why()));
        }
      }
    }
    BodyKey key = route.bodyKey();
    if (key != null) {
      bytes = key.withheld(bytes);
    }
    DecodeContext context =
        new DecodeContext(source.tenant(), source.profile(), micros, edge.config.alerts(), receipt);
    return new PostedBody.Content(
        bytes,
        micros,
        receipt,
        once,
        proven,
        edge.reading.read(
            route.decoder(),
            bytes,
            context,
            routes,
            request.getHeader(HttpHeaders.CONTENT_TYPE),
            longestRouting));
  }

  private static PostedBody unproven(SnsVerdict.Refused wrong) {
    return switch (wrong.cause()) {
      case NO_ENVELOPE ->
          new PostedBody.Unusable(Refusal.MALFORMED, Fault.of(Fault.Kind.INVALID, wrong.detail()));
      case FOREIGN ->
          new PostedBody.Unusable(
              Refusal.FOREIGN_TOPIC, Fault.of(Fault.Kind.FORBIDDEN, wrong.detail()));
      case FORGED ->
          new PostedBody.Unusable(
              Refusal.BAD_SIGNATURE, Fault.of(Fault.Kind.UNAUTHENTICATED, wrong.detail()));
    };
  }

  private QueryFields.Unpacked unpack(byte[] bytes) {
    QueryFields query = route.query();
    if (query != null && request.method() == HttpMethod.GET) {
      return query.ofQuery(new String(bytes, StandardCharsets.UTF_8), SourceKeys.IN_QUERY);
    }
    String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return route.unpack(
        MediaType.of(contentType),
        contentType,
        Objects.requireNonNullElse(request.path(), ""),
        request.query(),
        request.headers(),
        bytes);
  }
}
