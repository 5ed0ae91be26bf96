package dev.imas.core;

import dev.imas.core.platform.Settings;
import dev.imas.fixtures.HttpEdgeContract;
import dev.imas.fixtures.database.RunningCore;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Core's port against untrusted clients. */
final class CoreEdgeIT extends HttpEdgeContract {

  private static RunningCore core;

  @BeforeAll
  static void start() {
    Map<String, String> environment = new HashMap<>();
    settings("core").forEach((key, value) -> environment.put(Settings.environmentName(key), value));
    core = RunningCore.start(environment);
  }

  @AfterAll
  static void stop() {
    core.close();
  }

  @Override
  protected int port() {
    return core.port();
  }

  @Override
  protected double metric(String name, String... tags) {
    return core.meters
        .get(name)
        .tag("role", "core")
        .tags(tags)
        .meter()
        .measure()
        .iterator()
        .next()
        .getValue();
  }
}
