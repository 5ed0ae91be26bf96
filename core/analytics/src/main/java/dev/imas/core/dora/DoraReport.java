package dev.imas.core.dora;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A monthly report that was made.
 *
 * @param month such as 2026-01
 * @param service its id; null: all services
 * @param team its id; null: all teams
 * @param environment null: all of production
 * @param deployments how many deployments were read, with those before and after the month
 * @param sha256 over the figures, in hexadecimal digits
 */
record DoraReport(
    UUID id,
    String month,
    @Nullable UUID service,
    @Nullable UUID team,
    @Nullable String environment,
    String definition,
    Instant asOf,
    int deployments,
    int pushes,
    int incidents,
    String sha256,
    String madeBy,
    Instant madeAt) {}
