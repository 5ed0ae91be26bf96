package dev.imas.core.grant;

import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.platform.Tx;
import dev.imas.core.wording.Phrases;
import io.vertx.sqlclient.Row;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads how what a person reads is written: in which language, and in which zone times are told.
 */
public final class ReaderRepository {

  private static final String READER =
      """
      SELECT coalesce((SELECT locale FROM user_account WHERE id = $1), (SELECT language FROM message_wording)) AS language,
             coalesce((SELECT time_zone FROM user_account WHERE id = $1), (SELECT time_zone FROM delivery_policy)) AS time_zone\
      """;

  /**
   * As messages to this person are written; for somebody who is gone, as those of the tenant.
   *
   * @param wanted the language that is asked for instead; null for that of their messages
   */
  public Phrases reader(Tx tx, UUID user, @Nullable String wanted) {
    Row row = tx.connection().preparedQuery(READER).execute(tuple(user)).await().iterator().next();
    String language = wanted == null ? row.getString("language") : wanted;
    String zone = row.getString("time_zone");
    return (language == null ? Phrases.ENGLISH : Phrases.of(language.substring(0, 2)))
        .in(zone == null ? null : ZoneId.of(zone));
  }
}
