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

/** NTF-10: a MessageCard to a connector, which answers 200 whatever happened. */
class ConnectorIT extends VendorContract {

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
    return Map.of("url", vendor.url("/webhookb2/" + SECRET_PART), "format", "message_card");
  }

  @Override
  protected Reply takes() {
    return new Reply.Status(200, Map.of(), "1");
  }

  @Override
  protected Reply revoked() {
    return said(404);
  }

  private static Reply said(int status) {
    return new Reply.Status(
        200,
        Map.of("Retry-After", "17"),
        "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error "
            + status
            + " with ContextId tcid=0");
  }

  @Override
  protected Reply tooMany() {
    return said(429);
  }

  @Override
  protected boolean bodyDecides() {
    return true;
  }

  @Override
  protected dev.imas.notifier.channel.Channel refusing() {
    vendor.replies(said(403));
    return channel();
  }

  @Override
  protected void isWithinLimits(String body) {
    assertThat(body.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(28 * 1024);
  }

  @Test
  void theCardHasTheColourOfTheSeverity() {
    JsonObject card = sent(Pages.page());
    assertThat(card.getString("@type")).isEqualTo("MessageCard");
    assertThat(card.getString("themeColor")).isEqualTo("DC3545");
    assertThat(card.encode()).contains("orders-db").contains("OpenUri");
  }

  @Test
  void aFailureIn200IsNoAcceptance() {
    assertThat(send(said(500)))
        .isEqualTo(new Outcome.Retry("HTTP 500", 500, java.time.Duration.ofSeconds(17)));
    assertThat(send(said(413))).isEqualTo(new Outcome.Refused("HTTP 413", 413));
    assertThat(send(new Reply.Status(200, Map.of(), "something else")))
        .isInstanceOf(Outcome.Retry.class);
  }
}
