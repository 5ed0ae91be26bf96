package dev.imas.core.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list of what can name a person is complete: a new column fails here until it is in it. */
class PersonalDataIT {

  private static TestDatabase database;

  @BeforeAll
  static void create() {
    database = TestDatabase.create();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  private static final String HOLDS_TEXT =
      """
      SELECT c.relname || '.' || a.attname AS name
        FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid
       WHERE c.relnamespace = 'imas'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND c.relname NOT IN ('schema_history', 'schema_generation')
         AND coalesce(nullif(t.typbasetype, 0), t.oid)::regtype::text
             IN ('text', 'text[]', 'json', 'jsonb', 'bytea', 'tsvector', 'inet', 'character varying', 'character varying[]')\
      """;

  private static final String LISTED =
      "SELECT DISTINCT d.table_name || '.' || unnest(d.columns) AS name FROM personal_data() AS d";

  @Test
  void everyColumnThatHoldsTextIsInTheListWithAReason() {
    List<String> holds = database.query(HOLDS_TEXT);
    assertThat(holds).hasSizeGreaterThan(400);
    assertThat(database.query(LISTED)).containsExactlyInAnyOrderElementsOf(holds);
    assertThat(database.query("SELECT d.table_name FROM personal_data() AS d WHERE d.because = ''"))
        .isEmpty();
  }

  /** Only the timeline's messages are two things: what IMAS says, and notes of people. */
  @Test
  void noColumnIsTwoThings() {
    assertThat(
            database.query(
                """
                SELECT n.name FROM (SELECT d.table_name || '.' || unnest(d.columns) AS name FROM personal_data() AS d
                                     WHERE d.only_where IS NULL) AS n
                 GROUP BY n.name HAVING count(*) > 1\
                """))
        .isEmpty();
    assertThat(
            database.query(
                "SELECT DISTINCT d.table_name || array_to_string(d.columns, '') FROM"
                    + " personal_data() AS d WHERE d.only_where IS NOT NULL"))
        .containsExactly("timelinemessage");
  }
}
