package dev.imas.core.scheduler;

import java.util.UUID;

/**
 * What a timer is for, by its name.
 *
 * @param type such as {@code incident}
 */
public record TimerAbout(String type, UUID id, String name) {}
