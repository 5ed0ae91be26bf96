package dev.imas.notifier.channel.browser;

import dev.imas.core.message.PushKey;
import dev.imas.core.platform.Settings;
import dev.imas.notifier.channel.ChannelSetup;
import dev.imas.notifier.channel.EgressReach;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.egress.EgressConfig;
import dev.imas.notifier.egress.WebAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Push messages to a browser, which subscribes on a page of the dashboard. */
public final class BrowserKind implements InstalledKind {

  /** RFC 8292 wants a contact; without an address for people there is none that others can use. */
  private static final String NOBODY = "mailto:postmaster@localhost";

  @Override
  public String type() {
    return "browser";
  }

  @Override
  public String address() {
    return "the subscription of a browser, as JSON: `endpoint`, `keys.p256dh` and `keys.auth`. Only"
        + " the endpoint’s host is shown";
  }

  @Override
  public @Nullable String faultOf(String address) {
    try {
      PushSubscription.parse(address);
      return null;
    } catch (IllegalArgumentException e) {
      return fault(e);
    }
  }

  static String fault(IllegalArgumentException why) {
    return "is no push subscription of a browser: " + why.getMessage();
  }

  @Override
  public String shown(String address) {
    try {
      return WebAddress.shown(PushSubscription.parse(address).endpoint());
    } catch (IllegalArgumentException e) {
      return "…";
    }
  }

  @Override
  public List<Demand> demands(String address) {
    return EgressReach.demands(PushSubscription.parse(address).target());
  }

  /** Every notifier can post. */
  @Override
  public String mend() {
    return "use another channel";
  }

  @Override
  public String page() {
    return "browser.md";
  }

  @Override
  public Optional<ChannelSetup> configure(Settings in) {
    EgressConfig egress = EgressConfig.read(in);
    String url = in.text("public.url");
    String subject = url != null && url.startsWith("https://") ? url : NOBODY;
    return Optional.of(
        new ChannelSetup(
            egress.timeout(),
            EgressReach.of(egress),
            ports ->
                new BrowserChannel(
                    ports.egress(),
                    new Vapid(PushKey.of(ports.platform().secrets()), subject),
                    ports.platform().clock())));
  }
}
