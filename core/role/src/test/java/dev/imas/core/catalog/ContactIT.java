package dev.imas.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A contact that can never be reached is refused when it is made, not when it is needed. */
class ContactIT {

  private static final RunningCore core = RunningCore.start();
  private static final UUID NOTIFIER = UUID.randomUUID();

  @AfterAll
  static void stop() {
    core.close();
  }

  @AfterEach
  void noNotifier() {
    core.database.execute("SELECT imas.withdraw_channels('" + NOTIFIER + "')");
  }

  private static void offers(String channels, String lease) {
    core.database.execute(
        "SELECT imas.offer_channels('%s', '{%s}', '{\"webhook\": {\"allow\": [\"outer\"]}}', interval '%s')"
            .formatted(NOTIFIER, channels, lease));
  }

  private static String team(String name) {
    return core.post("/api/v1/teams", "{\"name\":\"" + name + "\"}").json().get("id").asText();
  }

  private static String contacts(String team) {
    return "/api/v1/teams/" + team + "/contacts";
  }

  private static String mail(boolean active) {
    return "{\"name\":\"m\",\"channel\":\"email\",\"address\":\"ops@example.org\",\"is_active\":"
        + active
        + "}";
  }

  private static String hook(String address) {
    return "{\"name\":\"h\",\"channel\":\"webhook\",\"address\":\"" + address + "\"}";
  }

  @Test
  void whatNoRunningNotifierCanSendToIsRefusedByField() {
    String path = contacts(team("refused"));
    offers("console,webhook", "1 minute");
    Reply mail = core.post(path, mail(true));
    assertThat(mail.status()).isEqualTo(422);
    assertThat(mail.json().at("/details/~1channel/0").asText()).contains("email.on");
    Reply inner = core.post(path, hook("http://chat.inner"));
    assertThat(inner.status()).isEqualTo(422);
    assertThat(inner.json().at("/details/~1address/0").asText()).contains("have it allowed");
    assertThat(core.post(path, hook("https://hooks.example/x")).json().has("warnings")).isFalse();
  }

  @Test
  void whoMayOnlyReadSeesNothingOfAnAddressThatMayBeAPassword() {
    String path = contacts(team("masked"));
    offers("console,webhook", "1 minute");
    String whole = "https://hooks.example/pass-abc";
    String id = core.post(path, hook(whole)).json().get("id").asText();
    String reader = core.tokenWith("reader", "read");

    for (String at : new String[] {path, path + "/" + id}) {
      Reply seen = core.send(reader, "GET", at, null);
      assertThat(seen.status()).isEqualTo(200);
      assertThat(seen.json().toString()).contains("hooks.example/…").doesNotContain("pass-abc");
      assertThat(core.get(at).json().toString()).contains(whole);
    }
  }

  @Test
  void whatCannotBeKnownIsTakenWithAWarning() {
    String path = contacts(team("unknown"));
    Reply made = core.post(path, mail(true));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().at("/warnings/0/detail").asText()).contains("no notifier is running");
    offers("console", "-1 seconds");
    assertThat(core.post(path, mail(true)).status()).as("an offer that ran out").isEqualTo(201);
  }

  @Test
  void aContactWhoseMailServerIsGoneCanBeSwitchedOffButNotOn() {
    String path = contacts(team("switched"));
    JsonNode made = core.post(path, mail(true)).json();
    String one = path + "/" + made.get("id").asText();
    offers("console,webhook", "1 minute");
    Reply off = core.send(core.token, "PUT", one, mail(false), "if-match", "\"1\"");
    assertThat(off.status()).isEqualTo(200);
    assertThat(off.json().at("/warnings/0/detail").asText()).contains("email.on");
    assertThat(core.send(core.token, "PUT", one, mail(true), "if-match", "\"2\"").status())
        .isEqualTo(422);
  }

  @Test
  void aTeamHasAHundredContactsAndNoMore() {
    String team = team("crowd");
    core.database.execute(
        "INSERT INTO team_contact (tenant_id, id, team_id, name, channel, address)"
            + " SELECT '%s', gen_random_uuid(), '%s', 'c' || n, 'console', 'console' FROM"
                .formatted(core.tenant, team)
            + " generate_series(1, 99) AS n");
    String console = "{\"name\":\"c\",\"channel\":\"console\"}";
    assertThat(core.post(contacts(team), console).status()).isEqualTo(201);
    Reply over = core.post(contacts(team), console);
    assertThat(over.status()).isEqualTo(422);
    assertThat(over.json().get("detail").asText()).contains("100 contacts");
  }
}
