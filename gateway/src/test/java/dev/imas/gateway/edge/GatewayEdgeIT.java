package dev.imas.gateway.edge;

import dev.imas.fixtures.HttpEdgeContract;
import dev.imas.gateway.TestGateway;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The gateway's port against untrusted clients. */
final class GatewayEdgeIT extends HttpEdgeContract {

  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    List<String> settings = new ArrayList<>();
    settings("gateway")
        .forEach(
            (key, value) -> {
              settings.add(key);
              settings.add(value);
            });
    gateway = TestGateway.start(settings.toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  @Override
  protected int port() {
    return gateway.port();
  }

  @Override
  protected double metric(String name, String... tags) {
    return gateway.metric(name, tags.length == 0 ? tags : new String[] {tags[1]});
  }
}
