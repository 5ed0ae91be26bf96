package dev.imas.core.dora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.fixtures.database.TestDatabase;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Times of commits are what PostgreSQL sent, to the millisecond. */
class SentTimesIT {

  private static long[] sent(String array) {
    try (TestDatabase database = TestDatabase.create()) {
      String hex =
          database.query("SELECT encode(array_send(" + array + "::timestamptz[]), 'hex')").get(0);
      return SentTimes.millis(Buffer.buffer(HexFormat.of().parseHex(hex)), PushRecord.UNKNOWN);
    }
  }

  @Test
  void timesAreReadAsPostgreSqlSendsThem() {
    assertThat(
            sent(
                "'{2026-03-01T10:00:00.123999Z, NULL, 2000-01-01T00:00:00Z,"
                    + " 1999-12-31T23:59:59.9995Z, 1969-12-31T23:59:59.9999Z}'"))
        .containsExactly(
            Instant.parse("2026-03-01T10:00:00.123999Z").toEpochMilli(),
            PushRecord.UNKNOWN,
            Instant.parse("2000-01-01T00:00:00Z").toEpochMilli(),
            Instant.parse("1999-12-31T23:59:59.9995Z").toEpochMilli(),
            -1);
    assertThat(sent("'{}'")).isEmpty();
  }
}
