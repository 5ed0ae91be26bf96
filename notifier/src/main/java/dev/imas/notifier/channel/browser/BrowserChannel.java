package dev.imas.notifier.channel.browser;

import dev.imas.core.bus.PageContent;
import dev.imas.core.message.ContactCode;
import dev.imas.core.wording.SafeText;
import dev.imas.core.wording.Words;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.HttpAnswer;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Posts pages to the push service of a browser, encrypted for that browser (RFC 8030). */
final class BrowserChannel implements Channel {

  /** How long a push service keeps a message for a browser that it cannot reach. */
  private static final Duration KEPT = Duration.ofHours(4);

  private final Egress egress;
  private final Vapid vapid;
  private final InstantSource clock;
  private final PushEncryption encryption = new PushEncryption();

  BrowserChannel(Egress egress, Vapid vapid, InstantSource clock) {
    this.egress = egress;
    this.vapid = vapid;
    this.clock = clock;
  }

  @Override
  public Future<Outcome> send(Message message) {
    PushSubscription to;
    try {
      to = PushSubscription.parse(message.address());
    } catch (IllegalArgumentException e) {
      return Future.succeededFuture(Outcome.Refused.because(BrowserKind.fault(e)));
    }
    byte[] text = PushText.of(message);
    WebRequest request =
        new WebRequest(
            HttpMethod.POST,
            to.endpoint(),
            headers(message.content(), to),
            encryption.encrypt(text, to),
            false);
    return egress.send(message.tenant(), message.isUrgent(), request).map(this::outcome);
  }

  private Map<String, String> headers(PageContent page, PushSubscription to) {
    boolean isCode = Words.isCode(page);
    boolean isCall = Words.isCall(page);
    Duration kept = isCode ? ContactCode.GOOD_FOR : KEPT;
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Authorization", vapid.authorization(to.origin(), clock.instant()));
    headers.put("Content-Encoding", "aes128gcm");
    headers.put("Content-Type", "application/octet-stream");
    headers.put("TTL", Long.toString(kept.toSeconds()));
    headers.put("Urgency", isCode || isCall ? "high" : "normal");
    if (!isCode && !isCall) {
      // A browser that was away gets the last state. A page never gives way to an update.
      headers.put("Topic", topic(page.incident().id()));
    }
    return headers;
  }

  /** At most 32 characters are allowed. */
  private static String topic(UUID incident) {
    byte[] id =
        ByteBuffer.allocate(16)
            .putLong(incident.getMostSignificantBits())
            .putLong(incident.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
  }

  private Outcome outcome(WebReply reply) {
    return switch (reply) {
      case WebReply.Answered answered -> answered(answered);
      case WebReply.Barred barred -> Outcome.Refused.because(barred.reason());
      case WebReply.PutOff putOff -> new Outcome.Deferred(putOff.delay());
      case WebReply.Failed failed -> Outcome.Retry.because(SafeText.line(failed.reason(), 250));
    };
  }

  private Outcome answered(WebReply.Answered answered) {
    int status = answered.status();
    return status == 404 || status == 410
        ? new Outcome.Refused(
            "HTTP " + status + ": the browser’s subscription has ended; enable push there again",
            status)
        : HttpAnswer.read(status, answered.header("Retry-After"), null, clock.instant());
  }
}
