package dev.imas.core.incident;

import dev.imas.core.http.Principal;
import dev.imas.core.http.Principal.Person;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who does something to an incident.
 *
 * @param name as the timeline shows it for good: a user may have another name later
 * @param person null for a program
 */
public record Author(String name, @Nullable Person person) {

  /** In the metadata of what a user does: their id. */
  public static final String ID = "author_id";

  /** The caller. A token acts for its user. */
  public static Author of(Principal caller) {
    return new Author(caller.name(), caller.person());
  }

  /** A program, or whoever acts by a token that is nobody's. */
  public static Author program(String name) {
    return new Author(name, null);
  }

  /** That user. */
  public static Author user(UUID id, String username) {
    return new Author(username, new Person(id, username));
  }

  /** The same as people know them: a token that acted for a user is not named. */
  Author known() {
    return person == null ? this : new Author(person.username(), person);
  }

  public @Nullable UUID id() {
    return person == null ? null : person.id();
  }

  /** The step with the id of whoever does it. */
  public Step sign(Step step) {
    return person == null ? step : step.withAll(Map.of(ID, person.id().toString()));
  }
}
