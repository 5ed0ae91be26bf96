package dev.imas.notifier.channel.webhook;

import dev.imas.notifier.channel.AddressPolicy;
import java.time.Duration;
import java.util.Set;

/**
 * @param timeout of one attempt, from resolving the name to the end of the answer
 * @param ports that may be posted to; empty for any
 * @param connections the most, to one address and port
 * @param perHost limits of one address, for all tenants together
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
