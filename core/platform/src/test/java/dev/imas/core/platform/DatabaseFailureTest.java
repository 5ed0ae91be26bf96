package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DatabaseFailureTest {

  @ParameterizedTest
  @CsvSource({
    "08006, AWAY",
    "53300, AWAY",
    "57P01, AWAY",
    "57P03, AWAY",
    "40001, CONFLICT",
    "40P01, CONFLICT",
    "40003, BUSY",
    "55P03, LOCKED",
    "57014, CANCELLED",
    "53100, BUSY",
    "53200, BUSY",
    "23505, DUPLICATE",
    "23503, CONSTRAINT",
    "23514, CONSTRAINT",
    "22021, UNSTORABLE",
    "22P05, UNSTORABLE",
    "22008, UNSTORABLE",
    "22003, VALUE",
    "54000, VALUE",
    "42501, FORBIDDEN",
    "28P01, NOT_LET_IN",
    "42P01, OTHER",
    "P0001, OTHER"
  })
  void sqlstateIsJudgedTheSameWhoeverTellsIt(String state, DatabaseFailure meaning) {
    assertThat(DatabaseFailure.of(new PgException("it failed", "ERROR", state, "")))
        .isEqualTo(meaning);
    assertThat(DatabaseFailure.of(new SQLException("it failed", state))).isEqualTo(meaning);
  }

  @Test
  void connectionThatFailsSaysThatTheDatabaseIsAway() {
    assertThat(DatabaseFailure.of(new ConnectException("refused"))).isEqualTo(DatabaseFailure.AWAY);
    assertThat(DatabaseFailure.of(VertxException.noStackTrace("closed")))
        .isEqualTo(DatabaseFailure.AWAY);
  }

  @Test
  void theCauseBehindAnotherFailureIsFound() {
    PgException deadlock = new PgException("deadlock", "ERROR", "40P01", "");

    assertThat(DatabaseFailure.of(new IllegalStateException(new RuntimeException(deadlock))))
        .isEqualTo(DatabaseFailure.CONFLICT);
  }

  @Test
  void whatTheDatabaseDidNotSayIsNoFailureOfIt() {
    assertThat(DatabaseFailure.of(new IllegalStateException("ours")))
        .isEqualTo(DatabaseFailure.OTHER);
    assertThat(DatabaseFailure.of(new PgException("unknown", "ERROR", null, "")))
        .isEqualTo(DatabaseFailure.OTHER);
    assertThat(DatabaseFailure.of(null)).isEqualTo(DatabaseFailure.OTHER);
  }

  @Test
  void nothingBothPassesAndIsTheRowsOwn() {
    for (DatabaseFailure failure : DatabaseFailure.values()) {
      assertThat(failure.passes() && failure.isOfTheRow()).as(failure.name()).isFalse();
    }
  }
}
