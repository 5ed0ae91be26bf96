package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.fixtures.database.RunningCore;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A test of a contact returns its provider's answer, and is sent in the same way as pages. */
class ContactTestIT {

  private final PagingScene scene = new PagingScene(Map.of(), Map.of());
  private final String hook = scene.hook("chat", "/hook", "SEV1");

  @AfterEach
  void close() {
    scene.close();
  }

  private RunningCore.Reply test(String query) {
    return scene.core.post(hook + "/test" + query, "{}");
  }

  @Test
  void aSampleArrivesAndTheAnswerSaysSo() {
    RunningCore.Reply tested = test("");
    assertThat(tested.status()).isEqualTo(200);
    assertThat(tested.json().get("status").asText()).isEqualTo("sent");
    assertThat(tested.json().at("/attempt_log/0/outcome").asText()).isEqualTo("accepted");
    assertThat(tested.json().at("/attempt_log/0/status_code").asInt()).isEqualTo(200);
    assertThat(tested.json().get("incident").isNull()).isTrue();
    assertThat(tested.header("location")).startsWith("/api/v1/deliveries/");
    assertThat(scene.receiver.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.header("X-IMAS-Event")).isEqualTo("contact.test");
              assertThat(request.body()).contains("nothing is wrong").contains("to chat");
            });
    assertThat(scene.core.database.query("SELECT id FROM imas.incident")).isEmpty();
  }

  @Test
  void aRefusalIsToldWithStatusAndReasonAfterOneTry() {
    for (int status : new int[] {404, 503}) {
      scene.receiver.replies(Reply.status(status));
      JsonNode told = test("").json();
      assertThat(told.get("status").asText()).isEqualTo("dead");
      assertThat(told.get("last_error").asText()).isEqualTo("HTTP " + status);
      assertThat(told.get("attempt_log")).hasSize(1);
      assertThat(told.at("/attempt_log/0/status_code").asInt()).isEqualTo(status);
    }
    assertThat(scene.receiver.requests()).hasSize(2);
  }

  @Test
  void whatIsNotKnownInTimeIsALookAtTheDelivery() {
    scene.receiver.replies(new Reply.Silence());
    RunningCore.Reply tested = test("?wait=0");
    assertThat(tested.status()).isEqualTo(202);
    scene.receiver.await(1);
    scene.receiver.release(200);
    assertThat(scene.core.get(String.valueOf(tested.header("location"))).status()).isEqualTo(200);
  }

  @Test
  void aContactIsTestedThreeTimesAMinute() {
    for (int i = 0; i < 3; i++) {
      assertThat(test("").status()).isEqualTo(200);
    }
    RunningCore.Reply over = test("");
    assertThat(over.status()).isEqualTo(429);
    assertThat(over.header("retry-after")).isEqualTo("20");
    assertThat(scene.receiver.requests()).hasSize(3);
  }

  @Test
  void aReaderMayNotTestAndNobodyTestsAnothersContact() {
    String reader = scene.core.tokenWith("reader", "read");
    assertThat(scene.core.send(reader, "POST", hook + "/test", "{}").status()).isEqualTo(403);
    String stranger = scene.core.tokenOfAnotherTenant("other", "write");
    assertThat(scene.core.send(stranger, "POST", hook + "/test", "{}").status()).isEqualTo(404);
    assertThat(scene.receiver.requests()).isEmpty();
  }
}
