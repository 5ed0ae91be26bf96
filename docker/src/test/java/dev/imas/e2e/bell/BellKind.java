package dev.imas.e2e.bell;

import dev.imas.core.model.ChannelReach;
import dev.imas.core.platform.Settings;
import dev.imas.notifier.channel.ChannelSetup;
import dev.imas.notifier.channel.InstalledKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Church bells with addresses {@code tower/code}, rung by a ringer that the operator runs. */
public final class BellKind implements InstalledKind {

  private static final String TOWERS = "towers";

  @Override
  public String type() {
    return "bell";
  }

  @Override
  public String address() {
    return "the tower, a slash and its code. The code is secret";
  }

  @Override
  public @Nullable String faultOf(String address) {
    return address.matches("[a-z]+/\\w+") ? null : "is not a tower and its code, such as dom/1234";
  }

  @Override
  public String shown(String address) {
    return tower(address) + "/…";
  }

  @Override
  public List<Demand> demands(String address) {
    return List.of(
        new Demand(
            reach -> reach.limit(TOWERS).contains(tower(address)),
            "the ringer has no key to that tower; see bell.towers"));
  }

  @Override
  public String mend() {
    return "set bell.port (IMAS_BELL_PORT) on it";
  }

  @Override
  public String page() {
    return "bell.md";
  }

  @Override
  public Optional<ChannelSetup> configure(Settings in) {
    int port = in.port("bell.port", 0);
    Duration timeout =
        in.duration(
            "bell.timeout", Duration.ofSeconds(5), Duration.ofMillis(1), Duration.ofSeconds(30));
    List<String> towers = List.of(in.text("bell.towers", "dom").split(","));
    return port == 0
        ? Optional.empty()
        : Optional.of(
            new ChannelSetup(
                timeout,
                new ChannelReach(Map.of(TOWERS, towers)),
                ports -> new BellChannel(ports.platform().vertx(), port, timeout)));
  }

  private static String tower(String address) {
    return address.substring(0, Math.max(0, address.indexOf('/')));
  }
}
