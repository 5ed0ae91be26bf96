package dev.imas.notifier.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.wording.SafeText;
import dev.imas.notifier.channel.HttpAnswer;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.Signature;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import dev.imas.notifier.template.PageLinks;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Posts one event, signed. Makes one attempt, in bounded time. */
final class EventPoster {

  /** So that no receiver can read other characters than were signed. */
  private static final ObjectWriter ASCII_JSON =
      Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private final Egress egress;
  private final SecretBox secrets;
  private final PageLinks links;
  private final InstantSource clock;

  EventPoster(Egress egress, SecretBox secrets, PageLinks links, InstantSource clock) {
    this.egress = egress;
    this.secrets = secrets;
    this.links = links;
    this.clock = clock;
  }

  Future<Outcome> post(EventPost post) {
    WebRequest request;
    try {
      byte[] body = body(post);
      request = new WebRequest(HttpMethod.POST, post.url(), headers(post, body), body, false);
    } catch (IllegalStateException | JsonProcessingException e) {
      return Future.succeededFuture(Outcome.Refused.because(String.valueOf(e.getMessage())));
    }
    return egress.send(post.tenant(), false, request).map(this::outcome);
  }

  /**
   * The same bytes in each attempt, with the link to what it is about. Core knows that of the
   * status page, and the path of what is no incident.
   */
  private byte[] body(EventPost post) throws JsonProcessingException {
    JsonNode body = Json.MAPPER.readTree(post.payload());
    if (body.get("data") instanceof ObjectNode data && !data.has("url")) {
      JsonNode path = data.remove("path");
      data.put(
          "url",
          post.isTest()
              ? links.to("/api/v1/webhooks/outgoing/" + post.about())
              : path == null ? links.resource(post.about()) : links.to(path.asText()));
    }
    return ASCII_JSON.writeValueAsBytes(body);
  }

  private Map<String, String> headers(EventPost post, byte[] body) {
    Secret secret = new Secret(secrets.open(post.sealedSecret(), post.tenant()));
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Idempotency-Key", post.id().toString());
    headers.put("X-IMAS-Event", SafeText.line(post.event(), 100));
    headers.put("X-IMAS-Attempt", Integer.toString(post.attempt()));
    headers.put("X-IMAS-Timestamp", timestamp);
    headers.put("X-IMAS-Signature", Signature.of(secret, timestamp, body));
    return headers;
  }

  private Outcome outcome(WebReply reply) {
    return switch (reply) {
      case WebReply.Answered answered ->
          HttpAnswer.read(answered.status(), answered.header("Retry-After"), null, clock.instant());
      case WebReply.Barred barred -> Outcome.Refused.because(barred.reason());
      case WebReply.PutOff putOff -> new Outcome.Deferred(putOff.delay());
      case WebReply.Failed failed -> Outcome.Retry.because(SafeText.line(failed.reason(), 250));
    };
  }
}
