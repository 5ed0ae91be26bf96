package dev.imas.core.presence;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.http.Principal;
import dev.imas.core.platform.Tx;
import dev.imas.core.presence.Sighting.Person;
import io.vertx.sqlclient.Row;

/** Reads how a person is called. */
final class PresentPersonRepository {

  private static final String NAME =
      """
      SELECT nullif(concat_ws(' ', nullif(first_name, ''), nullif(last_name, '')), '') AS name
        FROM user_account
       WHERE id = $1\
      """;

  Person named(Tx tx, Principal.Person caller) {
    for (Row row : tx.connection().preparedQuery(NAME).execute(tuple(caller.id())).await()) {
      return new Person(caller.id(), caller.username(), row.getString("name"));
    }
    return new Person(caller.id(), caller.username(), null);
  }
}
