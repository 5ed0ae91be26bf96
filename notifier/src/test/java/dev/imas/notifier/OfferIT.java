package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Role;
import dev.imas.fixtures.Await;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What notifiers tell core about their channels. */
class OfferIT {

  private final NotifierScene scene = new NotifierScene();

  @AfterEach
  void close() {
    scene.close();
  }

  private List<String> offers() {
    return scene.database.query(
        "SELECT (SELECT string_agg(c, ',' ORDER BY c) FROM unnest(channels) AS c)"
            + " || ' ' || (reach -> 'webhook')::text FROM imas.offered_channels() ORDER BY 1");
  }

  @Test
  void eachSaysWhatItHasWhileItRuns() {
    Role.Running plain = scene.startNotifier(Map.of());
    assertThat(offers())
        .containsExactly("browser,console,webhook {\"allow\": [\"127.0.0.1\"], \"ports\": []}");
    scene.startNotifier(
        Map.of(
            "IMAS_SMTP_HOST", "127.0.0.1",
            "IMAS_SMTP_FROM", "imas@example.com",
            "IMAS_NOTIFIER_CONSOLE", "false",
            "IMAS_NOTIFIER_WEBHOOK_PORTS", "443"));
    assertThat(offers())
        .containsExactly(
            "browser,console,webhook {\"allow\": [\"127.0.0.1\"], \"ports\": []}",
            "browser,email,webhook {\"allow\": [\"127.0.0.1\"], \"ports\": [\"443\"]}");
    Await.result(plain.stop());
    assertThat(offers())
        .containsExactly(
            "browser,email,webhook {\"allow\": [\"127.0.0.1\"], \"ports\": [\"443\"]}");
  }
}
