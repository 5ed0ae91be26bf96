package dev.imas.core.feature;

import dev.imas.core.http.CallerLimits;
import dev.imas.core.platform.VirtualThreads;
import io.vertx.ext.web.Router;

/**
 * Where routes are mounted that need no credential of the API.
 *
 * @param router of one event loop
 * @param limits bounds what strangers may ask
 * @param handlers threads on which a handler may await
 */
public record OpenRoutes(Router router, CallerLimits limits, VirtualThreads handlers) {}
