package dev.imas.core.maintenance;

import dev.imas.core.planned.PlannedTimes;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A window as it is stored.
 *
 * @param matchers in their canonical form; empty: all alerts of its services
 * @param services whose alerts alone are hidden, by name; empty: those of all
 * @param author who was authenticated at its last change
 * @param calendarUid of the event of a calendar that it was read from
 */
record MaintenanceWindow(
    UUID id,
    String name,
    String comment,
    List<String> matchers,
    List<MaintenanceView.Named> services,
    PlannedTimes times,
    boolean hidesSev1,
    boolean isActive,
    String author,
    @Nullable String calendarUid,
    int version,
    Instant createdAt,
    Instant updatedAt) {

  MaintenanceWindow {
    matchers = List.copyOf(matchers);
    services = List.copyOf(services);
  }

  /** What its silences say of why. */
  String said() {
    return name + ": " + comment;
  }
}
