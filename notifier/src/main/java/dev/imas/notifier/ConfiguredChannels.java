package dev.imas.notifier;

import dev.imas.core.model.ChannelOffer;
import dev.imas.core.model.ChannelReach;
import dev.imas.core.platform.Settings;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.ChannelPorts;
import dev.imas.notifier.channel.ChannelSetup;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.NotOffered;
import dev.imas.notifier.delivery.Channels;
import dev.imas.notifier.egress.EgressConfig;
import dev.imas.notifier.provider.ProviderDesk;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The installed channels with their settings.
 *
 * @param setups of those that are configured, by type
 * @param egress the limits of requests to addresses that tenants enter
 */
record ConfiguredChannels(
    List<InstalledKind> kinds, Map<String, ChannelSetup> setups, EgressConfig egress) {

  static ConfiguredChannels read(Settings in, InstalledChannels installed) {
    Map<String, ChannelSetup> setups = new LinkedHashMap<>();
    for (InstalledKind kind : installed.kinds()) {
      kind.configure(in).ifPresent(setup -> setups.put(kind.type(), setup));
    }
    return new ConfiguredChannels(installed.kinds(), setups, EgressConfig.read(in));
  }

  /**
   * The channel with the longest timeout of one attempt. There is always one, because a webhook
   * needs no settings.
   */
  Duration longestTimeout() {
    return setups.values().stream()
        .map(ChannelSetup::timeout)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  ChannelOffer offer() {
    Map<String, ChannelReach> reach = new HashMap<>();
    setups.forEach((type, setup) -> reach.put(type, setup.reach()));
    return new ChannelOffer(reach);
  }

  /**
   * @param desk sends by providers of tenants
   */
  Channels open(ChannelPorts ports, ProviderDesk desk) {
    Map<String, Channel> open = new HashMap<>();
    for (InstalledKind kind : kinds) {
      ChannelSetup setup = setups.get(kind.type());
      Channel own = setup == null ? notOffered(kind) : setup.opening().open(ports);
      open.put(kind.type(), kind.providers().isEmpty() ? own : desk.channel(kind, own));
    }
    return new Channels(open);
  }

  private static Channel notOffered(InstalledKind kind) {
    return new NotOffered(
        (kind.providers().isEmpty()
                ? "this notifier does not offer "
                : "there is no active provider for ")
            + kind.type()
            + ": "
            + kind.mend());
  }
}
