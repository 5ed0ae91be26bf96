package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.fixtures.TestDatabase;
import org.junit.jupiter.api.Test;

final class MigrationsIT {

  @Test
  void aCurrentSchemaIsLeftAsItIs() {
    try (TestDatabase database = TestDatabase.create()) {
      assertThat(Migrations.run(database.config())).isZero();
    }
  }

  @Test
  void aSchemaOfAnotherVersionIsSaidInAMessage() {
    try (TestDatabase database = TestDatabase.create()) {
      database.execute("UPDATE schema_history SET checksum = 1 WHERE version = '3'");

      assertThatThrownBy(() -> Migrations.run(database.config()))
          .isInstanceOf(MigrationException.class)
          .hasMessageContaining("cannot be brought to this version");
    }
  }

  @Test
  void anUnreachableDatabaseIsNamed() {
    DatabaseConfig nowhere = DatabaseConfig.parse("postgresql://owner:hidden@127.0.0.1:1/imas");

    assertThatThrownBy(() -> Migrations.run(nowhere))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("127.0.0.1:1")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hidden"));
  }
}
