package dev.imas.notifier.channel.sms;

import dev.imas.core.platform.Json;
import dev.imas.notifier.channel.CreditVendor;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorApi;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Jobs of an SMS account (docs.ovhcloud.com, "API SMS Cookbook", 2026-06-15). Each request is
 * signed with the time, so the clock must be right. A 200 says in its body which numbers were
 * taken.
 */
final class OvhApi implements VendorApi {

  private final String url;
  private final OvhSignature signature;
  private final OvhCredits credits;
  private final @Nullable String sender;

  OvhApi(ProviderConfig config) {
    String account =
        VendorRequest.below(config.required("url"), "/sms/" + config.required("service_name"));
    this.url = account + "/jobs";
    this.signature =
        new OvhSignature(
            config.required("application_key"),
            config.requiredSecret("application_secret"),
            config.requiredSecret("consumer_key"));
    this.credits = new OvhCredits(account, signature, config);
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
    return List.of(
        signature
            .sign(VendorRequest.to(url, message), "POST", url, body, now)
            .post("application/json; charset=utf-8", body));
  }

  @Override
  public Optional<CreditVendor> credits() {
    return Optional.of(credits);
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
