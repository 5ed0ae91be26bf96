package dev.imas.core.planned;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of a calendar.
 *
 * @param of the id of what it belongs to, which may come again and again
 * @param until the same as {@code from} for a moment
 * @param state how far it is, in the words of what it is
 * @param approval where its approval stands; null: it is not of a kind that is approved
 * @param detail what tells it from others with its title; empty: nothing
 * @param environments by name; empty: not of any
 * @param services that it concerns
 * @param teams whose services it concerns besides; both empty: everybody's
 * @param link the page that has more
 */
public record CalendarEntry(
    UUID of,
    String title,
    Instant from,
    Instant until,
    String state,
    @Nullable String approval,
    String detail,
    List<String> environments,
    List<Concerned> services,
    List<UUID> teams,
    String link) {

  public record Concerned(UUID id, String name) {}

  public CalendarEntry {
    environments = List.copyOf(environments);
    services = List.copyOf(services);
    teams = List.copyOf(teams);
  }
}
