package dev.imas.core.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two processes that refresh with the same token at once agree on the next one. */
class RefreshRaceIT {

  private static final int ROUNDS = 20;

  @Test
  void twoProcessesRefreshAtOnceAndNobodyIsLoggedOut() {
    try (LoginScene scene = LoginScene.start(Map.of())) {
      int other = scene.core.startAnother();
      scene.user("ada", "viewer");
      String token = scene.login("ada").get("refresh_token").asText();
      for (int i = 0; i < ROUNDS; i++) {
        String body = "{\"refresh_token\":\"" + token + "\"}";
        List<CompletableFuture<Reply>> asked = new ArrayList<>();
        for (int port : new int[] {scene.core.port(), other, scene.core.port(), other}) {
          asked.add(
              CompletableFuture.supplyAsync(
                  () -> scene.core.sendTo(port, null, "POST", "/api/v1/auth/refresh", body)));
        }
        List<Reply> answers = asked.stream().map(CompletableFuture::join).toList();

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        assertThat(answers.stream().map(a -> a.json().get("refresh_token").asText()).distinct())
            .hasSize(1);
        token = answers.get(0).json().get("refresh_token").asText();
      }
      assertThat(scene.core.database.query("SELECT turn FROM user_session"))
          .containsExactly(Integer.toString(ROUNDS));
    }
  }

  /** A token that one process signs is taken by the other from the first moment. */
  @Test
  void whatOneProcessSignsTheOtherTakes() {
    try (LoginScene scene = LoginScene.start(Map.of())) {
      int other = scene.core.startAnother();
      scene.user("ada", "viewer");
      String access = scene.access("ada");

      Reply there = scene.core.sendTo(other, access, "GET", "/api/v1/users", null);

      assertThat(there.status()).isEqualTo(200);
    }
  }
}
