package dev.imas.notifier.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.Severity;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** NTF-04, webhook mode: an embed in the colour of the severity, then of the status. */
class DiscordIT extends VendorContract {

  @Override
  protected InstalledKind kind() {
    return DiscordKind.kind();
  }

  @Override
  protected String address() {
    return "ops discord";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("webhook_url", vendor.url("/api/webhooks/223/" + SECRET_PART));
  }

  @Override
  protected Reply takes() {
    return json(200, "{'id':'1187','type':0}");
  }

  @Override
  protected Reply revoked() {
    return json(401, "{'message':'Invalid Webhook Token','code':50027}");
  }

  @Override
  protected void isWithinLimits(String body) {
    JsonObject embed = new JsonObject(body).getJsonArray("embeds").getJsonObject(0);
    int all = embed.getString("title").length() + embed.getString("description").length();
    assertThat(embed.getString("title").length()).isLessThanOrEqualTo(256);
    assertThat(embed.getString("description").length()).isLessThanOrEqualTo(4_096);
    for (Object each : embed.getJsonArray("fields")) {
      JsonObject field = (JsonObject) each;
      assertThat(field.getString("value").length()).isBetween(1, 1_024);
      all += field.getString("name").length() + field.getString("value").length();
    }
    assertThat(embed.getJsonArray("fields")).hasSizeLessThanOrEqualTo(25);
    assertThat(all).isLessThanOrEqualTo(6_000);
  }

  @Test
  void itWaitsForTheMessageAndMentionsNobody() {
    JsonObject body = sent(Pages.page("@everyone **down**", "x"));
    assertThat(vendor.requests().getLast().path())
        .isEqualTo("/api/webhooks/223/" + SECRET_PART + "?wait=true");
    assertThat(body.getJsonObject("allowed_mentions").getJsonArray("parse")).isEmpty();
    assertThat(body.getJsonArray("embeds").getJsonObject(0).getString("title"))
        .contains("\\*\\*down\\*\\*");
  }

  /** Discord shows each reader the time of their own zone. */
  @Test
  void timesAreInDiscordsOwnForm() {
    long at = Pages.page().incident().createdAt().getEpochSecond();
    assertThat(sent(Pages.page()).getJsonArray("embeds").getJsonObject(0).getJsonArray("fields"))
        .contains(
            new JsonObject()
                .put("name", "Started")
                .put("value", "<t:" + at + ":f>")
                .put("inline", true));
  }

  @Test
  void theColourIsThatOfTheSeverityAndThenOfTheStatus() {
    assertThat(colour(sent(Pages.page()))).isEqualTo(0xDC3545);
    assertThat(colour(sent(Pages.page(Pages.INCIDENT, "x", "", Severity.SEV4_LOW))))
        .isEqualTo(0x0DCAF0);
    assertThat(colour(sent(Pages.group("incident.resolved", "RESOLVED", 3, 0))))
        .isEqualTo(0x198754);
    assertThat(colour(sent(Pages.group("incident.mitigated", "MITIGATED", 3, 1))))
        .isEqualTo(0x0D6EFD);
  }

  private static int colour(JsonObject body) {
    return body.getJsonArray("embeds").getJsonObject(0).getInteger("color");
  }

  @Test
  void theWaitInTheBodyHasFractions() {
    assertThat(
            send(
                json(
                    429,
                    "{'message':'You are being rate limited.','retry_after':0.65,'global':false}")))
        .isEqualTo(
            Outcome.Retry.notTaken(
                "HTTP 429: You are being rate limited.", 429, Duration.ofMillis(650)));
  }

  @Test
  void aWebhookThatWasDeletedIsToldSo() {
    assertThat(send(json(404, "{'message':'Unknown Webhook','code':10015}")))
        .isEqualTo(new Outcome.MayHeal("HTTP 404: Unknown Webhook", 404));
  }
}
