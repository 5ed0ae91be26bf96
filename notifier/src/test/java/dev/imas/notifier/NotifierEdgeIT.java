package dev.imas.notifier;

import dev.imas.core.platform.Role;
import dev.imas.core.platform.Settings;
import dev.imas.fixtures.HttpEdgeContract;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The notifier's port against untrusted clients. */
final class NotifierEdgeIT extends HttpEdgeContract {

  private static NotifierScene scene;
  private static Role.Running notifier;

  @BeforeAll
  static void start() {
    Map<String, String> environment = new HashMap<>();
    settings("notifier")
        .forEach((key, value) -> environment.put(Settings.environmentName(key), value));
    scene = new NotifierScene();
    notifier = scene.startNotifier(environment);
  }

  @AfterAll
  static void stop() {
    scene.close();
  }

  @Override
  protected int port() {
    return notifier.port();
  }

  @Override
  protected double metric(String name, String... tags) {
    return scene
        .meters
        .get(name)
        .tag("role", "notifier")
        .tags(tags)
        .meter()
        .measure()
        .iterator()
        .next()
        .getValue();
  }
}
