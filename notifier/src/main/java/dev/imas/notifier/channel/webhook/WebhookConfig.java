package dev.imas.notifier.channel.webhook;

import dev.imas.core.model.AddressPolicy;
import java.time.Duration;
import java.util.Set;

/**
 * @param timeout of one try, from the name's resolution to the answer's end
 * @param ports that may be posted to; empty for any
 * @param connections at most, to one address and port
 */
public record WebhookConfig(
    Duration timeout, AddressPolicy addresses, Set<Integer> ports, int connections) {

  public WebhookConfig {
    ports = Set.copyOf(ports);
  }
}
