package dev.imas.core.room;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * When a tenant's rooms are opened and archived.
 *
 * @param isAutomatic whether a SEV1 or SEV2 opens one by itself
 * @param mostOpen how many may be there before none opens by itself
 * @param archiveAfter how long after the resolution
 * @param mark the reaction that marks a message for the timeline
 * @param servicesWithout whose incidents open none by themselves
 * @param version 1 if nobody has changed them
 */
record RoomSettings(
    boolean isAutomatic,
    int mostOpen,
    Duration archiveAfter,
    String mark,
    List<UUID> servicesWithout,
    int version) {

  static final RoomSettings USUAL =
      new RoomSettings(true, 50, Duration.ofMinutes(30), "pushpin", List.of(), 1);

  RoomSettings {
    servicesWithout = List.copyOf(servicesWithout);
  }
}
