package dev.imas.notifier.channel.sms;

import dev.imas.core.platform.Secret;
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
import org.jspecify.annotations.Nullable;

/**
 * The Messages resource (twilio.com/docs/messaging, API 2010-04-01). 201 with {@code queued} means
 * that Twilio has it; whether the phone gets it is reported later, to core.
 */
final class TwilioApi implements VendorApi {

  private final String url;
  private final String account;
  private final Secret token;
  private final String from;
  private final @Nullable String statusCallback;

  TwilioApi(ProviderConfig config) {
    this.account = config.required("account_sid");
    this.token = config.requiredSecret("auth_token");
    this.from = config.required("from");
    this.statusCallback = config.text("status_callback");
    this.url =
        VendorRequest.below(
            config.required("url"), "/2010-04-01/Accounts/" + account + "/Messages.json");
  }

  @Override
  public List<WebRequest> requests(Message message, Instant now) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("To", message.address());
    form.put(from.matches("MG[0-9a-f]{32}") ? "MessagingServiceSid" : "From", from);
    form.put("Body", message.wording().sms());
    if (statusCallback != null) {
      form.put("StatusCallback", statusCallback + "?delivery=" + message.id());
    }
    return List.of(VendorRequest.to(url, message).basic(account, token).form(form));
  }

  @Override
  public Outcome read(WebReply.Answered answered, Message message, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    String status = answer.text("/status");
    if (answer.isSuccess() && (status.equals("failed") || status.equals("undelivered"))) {
      return new Outcome.Refused(
          "Twilio: " + status + " " + answer.text("/error_code"), answer.status());
    }
    String said =
        answer.isSuccess() ? "" : (answer.text("/code") + " " + answer.text("/message")).strip();
    return answer.byStatus(answer.id("/sid"), said, now);
  }
}
