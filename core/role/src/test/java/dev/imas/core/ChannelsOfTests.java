package dev.imas.core;

import dev.imas.core.model.ChannelProvider;
import java.util.List;

/**
 * The channels that a notifier would provide. Hosts ending in .inner are refused unless allowed.
 */
public final class ChannelsOfTests implements ChannelProvider {

  @Override
  public List<KindOfTests> kinds() {
    return List.of(
        KindOfTests.named("webhook").withAddressesStarting("http"),
        KindOfTests.named("email").withAddressesHaving("@"),
        KindOfTests.named("console").usuallyAt("console"),
        KindOfTests.named("sms").withAddressesStarting("+"),
        KindOfTests.named("ntfy").usuallyAt("default"),
        KindOfTests.named("browser").withAddressesHaving("endpoint"),
        KindOfTests.named("tracker"));
  }
}
