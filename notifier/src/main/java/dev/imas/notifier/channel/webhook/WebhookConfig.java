package dev.imas.notifier.channel.webhook;

import dev.imas.notifier.channel.AddressPolicy;
import java.time.Duration;
import java.util.Set;

/**
 * @param timeout of one try, from the name's resolution to the answer's end
 * @param ports that may be posted to; empty for any
 * @param connections at most, to one address and port
 * @param perHost what one address gets, all tenants together
 */
public record WebhookConfig(
    Duration timeout,
    AddressPolicy addresses,
    Set<Integer> ports,
    int connections,
    HostLimit perHost) {

  public WebhookConfig {
    ports = Set.copyOf(ports);
  }
}
