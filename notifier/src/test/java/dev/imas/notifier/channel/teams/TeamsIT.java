package dev.imas.notifier.channel.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** NTF-10: an adaptive card to a workflow. A connector's MessageCard is in {@link ConnectorIT}. */
class TeamsIT extends VendorContract {

  @Override
  protected InstalledKind kind() {
    return TeamsKind.kind();
  }

  @Override
  protected String address() {
    return "any";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of(
        "url", vendor.url("/workflows/1/triggers/manual/paths/invoke?sig=" + SECRET_PART));
  }

  @Override
  protected Reply takes() {
    return Reply.status(202);
  }

  @Override
  protected Reply revoked() {
    return json(
        401,
        "{'error':{'code':'DirectApiAuthorizationRequired','message':'The request must be"
            + " authenticated.'}}");
  }

  @Override
  protected void isWithinLimits(String body) {
    assertThat(body.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(28 * 1024);
  }

  @Test
  void theCardHasTheFactsAndTheLinks() {
    JsonObject attachment =
        sent(Pages.page("Disk [full](evil)", "a\nb")).getJsonArray("attachments").getJsonObject(0);
    assertThat(attachment.getString("contentType"))
        .isEqualTo("application/vnd.microsoft.card.adaptive");
    JsonObject card = attachment.getJsonObject("content");
    assertThat(card.getString("type")).isEqualTo("AdaptiveCard");
    assertThat(card.getJsonArray("body").getJsonObject(0).getString("text"))
        .startsWith("🔴 SEV1 INC-7F3K Disk \\[full\\]\\(evil\\)");
    assertThat(card.getJsonArray("body").getJsonObject(0).getString("color"))
        .isEqualTo("Attention");
    assertThat(card.getJsonArray("body").encode()).contains("FactSet").contains("orders-db");
    assertThat(card.getJsonArray("actions").encode())
        .contains("Action.OpenUrl")
        .contains("Runbook");
  }

  @Test
  void queuedIsAccepted() {
    assertThat(send(Reply.status(202))).isEqualTo(new Outcome.Accepted(null, 202));
  }
}
