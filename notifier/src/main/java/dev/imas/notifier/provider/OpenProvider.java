package dev.imas.notifier.provider;

import dev.imas.core.model.TenantId;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.throttle.ProviderGate;
import java.util.UUID;

/** One version of a provider, with the channel and the gate that hang on it. */
record OpenProvider(
    TenantId tenant,
    UUID id,
    String name,
    String type,
    int version,
    boolean isActive,
    Channel channel,
    ProviderGate gate) {}
