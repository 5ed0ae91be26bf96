package dev.imas.notifier.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.wording.SmsText;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** NTF-07: signed requests; a 200 says in its body which numbers were taken. */
class OvhIT extends VendorContract {

  @Override
  protected InstalledKind kind() {
    return SmsKind.kind();
  }

  @Override
  protected String address() {
    return "+33612345678";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of(
        "application_key",
        "ak",
        "application_secret",
        SECRET_PART + "-as",
        "consumer_key",
        SECRET_PART + "-ck",
        "service_name",
        "sms-xx12345-1",
        "sender",
        "IMAS",
        "url",
        vendor.url("/1.0"));
  }

  @Override
  protected Reply takes() {
    return json(
        200,
        "{'ids':[4242],'validReceivers':['+33612345678'],'invalidReceivers':[],'totalCreditsRemoved':1}");
  }

  @Override
  protected Reply revoked() {
    return json(403, "{'class':'Client::Forbidden','message':'This credential is not valid'}");
  }

  @Override
  protected boolean bodyDecides() {
    return true;
  }

  @Override
  protected void isWithinLimits(String body) {
    String text = new JsonObject(body).getString("message");
    assertThat(SmsText.isGsm(text)).as(text).isTrue();
    assertThat(SmsText.septets(text)).isLessThanOrEqualTo(160);
  }

  @Test
  void theRequestIsSignedAsTheVendorDemands() throws Exception {
    JsonObject body = sent(Pages.page());
    assertThat(body.getJsonArray("receivers")).containsExactly("+33612345678");
    assertThat(body.getBoolean("noStopClause")).isTrue();
    assertThat(body.getString("priority")).isEqualTo("high");
    assertThat(body.getString("sender")).isEqualTo("IMAS");
    var request = vendor.requests().getLast();
    assertThat(request.path()).isEqualTo("/1.0/sms/sms-xx12345-1/jobs");
    String signed =
        SECRET_PART
            + "-as+"
            + SECRET_PART
            + "-ck+POST+"
            + vendor.url("/1.0/sms/sms-xx12345-1/jobs")
            + "+"
            + request.body()
            + "+"
            + NOW.getEpochSecond();
    assertThat(request.header("X-Ovh-Signature"))
        .isEqualTo(
            "$1$"
                + HexFormat.of()
                    .formatHex(
                        MessageDigest.getInstance("SHA-1")
                            .digest(signed.getBytes(StandardCharsets.UTF_8))));
    assertThat(request.header("X-Ovh-Timestamp")).isEqualTo("" + NOW.getEpochSecond());
  }

  @Test
  void aNumberThatIsRefusedIn200IsNotAccepted() {
    assertThat(
            send(
                json(
                    200,
                    "{'ids':[],'validReceivers':[],'invalidReceivers':['+33612345678'],'totalCreditsRemoved':0}")))
        .isEqualTo(new Outcome.Refused("OVHcloud does not take the number", 200));
    assertThat(send(takes())).isEqualTo(new Outcome.Accepted("4242", 200));
  }
}
