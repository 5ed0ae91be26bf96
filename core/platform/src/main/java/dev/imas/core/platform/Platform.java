package dev.imas.core.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What the launcher hands to every role.
 *
 * @param clock the only source of the current time for decisions; tests move it. Due times in the
 *     database use the database's own clock
 * @param meters the metrics, scraped at /metrics
 * @param secrets opens and seals secrets at rest
 * @param startedAt when this process started; for a while after it, the silence of senders means
 *     nothing
 * @param version the version of this build
 */
public record Platform(
    Vertx vertx,
    Database database,
    InstantSource clock,
    MeterRegistry meters,
    SecretBox secrets,
    Instant startedAt,
    String version) {}
