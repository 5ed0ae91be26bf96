package dev.imas.core.incident;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Principal.Person;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Tx;
import java.util.Optional;

/** Finds people who can take something on. Only on a virtual thread. */
public final class ActivePersonRepository {

  private static final String FIND =
      """
      SELECT u.id, u.username FROM user_account u
       WHERE (u.id = $1 OR lower(u.username) = lower($2)) AND u.is_active AND u.deleted_at IS NULL
       ORDER BY u.id = $1 DESC NULLS LAST LIMIT 1\
      """;

  /** Neither who was deleted nor who was switched off. */
  public Optional<Person> find(Tx tx, Reference reference) {
    return tx
        .connection()
        .preparedQuery(FIND)
        .execute(tuple(reference.id(), reference.text()))
        .await()
        .stream()
        .findFirst()
        .map(row -> new Person(row.getUUID("id"), row.getString("username")));
  }
}
