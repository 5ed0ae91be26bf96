package dev.imas.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ShedLogTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(ShedLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private long now;
  private final ShedLog log = new ShedLog(() -> now);

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  private void pass(Duration time) {
    now += time.toNanos();
    log.look();
  }

  private List<String> said() {
    return lines.list.stream()
        .map(e -> e.getLevel() + " " + String.valueOf(e.getKeyValuePairs()))
        .toList();
  }

  @Test
  void oneLineAtTheBeginningAndOneAtTheEnd() {
    for (int i = 0; i < 1_000; i++) {
      log.refused(Refusal.SHED_WAIT);
      pass(Duration.ofMillis(10));
    }
    assertThat(log.isOn(Refusal.SHED_WAIT)).isTrue();
    assertThat(said()).hasSize(1);

    pass(ShedLog.OVER_AFTER);

    assertThat(log.isOn(Refusal.SHED_WAIT)).isFalse();
    assertThat(said()).hasSize(2);
    assertThat(said().getFirst()).startsWith(Level.WARN + "").contains("shed_wait");
    assertThat(said().getLast())
        .startsWith(Level.INFO + "")
        .contains("shed_wait")
        .contains("requests=\"1000\"")
        .contains("seconds=\"9\"");
  }

  @Test
  void aPauseShorterThanARetryIsNoEnd() {
    log.refused(Refusal.SHED_SOFT);
    pass(Duration.ofSeconds(9));
    log.refused(Refusal.SHED_SOFT);
    pass(Duration.ofSeconds(9));

    assertThat(said()).hasSize(1);
  }

  @Test
  void eachReasonIsToldByItself() {
    log.refused(Refusal.SHED_SOFT);
    log.refused(Refusal.SHED_BACKLOG);

    assertThat(said()).hasSize(2);
    assertThat(log.isOn(Refusal.SHED_HARD)).isFalse();
  }

  @Test
  void otherRefusalsAreNoOverload() {
    log.refused(Refusal.MALFORMED);

    assertThat(said()).isEmpty();
    assertThat(log.isOn(Refusal.MALFORMED)).isFalse();
  }
}
