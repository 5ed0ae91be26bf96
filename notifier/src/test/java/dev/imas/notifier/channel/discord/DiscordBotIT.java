package dev.imas.notifier.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.InstalledProvider;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** NTF-04, bot mode: the same embed, as a message of a channel. */
class DiscordBotIT extends VendorContract {

  @Override
  protected InstalledKind kind() {
    return DiscordKind.kind();
  }

  @Override
  protected InstalledProvider provider() {
    return kind().providers().getLast();
  }

  @Override
  protected String address() {
    return "ops bot";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of(
        "bot_token",
        "bot." + SECRET_PART,
        "guild_id",
        "800000000000000001",
        "default_channel",
        "800000000000000002",
        "url",
        vendor.url("/api/v10"));
  }

  @Override
  protected Reply takes() {
    return json(200, "{'id':'1187','type':0}");
  }

  @Override
  protected Reply revoked() {
    return json(401, "{'message':'401: Unauthorized','code':0}");
  }

  @Override
  protected void isWithinLimits(String body) {
    JsonObject json = new JsonObject(body);
    assertThat(json.getString("nonce").length()).isLessThanOrEqualTo(25);
    assertThat(json.getJsonArray("embeds").getJsonObject(0).getString("title").length())
        .isLessThanOrEqualTo(256);
  }

  @Test
  void itGoesToTheDefaultChannelAndIsKnownAgain() {
    JsonObject first = sent(Pages.page());
    assertThat(vendor.requests().getLast().path())
        .isEqualTo("/api/v10/channels/800000000000000002/messages");
    assertThat(vendor.requests().getLast().header("authorization")).startsWith("Bot bot.");
    assertThat(first.getBoolean("enforce_nonce")).isTrue();
    assertThat(sent(Pages.page()).getString("nonce")).isEqualTo(first.getString("nonce"));
  }

  @Test
  void withoutADefaultChannelAMessageHasNoPlace() {
    Map<String, Object> without = new HashMap<>(config());
    without.remove("default_channel");
    assertThat(dev.imas.fixtures.Await.result(channel(without).send(Pages.to("ops bot"))))
        .isInstanceOf(Outcome.Refused.class);
  }
}
