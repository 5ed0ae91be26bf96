package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imas.core.platform.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** The format of a log line, for programs and for people. */
class LogLinesTest {

  private static final String KEY = "imas_src_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

  private static LoggingEvent event(
      String message, @Nullable Throwable thrown, Object... keysAndValues) {
    LoggingEvent event =
        new LoggingEvent(
            "fqcn",
            new LoggerContext().getLogger("dev.imas.core.intake.OutboxLoop"),
            Level.WARN,
            message,
            thrown,
            null);
    event.setInstant(Instant.parse("2026-11-21T09:30:00Z"));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      event.addKeyValuePair(new KeyValuePair((String) keysAndValues[i], keysAndValues[i + 1]));
    }
    return event;
  }

  private static JsonNode json(LoggingEvent event) throws IOException {
    String line = new String(new JsonLine().encode(event), StandardCharsets.UTF_8);
    assertThat(line).endsWith("}\n").doesNotContain("\u001b");
    assertThat(line.strip().lines()).hasSize(1);
    return new ObjectMapper().readTree(line);
  }

  private static String text(LoggingEvent event, boolean stacks) {
    return new String(new TextLine(Terminal.NONE, stacks).encode(event), StandardCharsets.UTF_8);
  }

  @Test
  void fieldsOfJsonAreFlatAndTheTimeIsOfRfc3339() throws IOException {
    JsonNode line =
        json(
            event(
                "Overloaded", null, "tenant", "default", "waiting", 12, "since", 3.5, "on", true));

    assertThat(line.path("time").asText()).isEqualTo("2026-11-21T09:30:00.000Z");
    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("logger").asText()).isEqualTo("dev.imas.core.intake.OutboxLoop");
    assertThat(line.path("message").asText()).isEqualTo("Overloaded");
    assertThat(line.path("tenant").asText()).isEqualTo("default");
    assertThat(line.path("waiting").isInt()).isTrue();
    assertThat(line.path("since").asDouble()).isEqualTo(3.5);
    assertThat(line.path("on").asBoolean()).isTrue();
    assertThat(line).allMatch(JsonNode::isValueNode);
  }

  @Test
  void noKeyValueHidesAFieldOfTheEvent() throws IOException {
    JsonNode line = json(event("said", null, "message", "other", "time", 1, "a", 1, "a", 2));

    assertThat(line.path("message").asText()).isEqualTo("said");
    assertThat(line.path("message_").asText()).isEqualTo("other");
    assertThat(line.path("time_").asInt()).isEqualTo(1);
    assertThat(line.path("a").asInt()).isEqualTo(1);
    assertThat(line.path("a_").asInt()).isEqualTo(2);
  }

  @Test
  void ofAFailureJsonHasItsWordsAndItsStackAsTexts() throws IOException {
    JsonNode line =
        json(event("failed", new IllegalStateException("why", new IOException("the disk"))));

    assertThat(line.path("error").asText()).isEqualTo("java.lang.IllegalStateException: why");
    assertThat(line.path("stack_trace").asText())
        .contains("LogLinesTest")
        .contains("java.io.IOException: the disk");
  }

  @Test
  void aPersonReadsTimeLevelMessageAndValues() {
    assertThat(text(event("Overloaded", null, "tenant", "default", "waiting", 12), false))
        .matches("\\d\\d:\\d\\d:00.000 WARN  Overloaded tenant=default waiting=12\\n");
  }

  @Test
  void ofAFailureAPersonReadsTheCausesAndTheStackOnlyWhenAskedFor() {
    LoggingEvent failure =
        event("failed", new IllegalStateException("why", new IOException("the disk")));

    assertThat(text(failure, false).lines())
        .hasSize(3)
        .anyMatch(line -> line.equals("  java.lang.IllegalStateException: why"))
        .anyMatch(line -> line.equals("  caused by java.io.IOException: the disk"));
    assertThat(text(failure, true)).contains("\tat dev.imas".replace('\t', ' '));
  }

  @Test
  void nothingInALogSteersATerminalOrMakesAnotherLine() {
    String line =
        text(event("a\nb", null, "alert", "\u001b[2J\r\u0007red \u202eabc", "b", "x\ty"), false);

    assertThat(line.lines()).hasSize(1);
    assertThat(line).contains("a\\nb").contains("\\u001b[2J\\u000d\\u0007red \\u202eabc");
  }

  @Test
  void credentialsAreStarsWhereverTheyCameFrom() throws IOException {
    LoggingEvent event =
        event(
            "refused " + KEY,
            new IllegalStateException("/am/" + KEY + "/x"),
            "path",
            "/am/" + KEY.replace("src", "adm") + "/api");

    assertThat(text(event, true)).doesNotContain("0123456789").contains("imas_src_****");
    assertThat(json(event).toString())
        .doesNotContain("0123456789")
        .contains("/am/imas_adm_****/api");
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    LoggingEvent event = event("Overloaded", null);

    assertThat(
            new String(
                new TextLine(new Terminal(true, true), false).encode(event),
                StandardCharsets.UTF_8))
        .contains("\u001b[33mWARN");
    assertThat(
            new String(
                new TextLine(new Terminal(true, false), false).encode(event),
                StandardCharsets.UTF_8))
        .doesNotContain("\u001b");
  }
}
