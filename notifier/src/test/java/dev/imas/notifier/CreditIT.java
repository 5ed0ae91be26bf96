package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A vendor that is paid in advance is asked what is left (NTF-07: {@code creditsLeft}). */
class CreditIT {

  private final NotifierScene scene = new NotifierScene();
  private final FakeReceiver vendor = FakeReceiver.start(scene.vertx);

  @AfterEach
  void close() {
    scene.close();
  }

  private UUID texts(String name, String more) {
    return scene.provider(
        name,
        "ovh_sms",
        "sms",
        100,
        "{\"application_key\":\"ak\",\"service_name\":\"sms-xx12345-1\",\"url\":\"%s\"%s}"
            .formatted(vendor.url("/1.0"), more),
        Map.of("application_secret", "as", "consumer_key", "ck"));
  }

  /** Starts a notifier, which looks at once; those that run look a minute later. */
  private void another() {
    scene.startNotifier(Map.of());
  }

  private void answers(int status, String body) {
    vendor.replies(
        new Reply.Status(
            status, Map.of("Content-Type", "application/json"), body.replace('\'', '"')));
  }

  private String credits(UUID provider) {
    return String.join(
        "",
        scene.database.query(
            "SELECT concat_ws(' ', credits, low_since IS NOT NULL, error) FROM provider_credits"
                + " WHERE provider_id = '"
                + provider
                + "' AND (read_at IS NOT NULL OR error IS NOT NULL)"));
  }

  private void awaitCredits(UUID provider, String expected) {
    Await.until("what is left", () -> credits(provider), expected::equals);
  }

  @Test
  void theAccountIsReadWithASignedRequestOnceAnHour() throws Exception {
    answers(200, "{'name':'sms-xx12345-1','creditsLeft':1234.5,'creditsHoldByQuota':0}");
    UUID provider = texts("texts", "");
    another();

    awaitCredits(provider, "1234.5 f");

    assertThat(vendor.requests()).hasSize(1);
    var request = vendor.requests().getFirst();
    assertThat(request.path()).isEqualTo("/1.0/sms/sms-xx12345-1");
    assertThat(request.header("X-Ovh-Application")).isEqualTo("ak");
    String signed =
        "as+ck+GET+"
            + vendor.url("/1.0/sms/sms-xx12345-1")
            + "++"
            + request.header("X-Ovh-Timestamp");
    assertThat(request.header("X-Ovh-Signature"))
        .isEqualTo(
            "$1$"
                + HexFormat.of()
                    .formatHex(
                        MessageDigest.getInstance("SHA-1")
                            .digest(signed.getBytes(StandardCharsets.UTF_8))));

    UUID later = texts("later", ",\"low_credits\":2000");
    answers(200, "{'creditsLeft':1999}");
    another();
    awaitCredits(later, "1999 t");
    assertThat(credits(provider)).as("asked within the hour").isEqualTo("1234.5 f");
  }

  @Test
  void whatCannotBeReadSaysWhyAndKeepsWhatWasRead() {
    answers(200, "{'creditsLeft':7}");
    UUID provider = texts("texts", "");
    another();
    awaitCredits(provider, "7 t");

    answers(403, "{'message':'This call has not been granted'}");
    scene.database.execute(
        "UPDATE provider_credits SET asked_at = asked_at - interval '61 minutes'");
    another();
    awaitCredits(provider, "7 t HTTP 403: This call has not been granted");

    answers(200, "{'creditsLeft':'many'}");
    scene.database.execute("UPDATE provider SET version = version + 1");
    another();
    awaitCredits(provider, "7 t HTTP 200: no number as creditsLeft");

    answers(200, "{'creditsLeft':700}");
    scene.database.execute("UPDATE provider SET version = version + 1");
    another();
    awaitCredits(provider, "700 f");
  }

  @Test
  void aProviderThatIsNotActiveIsNotAsked() {
    UUID idle = texts("idle", "");
    scene.database.execute("UPDATE provider SET is_active = false");
    answers(200, "{'creditsLeft':700}");
    UUID active = texts("active", "");
    another();
    awaitCredits(active, "700 f");
    assertThat(credits(idle)).isEmpty();
  }
}
