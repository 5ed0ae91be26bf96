package dev.imas.gateway.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.gateway.TestGateway;
import dev.imas.gateway.TestGateway.Reply;
import dev.imas.gateway.TestGateway.Source;
import dev.imas.gateway.decode.Bodies;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Forges name and sign their posts, and tell deployments and pushes in them. */
class FactsOverHttpIT {

  private static final byte[] KEY = "thirty-two bytes of a secret key".getBytes(UTF_8);

  private static TestGateway gateway;
  private static Source github;
  private static Source gitlab;

  @BeforeAll
  static void start() {
    gateway = TestGateway.start("gateway.event-loops", "1");
    github = gateway.addSource(gateway.tenant(), "github", "GITHUB", "{}", true, null);
    gitlab =
        gateway.addSource(
            gateway.tenant(),
            "gitlab",
            "GITLAB",
            "{}",
            true,
            "whsec_" + Base64.getEncoder().encodeToString(KEY));
    gateway.awaitLive(github.key());
    gateway.awaitLive(gitlab.key());
  }

  @AfterEach
  void everythingIsLetGoOf() {
    gateway.awaitNothingInFlight();
    gateway.ledgerBalances();
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static Reply post(Source source, String dialect, String file, String... headers) {
    return TestGateway.send(
        gateway
            .withKey("/api/v1/webhooks/" + dialect + "/", source.key())
            .header("Content-Type", "application/json")
            .headers(headers)
            .POST(BodyPublishers.ofByteArray(Bodies.file(file))));
  }

  @Test
  void redeliveryOfGitHubIsAcknowledgedAndTellsNothingTwice() {
    String file = "github/push-of-two-commits.json";
    Reply first = post(github, "github", file, "X-GitHub-Delivery", "72d3162e-cc78-11e3");
    Reply again = post(github, "github", file, "X-GitHub-Delivery", "72d3162e-cc78-11e3");

    assertThat(first.status()).isEqualTo(202);
    assertThat(again.status()).isEqualTo(202);
    assertThat(first.body()).contains("\"change\":1");
    assertThat(again.body()).doesNotContain("\"change\"").contains("\"dropped\":1");
    assertThat(gateway.database().query("SELECT cardinality(sha) || ' ' || title[1] FROM push"))
        .containsExactly("2 Pay by card");
  }

  @Test
  void deploymentOfGitLabIsTakenWithItsSignatureOnly() throws GeneralSecurityException {
    String file = "gitlab/deployment-of-production.json";
    String now = Long.toString(gateway.clock().instant().getEpochSecond());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
    mac.update(("evt_1." + now + ".").getBytes(UTF_8));
    String signature = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(Bodies.file(file)));

    Reply unsigned = post(gitlab, "gitlab", file, "webhook-id", "evt_1", "webhook-timestamp", now);
    Reply signed =
        post(
            gitlab,
            "gitlab",
            file,
            "webhook-id",
            "evt_1",
            "webhook-timestamp",
            now,
            "webhook-signature",
            signature);

    assertThat(unsigned.status()).isEqualTo(401);
    assertThat(signed.status()).as("%s", signed.body()).isEqualTo(202);
    assertThat(
            gateway
                .database()
                .query("SELECT concat_ws(' ', state, tier, environment, sha) FROM deployment"))
        .containsExactly("4 1 prod-eu 279484c09fbe69ededfced8c1bb6e6d24616b468");
  }
}
