package dev.imas.notifier.channel.webhook;

import dev.imas.core.platform.Settings;
import dev.imas.notifier.channel.ChannelSetup;
import dev.imas.notifier.channel.EgressReach;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.egress.EgressConfig;
import dev.imas.notifier.egress.WebAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON that is posted to the team's own address. */
public final class WebhookKind implements InstalledKind {

  @Override
  public String type() {
    return "webhook";
  }

  @Override
  public String address() {
    return "an http or https URL. Its credentials, path and query count as secret";
  }

  @Override
  public @Nullable String faultOf(String address) {
    try {
      WebAddress.parse(address, Set.of());
      return null;
    } catch (IllegalArgumentException e) {
      return "is no http or https address to post to: " + e.getMessage();
    }
  }

  @Override
  public String shown(String address) {
    return WebAddress.shown(address);
  }

  @Override
  public String secret() {
    return "signs each post";
  }

  @Override
  public List<Demand> demands(String address) {
    return EgressReach.demands(WebAddress.parse(address, Set.of()));
  }

  /** Every notifier can post. */
  @Override
  public String mend() {
    return "use another channel";
  }

  @Override
  public String page() {
    return "webhook.md";
  }

  @Override
  public Optional<ChannelSetup> configure(Settings in) {
    EgressConfig egress = EgressConfig.read(in);
    return Optional.of(
        new ChannelSetup(
            egress.timeout(),
            EgressReach.of(egress),
            ports -> new WebhookChannel(ports.egress(), ports.platform().clock())));
  }
}
