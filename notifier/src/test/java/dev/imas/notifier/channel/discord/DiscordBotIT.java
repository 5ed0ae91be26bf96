package dev.imas.notifier.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.Card;
import dev.imas.notifier.channel.CardUpdate;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.InstalledProvider;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
    return json(200, "{'id':'1187','channel_id':'800000000000000002','type':0}");
  }

  @Override
  protected Card card() {
    return new Card(new UUID(7, 7), "4711", "800000000000000009");
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
  void anUpdateChangesTheMessageInTheChannelInWhichItWasPosted() {
    assertThat(update(Pages.group("incident.resolved", "RESOLVED", 3, 0), takes()))
        .isEqualTo(new CardUpdate.Shown(200));
    assertThat(vendor.requests().getLast().method()).isEqualTo("PATCH");
    assertThat(vendor.requests().getLast().path())
        .isEqualTo("/api/v10/channels/800000000000000009/messages/4711");
    assertThat(vendor.requests().getLast().header("authorization")).startsWith("Bot bot.");
    JsonObject embed = lastBody().getJsonArray("embeds").getJsonObject(0);
    assertThat(embed.getString("title")).contains("RESOLVED");
    assertThat(embed.getInteger("color")).isEqualTo(0x198754);
  }

  /** Discord keeps what an update leaves out. */
  @Test
  void anUpdateTakesTheButtonsAway() {
    vendor.replies(takes());
    Await.result(
        channel(withKey())
            .update(
                message(Pages.group("incident.acknowledged", "ACKNOWLEDGED", 3, 3), Folded.NOTHING),
                card()));
    assertThat(lastBody().getJsonArray("components").encode())
        .contains("resolve_incident")
        .doesNotContain("ack_incident");
    Await.result(
        channel(withKey())
            .update(
                message(Pages.group("incident.resolved", "RESOLVED", 3, 0), Folded.NOTHING),
                card()));
    assertThat(lastBody().getJsonArray("components")).isEmpty();
    Await.result(channel(withKey()).send(message(Pages.page(), Folded.NOTHING).beside(card())));
    assertThat(lastBody().containsKey("components")).isFalse();
  }

  @Test
  void aMessageThatWasDeletedIsGoneAndAChannelThatIsMissingIsNot() {
    assertThat(update(Pages.page(), json(404, "{'message':'Unknown Message','code':10008}")))
        .isEqualTo(new CardUpdate.Gone("Unknown Message"));
    assertThat(
            update(
                Pages.page(),
                json(
                    403,
                    "{'message':'Cannot edit a message authored by another user','code':50005}")))
        .isInstanceOf(CardUpdate.Gone.class);
    assertThat(update(Pages.page(), json(404, "{'message':'Unknown Channel','code':10003}")))
        .isInstanceOf(CardUpdate.NotShown.class);
  }

  @Test
  void aPageBesideACardRepliesToItAndIsSentAlsoIfThatWasDeleted() {
    vendor.replies(takes());
    assertThat(Await.result(channel().send(message(Pages.page(), Folded.NOTHING).beside(card()))))
        .isEqualTo(new Outcome.Accepted("1187", 200, "800000000000000002"));
    assertThat(lastBody().getJsonObject("message_reference"))
        .isEqualTo(new JsonObject().put("message_id", "4711").put("fail_if_not_exists", false));
  }

  @Test
  void withoutADefaultChannelAMessageHasNoPlace() {
    Map<String, Object> without = new HashMap<>(config());
    without.remove("default_channel");
    assertThat(Await.result(channel(without).send(Pages.to("ops bot"))))
        .isInstanceOf(Outcome.Refused.class);
  }

  private Map<String, Object> withKey() {
    Map<String, Object> with = new HashMap<>(config());
    with.put("public_key", "ab".repeat(32));
    return with;
  }

  private JsonObject body(Map<String, Object> config, PageContent page) {
    vendor.replies(takes());
    assertThat(send(channel(config), page)).isInstanceOf(Outcome.Accepted.class);
    return new JsonObject(vendor.requests().getLast().body());
  }

  /** COL-15: only core with the app's key can tell what is pressed. */
  @Test
  void aMessageHasButtonsForWhatIsLeftToDo() {
    PageContent page = Pages.page();
    assertThat(body(config(), page).containsKey("components")).isFalse();

    JsonObject row = body(withKey(), page).getJsonArray("components").getJsonObject(0);
    assertThat(row.getInteger("type")).isEqualTo(1);
    List<String> ids =
        row.getJsonArray("components").stream()
            .map(button -> ((JsonObject) button).getString("custom_id"))
            .toList();
    String incident = page.incident().id().toString();
    assertThat(ids).startsWith("ack_incident:" + incident, "resolve_incident:" + incident);
    assertThat(ids).allSatisfy(id -> assertThat(id.length()).isLessThanOrEqualTo(100));
    for (Object button : row.getJsonArray("components")) {
      assertThat(((JsonObject) button).getInteger("type")).isEqualTo(2);
      assertThat(((JsonObject) button).getString("label")).isNotBlank();
    }
  }

  /** A person is written to in a channel of their own, which Discord makes or finds. */
  @Test
  void aMembersIdIsWrittenToDirectly() {
    vendor.replies(
        request ->
            request.path().endsWith("/users/@me/channels")
                ? json(200, "{'id':'800000000000000077','type':1}")
                : json(200, "{'id':'1188'}"));
    assertThat(Await.result(channel(config()).send(Pages.to("700000000000000001"))))
        .isEqualTo(new Outcome.Accepted("1188", 200));
    assertThat(vendor.requests()).hasSize(2);
    assertThat(new JsonObject(vendor.requests().getFirst().body()))
        .isEqualTo(new JsonObject().put("recipient_id", "700000000000000001"));
    assertThat(vendor.requests().getLast().path())
        .isEqualTo("/api/v10/channels/800000000000000077/messages");
  }

  @Test
  void aMemberWhoTakesNoMessagesRefuses() {
    vendor.replies(
        request ->
            request.path().endsWith("/users/@me/channels")
                ? json(200, "{'id':'800000000000000077','type':1}")
                : json(403, "{'message':'Cannot send messages to this user','code':50007}"));
    assertThat(Await.result(channel(config()).send(Pages.to("700000000000000001"))))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("Cannot send messages to this user"));
  }
}
