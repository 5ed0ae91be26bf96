package dev.imas.notifier.channel.sms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.wording.SafeText;
import dev.imas.notifier.channel.CreditReading;
import dev.imas.notifier.channel.CreditVendor;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.channel.VendorAnswer;
import dev.imas.notifier.channel.VendorRequest;
import dev.imas.notifier.egress.WebReply;
import dev.imas.notifier.egress.WebRequest;
import java.time.Instant;
import java.util.UUID;

/**
 * What is left of an SMS account: {@code creditsLeft} of {@code GET /sms/{serviceName}}. The
 * consumer key needs the right to it.
 */
final class OvhCredits implements CreditVendor {

  static final int USUALLY_LOW = 100;

  private static final int MOST_ANSWER = 64 * 1024;

  private final String account;
  private final OvhSignature signature;
  private final int low;

  /**
   * @param account its URL
   */
  OvhCredits(String account, OvhSignature signature, ProviderConfig config) {
    this.account = account;
    this.signature = signature;
    Integer least = config.number("low_credits");
    this.low = least == null ? USUALLY_LOW : least;
  }

  @Override
  public WebRequest request(Instant now) {
    return signature
        .sign(VendorRequest.to(account, UUID.randomUUID()), "GET", account, "", now)
        .get(MOST_ANSWER);
  }

  @Override
  public CreditReading read(WebReply.Answered answered, Instant now) {
    VendorAnswer answer = VendorAnswer.of(answered);
    JsonNode left = answer.at("/creditsLeft");
    if (answer.isSuccess() && left.isNumber()) {
      return new CreditReading.Left(left.asDouble());
    }
    String said = answer.isSuccess() ? "no number as creditsLeft" : answer.text("/message");
    return new CreditReading.Unread(
        SafeText.line("HTTP " + answer.status() + (said.isEmpty() ? "" : ": " + said), 250));
  }

  @Override
  public int low() {
    return low;
  }
}
