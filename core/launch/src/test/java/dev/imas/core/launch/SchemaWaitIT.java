package dev.imas.core.launch;

import dev.imas.core.platform.DatabaseConfig;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.database.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that does not migrate starts before, with or after {@code imas migrate}. */
class SchemaWaitIT {

  @ParameterizedTest
  @EnumSource(DatabaseConfig.Login.class)
  void waitsUntilTheSchemaIsItsOwn(DatabaseConfig.Login login) throws InterruptedException {
    try (TestDatabase database = TestDatabase.create()) {
      database.execute("UPDATE schema_generation SET generation = generation - 1");
      Thread process =
          Thread.ofPlatform().start(() -> SchemaWait.until(database.config().as(login)));
      Await.until("it to wait", process::getState, state -> state == Thread.State.TIMED_WAITING);

      database.execute("UPDATE schema_generation SET generation = generation + 1");

      process.join();
    }
  }

  @Test
  void leavesItToTheRolesIfTheDatabaseIsAway() {
    SchemaWait.until(DatabaseConfig.parse("postgresql://owner:hidden@127.0.0.1:1/imas"));
  }
}
