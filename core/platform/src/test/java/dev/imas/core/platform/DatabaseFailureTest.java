package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.vertx.core.VertxException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.MalformedInputException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class DatabaseFailureTest {

  @ParameterizedTest
  @CsvSource({
    "08006, AWAY",
    "53300, AWAY",
    "57P01, AWAY",
    "57P03, AWAY",
    "40001, CONFLICT",
    "40P01, CONFLICT",
    "25P03, CONFLICT",
    "40003, IN_DOUBT",
    "08007, IN_DOUBT",
    "25006, WRONG_SERVER",
    "0A000, SCHEMA_MOVED",
    "26000, SCHEMA_MOVED",
    "42883, SCHEMA_MOVED",
    "42703, SCHEMA_MOVED",
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
    "42P01, SCHEMA_MOVED",
    "P0001, OTHER"
  })
  void sqlstateIsJudgedTheSameWhoeverTellsIt(String state, DatabaseFailure meaning) {
    assertThat(DatabaseFailure.of(new PgException("it failed", "ERROR", state, "")))
        .isEqualTo(meaning);
    assertThat(DatabaseFailure.of(new SQLException("it failed", state))).isEqualTo(meaning);
  }

  static Stream<Throwable> connectionsThatFail() {
    return Stream.of(
        new ConnectException("refused"),
        new NoRouteToHostException("no route"),
        new UnknownHostException("database"),
        new SocketException("Connection reset"),
        new SocketTimeoutException("connect timed out"),
        new ConnectTimeoutException("connection timed out"),
        new ChannelOutputShutdownException("shut down"),
        new ClosedChannelException(),
        new SSLHandshakeException("unknown certificate"),
        new IOException("Broken pipe"),
        VertxException.noStackTrace("Connection is not active now, current status: CLOSED"),
        new VertxException("Pending requests failed to be sent", new IOException("reset")),
        ClosedConnectionException.INSTANCE,
        new TimeoutException("no answer"),
        new RuntimeException("Timeout"));
  }

  @ParameterizedTest
  @MethodSource("connectionsThatFail")
  void connectionThatFailsSaysThatTheDatabaseIsAway(Throwable failure) {
    assertThat(DatabaseFailure.of(failure)).isEqualTo(DatabaseFailure.AWAY);
    assertThat(Outage.isOne(new IllegalStateException(failure))).isTrue();
  }

  static Stream<Throwable> failuresOfOthers() {
    return Stream.of(
        new JsonParseException(null, "no JSON"),
        JsonMappingException.from((JsonParser) null, "cannot be written", new IOException("gone")),
        new HttpClosedException("Connection was closed"),
        new StreamResetException(8),
        new ReplyException(ReplyFailure.NO_HANDLERS),
        new NoSuchFileException("config"),
        new FileNotFoundException("config"),
        new MalformedInputException(1),
        new EOFException("Unexpected end of ZLIB input stream"),
        new BindException("Address already in use"));
  }

  @ParameterizedTest
  @MethodSource("failuresOfOthers")
  void clientThatHasGoneAndWhatCannotBeReadOrWrittenIsNoFailureOfTheDatabase(Throwable failure) {
    assertThat(DatabaseFailure.of(failure)).isEqualTo(DatabaseFailure.OTHER);
    assertThat(Outage.isOne(new IllegalStateException(failure))).isFalse();
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
