package dev.imas.core.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.imas.core.fallback.FallbackDecision.NobodyLeft;
import dev.imas.core.fallback.FallbackDecision.TellOthers;
import dev.imas.core.fallback.FallbackUnit.Redirected;
import dev.imas.core.incident.TestIncident;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FallbackReportsTest {

  private final AtomicLong nanos = new AtomicLong(17);
  private final Logger logger = (Logger) LoggerFactory.getLogger(FallbackReportsTest.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final FallbackReports reports = new FallbackReports(logger, nanos::get);

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
  }

  private static Redirected page(String shortId, FallbackDecision decision) {
    return new Redirected(
        TestIncident.any()
            .called(new UUID(0, 1), shortId)
            .openedAt(Instant.parse("2026-03-01T10:00:00Z")),
        false,
        decision,
        false);
  }

  private static Redirected lost(String shortId) {
    return page(shortId, new NobodyLeft("nobody"));
  }

  private static Redirected told(String shortId) {
    return page(
        shortId,
        new TellOthers(FallbackDecision.Level.CONSOLE, List.of(Receiver.CONSOLE), "told", "note"));
  }

  private List<String> said(Level level) {
    return lines.list.stream()
        .filter(line -> line.getLevel() == level)
        .map(line -> line.getKeyValuePairs().toString())
        .toList();
  }

  /** Five minutes of a storm in a core that has nobody to call. */
  @Test
  void aStormIsALineAMinuteAndItsFirstPageIsNamedAtOnce() {
    reports.tell(List.of(lost("INC-AAAAA")));
    assertThat(said(Level.ERROR))
        .singleElement()
        .asString()
        .contains("incident=\"INC-AAAAA\"", "pages=\"1\"");

    for (int second = 0; second < 300; second++) {
      reports.tell(Collections.nCopies(100, lost("INC-BBBBB")));
      nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }
    assertThat(said(Level.ERROR)).hasSize(5);
    assertThat(said(Level.ERROR).get(1)).contains("pages=\"6100\"");
  }

  @Test
  void whatOthersWereToldDoesNotHideWhatNobodyWas() {
    reports.tell(List.of(told("INC-CCCCC")));
    reports.tell(List.of(told("INC-DDDDD"), lost("INC-EEEEE")));
    reports.tell(List.of());

    assertThat(said(Level.WARN)).singleElement().asString().contains("INC-CCCCC");
    assertThat(said(Level.ERROR)).singleElement().asString().contains("INC-EEEEE");
  }
}
