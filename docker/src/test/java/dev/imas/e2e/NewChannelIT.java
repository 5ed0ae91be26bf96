package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.CoreRole;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.platform.Role;
import dev.imas.e2e.bell.BellKind;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import dev.imas.notifier.InstalledChannels;
import dev.imas.notifier.NotifierRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Follows the documents' recipe for a new channel: a package ({@code bell}) and a line ({@code
 * and}).
 */
class NewChannelIT {

  private static final InstalledChannels CHANNELS = new InstalledChannels().and(new BellKind());

  private static RunningCore core;
  private static FakeReceiver ringer;
  private static Role.Running notifier;
  private static String team;

  @BeforeAll
  static void start() {
    core = RunningCore.start(new CoreRole(List.of(), new ChannelKinds(CHANNELS.kinds())), Map.of());
    ringer = FakeReceiver.start(core.vertx);
    notifier =
        PagingScene.startNotifier(
            core,
            new NotifierRole(CHANNELS),
            Map.of("IMAS_BELL_PORT", String.valueOf(ringer.port())));
    team = core.post("/api/v1/teams", "{\"name\":\"parish\"}").json().get("id").asText();
    core.post("/api/v1/services", "{\"name\":\"ledger\",\"owner_team\":\"" + team + "\"}");
  }

  @AfterAll
  static void stop() {
    Await.result(notifier.stop());
    core.close();
  }

  private static Reply contact(String channel, String address) {
    return core.post(
        "/api/v1/teams/" + team + "/contacts",
        "{\"name\":\"sexton\",\"channel\":\"%s\",\"address\":\"%s\"}".formatted(channel, address));
  }

  @Test
  void isWholeByAPackageAndALine() {
    Reply made = contact("bell", "dom/s3cr3t");
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    assertThat(made.json().has("warnings")).isFalse();

    core.post(
        "/api/v1/incidents",
        "{\"title\":\"Water in the cellar\",\"severity\":\"SEV1\",\"service_name\":\"ledger\"}");
    ringer.await(1);
    assertThat(ringer.requests().getFirst().path()).isEqualTo("/dom/s3cr3t");
    assertThat(ringer.requests().getFirst().body()).contains("Water in the cellar");
    JsonNode delivery =
        Await.until(
            "the page to be sent",
            () -> core.get("/api/v1/deliveries?channel=bell").json().at("/items/0"),
            page -> page.path("status").asText().equals("sent"));
    assertThat(delivery.get("address").asText()).isEqualTo("dom/…");

    String path = "/api/v1/teams/" + team + "/contacts/" + made.json().get("id").asText();
    assertThat(core.post(path + "/test", "{}").json().get("status").asText()).isEqualTo("sent");
    assertThat(ringer.requests().getLast().body()).contains("nothing is wrong");
    assertThat(core.send(core.tokenWith("bell reader", "read"), "GET", path, null).json())
        .satisfies(seen -> assertThat(seen.toString()).contains("dom/…").doesNotContain("s3cr3t"));
    core.send(core.token, "DELETE", path, null);
  }

  @Test
  void itsKindSaysWhatIsWrongWithAContact() {
    assertThat(contact("bell", "the dom").json().at("/details/~1address/0").asText())
        .contains("is not a tower");
    assertThat(contact("bell", "minster/s3cr3t").json().at("/details/~1address/0").asText())
        .contains("bell.towers");
    assertThat(contact("gong", "x").json().at("/details/~1channel/0").asText())
        .contains("webhook, email, sms")
        .contains("console, bell");
    assertThat(contact("email", "a@b.example").json().at("/details/~1channel/0").asText())
        .contains("smtp.host");
    assertThat(
            contact("webhook", "http://169.254.169.254/")
                .json()
                .at("/details/~1address/0")
                .asText())
        .contains("notifier.webhook.allow");
  }

  @Test
  void theApisDescriptionListsIt() {
    JsonNode channels =
        core.get("/api/v1/openapi.json").json().at("/components/schemas/Channel/enum");
    assertThat(channels.valueStream().map(JsonNode::asText))
        .startsWith("webhook", "email", "sms")
        .endsWith("console", "bell");
  }
}
