package dev.imas.core.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What the launcher hands to every role.
 *
 * @param clock the only source of the present time for decisions; tests move it. Due times in the
 *     database are the database's own clock
 * @param meters scraped at /metrics
 * @param secrets opens and seals secrets at rest
 * @param startedAt when this process came up: after it, silence of senders is not believed for a
 *     while
 * @param version of this build
 */
public record Platform(
    Vertx vertx,
    Database database,
    InstantSource clock,
    MeterRegistry meters,
    SecretBox secrets,
    Instant startedAt,
    String version) {}
