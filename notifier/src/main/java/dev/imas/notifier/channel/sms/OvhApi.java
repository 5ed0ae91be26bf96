package dev.imas.notifier.channel.sms;

import dev.imas.core.platform.Json;
import dev.imas.core.platform.Secret;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Jobs of an SMS account (docs.ovhcloud.com, "API SMS Cookbook", 2026-06-15). Each request is
 * signed with the time, so the clock must be right. A 200 says in its body which numbers were
 * taken.
 */
final class OvhApi implements VendorApi {

  private final String url;
  private final String applicationKey;
  private final Secret applicationSecret;
  private final Secret consumerKey;
  private final @Nullable String sender;

  OvhApi(ProviderConfig config) {
    this.url =
        VendorRequest.below(
            config.required("url"), "/sms/" + config.required("service_name") + "/jobs");
    this.applicationKey = config.required("application_key");
    this.applicationSecret = config.requiredSecret("application_secret");
    this.consumerKey = config.requiredSecret("consumer_key");
    this.sender = config.text("sender");
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("receivers", List.of(message.address()));
    job.put("message", message.wording().sms());
    job.put("noStopClause", true);
    job.put("priority", "high");
    job.put("charset", "UTF-8");
    job.put("coding", "7bit");
    if (sender == null) {
      job.put("senderForResponse", true);
    } else {
      job.put("sender", sender);
    }
    String body = Json.write(job);
    String timestamp = Long.toString(now.getEpochSecond());
    return List.of(
        VendorRequest.to(url, message)
            .with("X-Ovh-Application", applicationKey)
            .with("X-Ovh-Consumer", consumerKey.reveal())
            .with("X-Ovh-Timestamp", timestamp)
            .with("X-Ovh-Signature", signature(body, timestamp))
            .post("application/json; charset=utf-8", body));
  }

  /** As the vendor demands it: SHA-1 over the secrets, the request and the time. */
  String signature(String body, String timestamp) {
    String signed =
        String.join(
            "+", applicationSecret.reveal(), consumerKey.reveal(), "POST", url, body, timestamp);
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(signed.getBytes(StandardCharsets.UTF_8));
      return "$1$" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    if (!answer.isSuccess()) {
      return answer.byStatus(null, answer.text("/message"), now);
    }
    if (!answer.isObject() || !answer.at("/validReceivers").isArray()) {
      return answer.unreadable();
    }
    return answer.at("/validReceivers").isEmpty()
        ? new Outcome.Refused("OVHcloud does not take the number", answer.status())
        : new Outcome.Accepted(answer.id("/ids/0"), answer.status());
  }
}
