package dev.imas.gateway.edge;

import dev.imas.core.platform.TrustedProxies;
import dev.imas.gateway.decode.AlertLimits;
import java.time.Duration;

/**
 * @param maxBodyBytes of a body as it is sent
 * @param maxInflatedBytes of a body after gzip or deflate
 * @param bodyTimeout from the first to the last byte of a body
 * @param inlineBytes up to which bodies are decoded on the event loop; larger ones would block it
 * @param alerts limits of one alert
 * @param proxies that are believed when they say who called
 */
public record EdgeConfig(
    int maxBodyBytes,
    int maxInflatedBytes,
    Duration bodyTimeout,
    int inlineBytes,
    AlertLimits alerts,
    TrustedProxies proxies) {}
