package dev.imas.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Codes go to phones of some countries only (trap 73). */
class CodeCountriesIT {

  private static final String SETTINGS = "/api/v1/verification-settings";

  private final RunningCore core = RunningCore.start(RunningCore.WITH_PEOPLE);
  private int count;

  @AfterEach
  void stop() {
    core.close();
  }

  private void provider(String from) {
    core.database.execute(
        """
        INSERT INTO provider (tenant_id, id, name, type, channel, config)
        VALUES ('%s', gen_random_uuid(), 'Texts', 'twilio', 'sms', '{"from":"%s"}')\
        """
            .formatted(core.tenant, from));
  }

  private Reply put(String json, String version) {
    return core.send(
        core.token, "PUT", SETTINGS, json.replace('\'', '"'), "if-match", "\"" + version + "\"");
  }

  /** Of a new person, so that no other limit counts. */
  private Reply send(String channel, String address) {
    String name = "caller" + ++count;
    Reply made =
        core.post(
            "/api/v1/users",
            "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"role\":\"viewer\"}"
                .formatted(name));
    assertThat(made.status()).isEqualTo(201);
    String token = core.logIn(name);
    Reply contact =
        core.send(
            token,
            "POST",
            "/api/v1/users/" + name + "/contacts",
            "{\"name\":\"Phone\",\"channel\":\"%s\",\"address\":\"%s\"}"
                .formatted(channel, address));
    assertThat(contact.status()).as("%s", contact.json()).isEqualTo(201);
    return core.send(token, "POST", "/api/v1/users/" + name + "/contacts/Phone/send-code", "{}");
  }

  @Test
  void codesGoToTheCountriesOfTheProvidersUntilSomebodyChooses() {
    Reply none = send("sms", "+33612345678");
    assertThat(none.status()).isEqualTo(409);
    assertThat(none.json().get("detail").asText()).contains("to no phone", SETTINGS);
    assertThat(send("email", "a@example.org").status()).isEqualTo(202);

    provider("+33700000001");
    assertThat(core.get(SETTINGS).json().get("phone_prefixes").toString()).isEqualTo("[\"33\"]");
    assertThat(send("sms", "+33612345678").status()).isEqualTo(202);
    assertThat(send("sms", "+8816123456").status()).isEqualTo(409);
    assertThat(core.database.query("SELECT address FROM contact_code WHERE channel = 'sms'"))
        .containsExactly("+33612345678");
  }

  @Test
  void anAdministratorChoosesAndTheAuditSaysSo() {
    provider("+33700000001");
    Reply chosen = put("{'phone_prefixes':['+32','4179']}", "1");
    assertThat(chosen.status()).as("%s", chosen.json()).isEqualTo(200);
    assertThat(chosen.json().get("phone_prefixes").toString()).isEqualTo("[\"32\",\"4179\"]");
    assertThat(chosen.json().get("is_chosen").asBoolean()).isTrue();

    assertThat(send("sms", "+33612345678").status()).isEqualTo(409);
    assertThat(send("sms", "+41791234567").status()).isEqualTo(202);
    assertThat(send("sms", "+41441234567").status()).isEqualTo(409);
    assertThat(put("{'phone_prefixes':[]}", "1").status()).isEqualTo(412);
    assertThat(put("{'phone_prefixes':[]}", "2").status()).isEqualTo(200);
    assertThat(send("sms", "+41791234567").status()).isEqualTo(409);
    assertThat(
            core.database.query(
                "SELECT count(*) FROM audit_entry WHERE action = 'verification_settings.update'"))
        .containsExactly("2");
  }

  @Test
  void whatIsNoPrefixIsRefused() {
    for (String json :
        List.of(
            "{}",
            "{'phone_prefixes':['0033']}",
            "{'phone_prefixes':['+']}",
            "{'phone_prefixes':['33x']}",
            "{'phone_prefixes':['12345678']}")) {
      assertThat(put(json, "1").status()).as(json).isEqualTo(422);
    }
  }

  @Test
  void eachCountryHasALimit() {
    provider("+33700000001");
    put("{'phone_prefixes':['33','32']}", "1");
    for (int i = 0; i < 30; i++) {
      assertThat(send("sms", "+336000000" + (10 + i)).status()).as("%d", i).isEqualTo(202);
    }
    Reply refused = send("sms", "+33600000099");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().get("detail").asText()).contains("+33");
    assertThat(send("sms", "+32470123456").status()).isEqualTo(202);
  }
}
