package dev.imas.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeDiscord;
import dev.imas.fixtures.FakeDiscord.Channel;
import dev.imas.fixtures.FakeReceiver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** COL-01: the room is on Discord where Slack makes none, from the incident to the archive. */
class DiscordRoomIT {

  private final PagingScene scene =
      new PagingScene(Map.of("IMAS_CORE_TIMER_POLL", "50ms"), Map.of());
  private final FakeDiscord discord = new FakeDiscord();
  private final FakeReceiver guild = FakeReceiver.start(scene.core.vertx).replies(discord);

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void theRoomHearsWhatHappensIsArchivedAndComesBack() {
    assertThat(
            scene
                .core
                .post(
                    "/api/v1/providers",
                    """
                    {"name":"guild","type":"discord_bot","config":{"bot_token":"t","guild_id":"800000000000000001",
                     "incidents_category_id":"800000000000000081","archive_category_id":"800000000000000082","url":"%s"}}\
                    """
                        .formatted(guild.url("/api/v10")))
                .status())
        .isEqualTo(201);

    String incident = scene.incident("Water in the cellar", "SEV1");
    Await.until("the channel", discord::channels, made -> made.size() == 1);
    Channel room = discord.channels().getFirst();
    assertThat(room.json().getString("topic")).contains(incident);
    told(room, "Water in the cellar");

    act(incident, "acknowledge");
    told(room, "ACKNOWLEDGED by");
    act(incident, "resolve");
    told(room, "This room is archived in 30 min");
    due();
    Await.until(
        "the archive",
        () -> room.json().getString("parent_id"),
        parent -> parent.equals("800000000000000082"));
    Await.until(
        "its state",
        () -> scene.core.database.query("SELECT state FROM imas.room"),
        states -> states.equals(List.of("archived")));

    act(incident, "reopen");
    told(room, "Not over");
    assertThat(room.json().getString("parent_id")).isEqualTo("800000000000000081");
    assertThat(discord.channels()).hasSize(1);
    assertThat(room.pins()).hasSize(1);
  }

  private void act(String incident, String action) {
    assertThat(
            scene
                .core
                .post(
                    "/api/v1/incidents/" + incident + "/" + action,
                    action.equals("reopen") ? "{\"message\":\"Not over\"}" : "{}")
                .status())
        .isEqualTo(200);
  }

  private static void told(Channel room, String words) {
    Await.until(words, () -> List.copyOf(room.texts()), t -> t.toString().contains(words));
  }

  private void due() {
    Await.until(
        "the archiving to be set",
        () -> scene.core.database.query("SELECT kind FROM imas.timer WHERE kind = 'room-archive'"),
        set -> !set.isEmpty());
    scene.core.database.execute(
        "UPDATE imas.timer SET due_at = now(), try_at = now() WHERE kind = 'room-archive'");
  }
}
