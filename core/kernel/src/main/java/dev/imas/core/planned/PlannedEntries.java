package dev.imas.core.planned;

import dev.imas.core.model.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What all features plan, for programs that show it beside other calendars. */
public interface PlannedEntries {

  /** Whose calendar it is. */
  sealed interface Whose {

    record Everybody() implements Whose {}

    /** What concerns the team, its services, or everybody. */
    record Team(UUID id) implements Whose {}

    /** What the person takes part in. */
    record Person(UUID id) implements Whose {}

    /** What takes place there. */
    record Place(UUID environment) implements Whose {}
  }

  /**
   * @param type of the source that has it
   */
  record Typed(String type, CalendarEntry entry) {}

  /**
   * As far as whoever may only read sees it, by its begin, cancelled entries among it; without who
   * is on call. What there is no room for is left out at the end. Only on a virtual thread.
   */
  List<Typed> of(TenantId tenant, Whose whose, Instant from, Instant until);
}
