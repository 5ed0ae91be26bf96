package dev.imas.notifier.channel.webhook;

import dev.imas.core.platform.Secret;
import dev.imas.core.wording.SafeText;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.HttpAnswer;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.Signature;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Posts pages as JSON. The answer's status decides; its body is not read. */
public final class WebhookChannel implements Channel {

  private final Egress egress;
  private final InstantSource clock;

  public WebhookChannel(Egress egress, InstantSource clock) {
    this.egress = egress;
    this.clock = clock;
  }

  @Override
  public Future<Outcome> send(Message message) {
    byte[] body = WebhookBody.of(message);
    WebRequest request =
        new WebRequest(HttpMethod.POST, message.address(), headers(message, body), body, false);
    return egress.send(message.tenant(), message.isUrgent(), request).map(this::outcome);
  }

  private Map<String, String> headers(Message message, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Idempotency-Key", message.id().toString());
    headers.put("X-IMAS-Event", SafeText.line(message.content().event(), 100));
    Secret secret = message.secret();
    if (secret != null) {
      String timestamp = Long.toString(clock.instant().getEpochSecond());
      headers.put("X-IMAS-Timestamp", timestamp);
      headers.put("X-IMAS-Signature", Signature.of(secret, timestamp, body));
    }
    return headers;
  }

  private Outcome outcome(WebReply reply) {
    return switch (reply) {
      case WebReply.Answered answered -> {
        String id = SafeText.line(answered.header("X-Request-Id"), 200);
        yield HttpAnswer.read(
            answered.status(),
            answered.header("Retry-After"),
            id.isEmpty() ? null : id,
            clock.instant());
      }
      case WebReply.Barred barred -> Outcome.Refused.because(barred.reason());
      case WebReply.PutOff putOff -> new Outcome.Deferred(putOff.delay());
      case WebReply.Failed failed -> Outcome.Retry.because(SafeText.line(failed.reason(), 250));
    };
  }
}
