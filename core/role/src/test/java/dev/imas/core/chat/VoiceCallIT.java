package dev.imas.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.model.ProviderKind;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.SecretBox;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a phone call comes to (decision M16): answered is who presses a key. */
class VoiceCallIT {

  private static final RunningCore core =
      RunningCore.start(Map.of("IMAS_PUBLIC_URL", "https://imas.example/"));
  private static final UUID hook = provider();
  private static int count;

  @AfterAll
  static void stop() {
    core.close();
  }

  private static UUID provider() {
    UUID id = UuidV7.at(core.clock.millis());
    byte[] sealed =
        new SecretBox(new byte[32])
            .seal(
                Json.write(Map.of("auth_token", "of-twilio")),
                ProviderKind.sealedFor(new TenantId(core.tenant), id));
    return UUID.fromString(
        core.database
            .query(
                """
                INSERT INTO provider (tenant_id, id, name, type, channel, secrets_enc)
                VALUES ('%s', '%s', 'Calls', 'twilio_voice', 'voice', decode('%s', 'hex'))
                RETURNING hook\
                """
                    .formatted(core.tenant, id, HexFormat.of().formatHex(sealed)))
            .getFirst());
  }

  /** Somebody who was called about an incident of their own. */
  private record Scene(
      JsonNode incident, String user, String number, String delivery, String call) {

    String about(String asks, String of) {
      return "?delivery=" + delivery + "&asks=" + asks + "&of=" + of;
    }
  }

  private static Scene scene(String role, boolean isPersonal) {
    String name = "callee" + ++count;
    String number = "+3360000" + (1_000 + count);
    String user =
        core.post(
                "/api/v1/users",
                "{\"username\":\"%1$s\",\"email\":\"%1$s@example.org\",\"role\":\"%2$s\"}"
                    .formatted(name, role))
            .json()
            .get("id")
            .asText();
    String contact =
        core.database
            .query(
                """
                INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
                VALUES ('%s', gen_random_uuid(), '%s', 'Phone', 'voice', '%s', now()) RETURNING id\
                """
                    .formatted(core.tenant, user, number))
            .getFirst();
    JsonNode incident =
        core.post(
                "/api/v1/incidents",
                "{\"title\":\"Case %d\",\"severity\":\"SEV2\"}".formatted(count))
            .json();
    String delivery =
        core.database
            .query(
                """
                UPDATE delivery SET status = 'sent', channel = 'voice', address = '%s', finished_at = now(),
                       provider_message_id = 'CA%d', receiver_id = %s
                 WHERE incident_id = '%s' RETURNING id\
                """
                    .formatted(
                        number,
                        count,
                        isPersonal ? "'" + contact + "'" : "receiver_id",
                        incident.get("id").asText()))
            .getFirst();
    return new Scene(incident, name, number, delivery, "CA" + count);
  }

  private static Reply post(String about, Map<String, String> members) {
    return post(about, members, "of-twilio");
  }

  private static Reply post(String about, Map<String, String> members, String secret) {
    String path = "/twilio/" + hook + "/voice" + about;
    String form =
        members.entrySet().stream()
            .map(m -> m.getKey() + "=" + URLEncoder.encode(m.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return core.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + core.port() + "/api/v1" + path))
            .header(
                "x-twilio-signature",
                TwilioVendor.signature(secret, "https://imas.example/api/v1" + path, members))
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build());
  }

  private static Reply press(Scene scene, String asks, String key) {
    return post(
        scene.about(asks, "key"),
        Map.of(
            "CallSid", scene.call, "To", scene.number, "CallStatus", "in-progress", "Digits", key));
  }

  private static Reply end(Scene scene, String asks, String status) {
    return post(
        scene.about(asks, "end"),
        Map.of("CallSid", scene.call, "To", scene.number, "CallStatus", status));
  }

  private static String fate(Scene scene) {
    return core.database
        .query(
            "SELECT concat(status, ' ', last_error) FROM delivery WHERE id = '%s'"
                .formatted(scene.delivery))
        .getFirst()
        .strip();
  }

  private static JsonNode read(Scene scene) {
    return core.get("/api/v1/incidents/" + scene.incident.get("id").asText()).json();
  }

  private static String status(Scene scene) {
    return read(scene).get("status").asText();
  }

  @Test
  void theKeyAcknowledgesAsTheOwnerOfTheNumber() {
    Scene scene = scene("responder", true);

    Reply heard = press(scene, "acknowledgement", "1");

    assertThat(heard.header("content-type")).startsWith("text/xml");
    assertThat(heard.http().body())
        .contains(
            "<Say language=\"en-US\">You have acknowledged the incident. Goodbye.</Say><Hangup/>");
    assertThat(status(scene)).isEqualTo("ACKNOWLEDGED");
    assertThat(read(scene).get("lead").asText()).isEqualTo(scene.user);
    JsonNode line = read(scene).get("timeline");
    assertThat(line.toString()).contains("\"via\":\"voice\"");
    end(scene, "acknowledgement", "completed");
    assertThat(fate(scene)).isEqualTo("sent");
  }

  @Test
  void whatIsAnsweredIsInTheLanguageOfTheCall() {
    Scene scene = scene("responder", true);

    Reply heard = press(scene, "acknowledgement&in=fr", "1");

    assertThat(heard.http().body())
        .contains("<Say language=\"fr-FR\">Vous avez acquitté l’incident. Au revoir.</Say>");
    assertThat(status(scene)).isEqualTo("ACKNOWLEDGED");
  }

  @Test
  void aKeyThatTwilioPostsAgainIsDoneOnce() {
    Scene scene = scene("responder", true);
    press(scene, "acknowledgement", "1");
    String id = scene.incident.get("id").asText();
    core.post("/api/v1/incidents/" + id + "/resolve", "{}");
    core.post("/api/v1/incidents/" + id + "/reopen", "{\"message\":\"again\"}");

    assertThat(press(scene, "acknowledgement", "1").http().body()).doesNotContain("<Say");
    assertThat(status(scene)).isEqualTo("TRIGGERED");
  }

  /** A voicemail takes calls, too: nobody has heard it. */
  @Test
  void aCallInWhichNoKeyWasPressedDidNotArrive() {
    Scene silent = scene("responder", true);
    post(
        silent.about("acknowledgement", "key"),
        Map.of("CallSid", silent.call, "To", silent.number, "Digits", ""));
    assertThat(fate(silent)).isEqualTo("dead Twilio: no key was pressed");

    Scene hungUp = scene("responder", true);
    end(hungUp, "acknowledgement", "completed");
    assertThat(fate(hungUp)).isEqualTo("dead Twilio: no key was pressed");
    assertThat(status(hungUp)).isEqualTo("TRIGGERED");
    Await.until(
        "the timeline to say so",
        () -> read(hungUp).get("timeline").toString(),
        lines -> lines.contains("NOTIFICATION_FAILED") && lines.contains("no key was pressed"));
  }

  @Test
  void aCallThatNobodyTookDidNotArrive() {
    for (String status : new String[] {"busy", "no-answer", "failed", "canceled"}) {
      Scene scene = scene("responder", true);
      end(scene, "acknowledgement", "ringing");
      assertThat(fate(scene)).isEqualTo("sent");
      end(scene, "acknowledgement", status);
      assertThat(fate(scene)).isEqualTo("dead Twilio: " + status);
    }
  }

  @Test
  void anotherKeyIsAnAnswerButAcknowledgesNothing() {
    Scene scene = scene("responder", true);
    assertThat(press(scene, "acknowledgement", "7").http().body()).contains("Thank you");
    end(scene, "acknowledgement", "completed");
    assertThat(fate(scene)).isEqualTo("sent");
    assertThat(status(scene)).isEqualTo("TRIGGERED");
  }

  @Test
  void whoeverAnswersAPhoneOfATeamActsAsNobody() {
    Scene shared = scene("responder", false);
    assertThat(press(shared, "key", "1").http().body()).contains("Thank you");
    assertThat(press(shared, "acknowledgement", "1").http().body()).contains("Thank you");
    assertThat(status(shared)).isEqualTo("TRIGGERED");
  }

  @Test
  void theOwnerMayOverThePhoneWhatTheyMayOverTheApi() {
    Scene viewer = scene("viewer", true);
    assertThat(press(viewer, "acknowledgement", "1").http().body())
        .contains("Nothing has changed", "incident.acknowledge");
    assertThat(status(viewer)).isEqualTo("TRIGGERED");
    end(viewer, "acknowledgement", "completed");
    assertThat(fate(viewer)).isEqualTo("sent");

    Scene lost = scene("responder", true);
    core.database.execute(
        "UPDATE user_contact SET verified_at = NULL WHERE address = '" + lost.number + "'");
    assertThat(press(lost, "acknowledgement", "1").http().body()).contains("Thank you");
    assertThat(status(lost)).isEqualTo("TRIGGERED");
  }

  @Test
  void whatTwilioHasNotSignedIsRefused() {
    Scene scene = scene("responder", true);
    Reply forged =
        post(
            scene.about("acknowledgement", "key"),
            Map.of("CallSid", scene.call, "To", scene.number, "Digits", "1"),
            "guess");
    assertThat(forged.status()).isEqualTo(401);
    assertThat(status(scene)).isEqualTo("TRIGGERED");
  }

  /** A code is read out, and asks for no key. */
  @Test
  void aCodeThatWasHeardHasArrived() {
    Scene scene = scene("responder", true);
    end(scene, "nothing", "completed");
    assertThat(fate(scene)).isEqualTo("sent");
    end(scene, "nothing", "busy");
    assertThat(fate(scene)).isEqualTo("dead Twilio: busy");
  }
}
