package dev.imas.core.catalog;

import java.util.UUID;

/** A team as others show it. */
public record TeamName(UUID id, String name) {}
