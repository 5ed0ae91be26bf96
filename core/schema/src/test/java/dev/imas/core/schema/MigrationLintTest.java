package dev.imas.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations let the version before run on (OPS-06, a rollback without a restore). */
class MigrationLintTest {

  private static final Path FOLDER = Path.of("src", "main", "resources", "db", "migration");

  /** Those up to here were made before any version was beside another. */
  private static final int LAST_BEFORE = 151;

  @Test
  void newMigrationsLetTheVersionBeforeRunOn() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> later = files.filter(MigrationLintTest::isLater).sorted().toList();
      for (Path file : later) {
        assertThat(MigrationLint.faults(Files.readString(file)))
            .as("%s; a later release may take away what no version uses any more", file)
            .isEmpty();
      }
    }
  }

  private static boolean isLater(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith("V")
        && Integer.parseInt(name.substring(1).split("\\D", 2)[0]) > LAST_BEFORE;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DROP TABLE alert_tag                                                  | drops a table
          DROP VIEW open_alert                                                  | drops a view
          DROP FUNCTION claim_outcomes(integer, interval)                       | drops a function
          TRUNCATE delivery_attempt                                             | empties a table
          LOCK TABLE incident                                                   | locks a table
          ALTER TABLE incident DROP COLUMN lead                                 | drops a column
          ALTER TABLE incident RENAME COLUMN lead TO lead_id                    | renames
          ALTER TABLE incident RENAME TO case_file                              | renames
          ALTER TABLE incident ALTER COLUMN severity TYPE integer               | changes the type
          ALTER TABLE incident ALTER severity SET DATA TYPE integer             | changes the type
          ALTER TABLE incident ALTER COLUMN lead SET NOT NULL                   | makes a column NOT NULL
          ALTER TABLE incident ALTER COLUMN version DROP DEFAULT                | takes away a default
          ALTER TABLE incident ADD COLUMN cause text NOT NULL                   | without a default
          ALTER TABLE incident ADD CHECK (alert_count >= 0)                     | checks all rows
          ALTER TABLE incident ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES b    | checks all rows
          ALTER TABLE incident ADD CONSTRAINT u UNIQUE (tenant_id, title)       | builds an index
          CREATE INDEX i ON incident (tenant_id, title)                         | builds an index
          CREATE UNIQUE INDEX i ON imas.incident (tenant_id, title)             | builds an index
          UPDATE incident SET lead = NULL                                       | writes every row
          DELETE FROM incident                                                  | writes every row
          ALTER TYPE severity ADD VALUE 'SEV5'                                  | changes a type
          ALTER TABLE imas.delivery SET UNLOGGED                                | rewrites a table
          """)
  void aSinIsNamed(String statement, String said) {
    assertThat(MigrationLint.faults("-- Why.\n" + statement + ";\n"))
        .singleElement()
        .satisfies(fault -> assertThat(fault).contains(said));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE incident ADD COLUMN cause text",
        "ALTER TABLE incident ADD COLUMN tries integer NOT NULL DEFAULT 0",
        "ALTER TABLE incident ADD CONSTRAINT c CHECK (alert_count >= 0) NOT VALID",
        "ALTER TABLE incident ADD CONSTRAINT u UNIQUE USING INDEX i",
        "CREATE INDEX CONCURRENTLY i ON incident (tenant_id, title)",
        "UPDATE incident SET lead = NULL WHERE lead = ''",
        "CREATE TABLE cause (id uuid); CREATE INDEX i ON cause (id); ALTER TABLE cause ADD CHECK"
            + " (id IS NOT NULL); DELETE FROM cause",
        "-- DROP TABLE alert_tag\nSELECT 1",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM incident $$"
      })
  void whatTheVersionBeforeDoesNotNoticeIsFree(String statement) {
    assertThat(MigrationLint.faults(statement + ";\n")).isEmpty();
  }
}
