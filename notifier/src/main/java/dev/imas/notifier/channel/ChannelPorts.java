package dev.imas.notifier.channel;

import dev.imas.core.platform.Platform;
import dev.imas.notifier.egress.Egress;

/**
 * What a channel may need when it is opened.
 *
 * @param egress sends requests to addresses that tenants enter; shared by all channels
 */
public record ChannelPorts(Platform platform, Egress egress) {}
