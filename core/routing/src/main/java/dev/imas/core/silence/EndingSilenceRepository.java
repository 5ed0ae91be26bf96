package dev.imas.core.silence;

import static dev.imas.core.platform.Rows.instant;
import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds silences that end soon, and who has made them. */
final class EndingSilenceRepository {

  /**
   * @param hides how many alerts, counted up to 10,000
   */
  record Ending(
      TenantId tenant,
      UUID id,
      Instant endsAt,
      String createdBy,
      String author,
      String comment,
      int hides) {

    /**
     * Who was authenticated, else whom that one names: a key silences for people.
     *
     * @param people by user name and by mail address
     */
    @Nullable UUID madeBy(Map<String, UUID> people) {
      UUID author = people.get(lower(author()));
      return author == null ? people.get(lower(createdBy)) : author;
    }
  }

  private static String lower(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  private static final String CLAIM =
      """
      SELECT tenant_id, id, ends_at, created_by, author, comment, hides
        FROM claim_ending_silences($1, make_interval(secs => $2), make_interval(secs => $3), $4)\
      """;

  /** Those of one tenant of which nobody was told, the first to end first. */
  List<Ending> claim(Tx tx, Instant now, Duration soon, Duration least, int most) {
    List<Ending> ending = new ArrayList<>();
    tx.connection()
        .preparedQuery(CLAIM)
        .execute(tuple(time(now), (double) soon.toSeconds(), (double) least.toSeconds(), most))
        .await()
        .forEach(
            row ->
                ending.add(
                    new Ending(
                        new TenantId(row.getUUID("tenant_id")),
                        row.getUUID("id"),
                        instant(row, "ends_at"),
                        row.getString("created_by"),
                        row.getString("author"),
                        row.getString("comment"),
                        row.getInteger("hides"))));
    ending.sort((one, other) -> one.endsAt().compareTo(other.endsAt()));
    return ending;
  }

  private static final String PEOPLE =
      """
      SELECT id, lower(username) AS username, lower(email) AS email FROM user_account
       WHERE is_active AND deleted_at IS NULL AND (lower(username) = ANY ($1) OR lower(email) = ANY ($1))\
      """;

  /** The people of the tenant who may have made them, by user name and by mail address. */
  Map<String, UUID> people(Tx tx, List<Ending> of) {
    String[] names =
        of.stream()
            .flatMap(one -> Stream.of(lower(one.author()), lower(one.createdBy())))
            .distinct()
            .toArray(String[]::new);
    Map<String, UUID> people = new HashMap<>();
    tx.connection()
        .preparedQuery(PEOPLE)
        .execute(tuple((Object) names))
        .await()
        .forEach(
            row -> {
              people.put(row.getString("email"), row.getUUID("id"));
              people.put(row.getString("username"), row.getUUID("id"));
            });
    return people;
  }
}
