package dev.imas.core.planned;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of a calendar.
 *
 * @param until the same as {@code from} for a moment
 * @param state how far it is, in the words of what it is
 * @param approval where its approval stands; null: it is not of a kind that is approved
 * @param detail what tells it from others with its title; empty: nothing
 * @param environments by name; empty: not of any
 * @param link the page that has more
 */
public record CalendarEntry(
    Key key,
    String title,
    Instant from,
    Instant until,
    String state,
    @Nullable String approval,
    String detail,
    List<String> environments,
    Concerns concerns,
    String link) {

  /** The state of what will not take place. */
  public static final String CANCELLED = "cancelled";

  /**
   * What tells it from all others, and which version of it this is.
   *
   * @param of the id of what it belongs to, which may come again and again
   * @param occurrence which of its times this is, the same when that time is moved; empty: it has
   *     one
   * @param version rises with each change
   */
  public record Key(UUID of, String occurrence, int version) {}

  /**
   * Whom it concerns; with neither services nor teams: everybody.
   *
   * @param teams whose services it concerns besides
   * @param people who take part
   */
  public record Concerns(List<Concerned> services, List<UUID> teams, List<UUID> people) {

    public Concerns {
      services = List.copyOf(services);
      teams = List.copyOf(teams);
      people = List.copyOf(people);
    }

    public static Concerns of(List<Concerned> services, List<UUID> teams) {
      return new Concerns(services, teams, List.of());
    }
  }

  public record Concerned(UUID id, String name) {}

  public CalendarEntry {
    environments = List.copyOf(environments);
  }
}
