package dev.imas.notifier.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.wording.SmsText;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.InstalledProvider;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TwilioIT extends VendorContract {

  private static final String ACCOUNT = "AC" + "0".repeat(32);

  @Override
  protected InstalledKind kind() {
    return SmsKind.kind();
  }

  @Override
  protected InstalledProvider provider() {
    return kind().providers().get(1);
  }

  @Override
  protected String address() {
    return "+33612345678";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of(
        "account_sid",
        ACCOUNT,
        "auth_token",
        SECRET_PART,
        "from",
        "+15005550006",
        "url",
        vendor.url(""));
  }

  /** M16: the report names the delivery. */
  @Test
  void twilioIsToldWhereToReport() {
    Map<String, Object> config = new HashMap<>(config());
    config.put("status_callback", "https://imas.example/api/v1/twilio/h/status");
    vendor.replies(takes());
    Await.result(channel(config).send(Pages.to(address())));
    assertThat(URLDecoder.decode(vendor.requests().getLast().body(), StandardCharsets.UTF_8))
        .contains(
            "StatusCallback=https://imas.example/api/v1/twilio/h/status?delivery="
                + Pages.DELIVERY);
  }

  @Override
  protected Reply takes() {
    return json(201, "{'sid':'SM1','status':'queued','error_code':null}");
  }

  @Override
  protected Reply revoked() {
    return json(401, "{'code':20003,'message':'Authenticate','status':401}");
  }

  @Override
  protected List<String> arrived() {
    return vendor.requests().stream()
        .map(r -> r.headers() + "\n" + URLDecoder.decode(r.body(), StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  protected void isWithinLimits(String body) {
    String decoded = URLDecoder.decode(body, StandardCharsets.UTF_8);
    String text = decoded.substring(decoded.indexOf("Body=") + 5);
    assertThat(SmsText.isGsm(text)).as(text).isTrue();
    assertThat(SmsText.septets(text)).isLessThanOrEqualTo(160);
  }

  @Test
  void theMessageGoesFromTheNumberToTheNumber() {
    assertThat(send(takes())).isEqualTo(new Outcome.Accepted("SM1", 201));
    assertThat(vendor.requests().getLast().path())
        .isEqualTo("/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json");
    assertThat(arrived().getLast()).contains("To=+33612345678").contains("From=+15005550006");
  }

  @Test
  void aMessageThatFailedAtOnceIsNotAccepted() {
    assertThat(send(json(201, "{'sid':'SM2','status':'failed','error_code':30006}")))
        .isEqualTo(new Outcome.Refused("Twilio: failed 30006", 201));
    assertThat(send(json(400, "{'code':21211,'message':'Invalid To Phone Number','status':400}")))
        .isEqualTo(new Outcome.Refused("HTTP 400: 21211 Invalid To Phone Number", 400));
  }
}
