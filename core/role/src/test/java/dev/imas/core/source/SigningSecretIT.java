package dev.imas.core.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A signing secret is replaced while the one before it counts for as long as is asked. */
class SigningSecretIT {

  private static final RunningCore core = RunningCore.start();

  @AfterAll
  static void stop() {
    core.close();
  }

  private static Reply put(String name, String members) {
    Reply there = core.get("/api/v1/sources/" + name);
    return core.send(
        core.token,
        "PUT",
        "/api/v1/sources/" + name,
        ("{'name':'" + name + "','type':'ANY'" + members + "}").replace('\'', '"'),
        "if-match",
        requireNonNull(there.header("etag")));
  }

  private static String until(Reply reply) {
    assertThat(reply.status()).as(reply.http().body()).isEqualTo(200);
    return reply.json().get("former_signing_secret_until").asText();
  }

  private static long former(String name) {
    return core.database.count(
        "SELECT count(*) FROM source WHERE former_secret_enc IS NOT NULL AND name = '"
            + name
            + "'");
  }

  private static void source(String name, String members) {
    Reply made =
        core.post(
            "/api/v1/sources",
            ("{'name':'" + name + "','type':'ANY'" + members + "}").replace('\'', '"'));
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
  }

  @Test
  void theOldSecretCountsForTheTimeThatIsAsked() {
    source("signed", ",'signing_secret':'first-secret'");

    Reply turned =
        put("signed", ",'signing_secret':'second-secret','keep_signing_secret_for':'PT24H'");

    assertThat(until(turned))
        .isEqualTo(core.now().plus(Duration.ofHours(24)).truncatedTo(ChronoUnit.MICROS).toString());
    assertThat(turned.http().body()).doesNotContain("second-secret");
    assertThat(until(put("signed", ",'default_severity':'SEV2'"))).isEqualTo(until(turned));
    assertThat(until(put("signed", ",'signing_secret':'third-secret'"))).isEqualTo("null");
    assertThat(former("signed")).isZero();
    put("signed", ",'signing_secret':'fourth-secret','keep_signing_secret_for':'PT1H'");
    assertThat(former("signed")).isEqualTo(1);
    assertThat(until(put("signed", ",'signing_secret':null"))).isEqualTo("null");
    assertThat(former("signed")).isZero();
  }

  @Test
  void aSecretBesideNoneKeepsNothing() {
    source("plain", "");

    Reply first = put("plain", ",'signing_secret':'a-secret','keep_signing_secret_for':'PT1H'");

    assertThat(until(first)).isEqualTo("null");
    assertThat(first.json().get("has_signing_secret").asBoolean()).isTrue();
  }

  @Test
  void whatHasNoSenseIsRefused() {
    source("odd", ",'signing_secret':'a-secret'");

    Reply alone = put("odd", ",'keep_signing_secret_for':'PT1H'");
    Reply tooLong = put("odd", ",'signing_secret':'b-secret','keep_signing_secret_for':'P8D'");

    assertThat(alone.status()).isEqualTo(422);
    assertThat(alone.json().get("detail").asText()).contains("give signing_secret, too");
    assertThat(tooLong.status()).isEqualTo(422);
    assertThat(tooLong.json().get("detail").asText()).contains("at most seven days");
  }
}
