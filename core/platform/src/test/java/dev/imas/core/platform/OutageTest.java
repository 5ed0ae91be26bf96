package dev.imas.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class OutageTest {

  private final AtomicLong nanos = new AtomicLong(17);
  private final Outage outage = new Outage(nanos::get);
  private final Logger logger = (Logger) LoggerFactory.getLogger(Outage.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  private void pass(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void tenMinutesWithoutTheDatabaseAreALineAMinuteAndOneWhenItIsBack() {
    for (int missed = 0; missed < 10 * 60 * 10; missed++) {
      assertThat(outage.reported(new ConnectException("Connection refused"))).isTrue();
      pass(100);
    }
    pass(1_000);
    outage.answered();
    outage.answered();

    assertThat(lines.list).hasSize(11);
    assertThat(lines.list).filteredOn(l -> l.getLevel() == Level.WARN).hasSize(10);
    assertThat(lines.list.getLast().getLevel()).isEqualTo(Level.INFO);
    assertThat(lines.list.getLast().getKeyValuePairs().toString())
        .contains("seconds=\"601\"")
        .contains("failures=\"6000\"");
    assertThat(lines.list).allMatch(l -> l.getThrowableProxy() == null, "no stack trace");
  }

  @Test
  void anAnswerBetweenTwoFailuresIsNoReturn() {
    for (int i = 0; i < 50; i++) {
      outage.reported(ClosedConnectionException.INSTANCE);
      pass(100);
      outage.answered();
    }

    assertThat(lines.list).hasSize(1);
  }

  @Test
  void whatIsNotForWantOfTheDatabaseIsNotTakenForIt() {
    assertThat(outage.reported(new PgException("cancelled", "ERROR", "57014", ""))).isFalse();
    assertThat(outage.reported(new PgException("no table", "ERROR", "42P01", ""))).isFalse();
    assertThat(outage.reported(new IllegalStateException("ours"))).isFalse();
    assertThat(lines.list).isEmpty();
  }

  @Test
  void whatIsForWantOfItIsKnown() {
    assertThat(Outage.isOne(new PgException("shutting down", "FATAL", "57P01", ""))).isTrue();
    assertThat(Outage.isOne(new PgException("too many", "FATAL", "53300", ""))).isTrue();
    assertThat(Outage.isOne(VertxException.noStackTrace("Timeout"))).isTrue();
    assertThat(Outage.isOne(new TimeoutException())).isTrue();
    assertThat(Outage.isOne(new IllegalStateException(new ConnectException("refused")))).isTrue();
  }
}
