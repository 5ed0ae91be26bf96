package dev.imas.gateway.edge;

import dev.imas.core.platform.TrustedProxies;
import dev.imas.gateway.pipeline.PostLimits;
import java.time.Duration;

/**
 * @param posts how much is read of one post
 * @param bodyTimeout from the first to the last byte of a body
 * @param proxies that are believed when they say who called
 */
public record EdgeConfig(PostLimits posts, Duration bodyTimeout, TrustedProxies proxies) {}
