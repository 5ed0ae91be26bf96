package dev.imas.notifier.channel.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.imas.core.platform.Terminal;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.ChannelContract;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.NotOffered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ConsoleChannelTest extends ChannelContract {

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

  @Override
  protected InstalledKind kind() {
    return new ConsoleKind();
  }

  @Override
  protected String address() {
    return "console";
  }

  @Override
  protected Channel accepting() {
    return new ConsoleChannel(vertx, pages(terminal));
  }

  @Override
  protected Channel failingForNow() {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        };
    return new ConsoleChannel(vertx, pages(broken));
  }

  @Override
  protected Channel refusing() {
    return new NotOffered("switched off");
  }

  @Override
  protected List<String> arrived() {
    return Arrays.stream(terminal.toString(StandardCharsets.UTF_8).split("(?=┌─)"))
        .filter(text -> !text.isBlank())
        .toList();
  }

  private static PagePrinter pages(OutputStream out) {
    return new TerminalPages(
        new PrintStream(out, true, StandardCharsets.UTF_8), new Terminal(true, false));
  }

  @Test
  void coloursTheHeadlineAndNothingElse() {
    TerminalPages pages =
        new TerminalPages(
            new PrintStream(terminal, true, StandardCharsets.UTF_8), new Terminal(true, true));

    assertThat(pages.print(Pages.to("console"))).isTrue();
    assertThat(arrived().get(0).lines().filter(line -> line.contains("\u001b[")))
        .singleElement()
        .asString()
        .contains("🔴 SEV1 INC-7F3K Database is down");
  }

  @Test
  void whereAProgramReadsStdoutAPageIsAnEventWithTheSameFields() {
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    var logger = (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(LoggedPages.class);
    logger.setLevel(Level.INFO);
    logger.addAppender(events);
    try {
      assertThat(new LoggedPages().print(Pages.to("console"))).isTrue();
    } finally {
      logger.detachAppender(events);
    }

    assertThat(events.list)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getMessage()).contains("it was written only to this log");
              assertThat(event.getKeyValuePairs())
                  .extracting(pair -> pair.key + "=" + pair.value)
                  .contains(
                      "delivery=" + Pages.DELIVERY,
                      "headline=🔴 SEV1 INC-7F3K Database is down",
                      "status=TRIGGERED",
                      "summary=no answer for 5 min",
                      "runbook=https://runbooks.example/db");
            });
  }

  @Test
  void saysThatItIsTheConsole() {
    send(accepting(), Pages.page());
    assertThat(arrived().get(0))
        .contains("console channel: it was shown only on this terminal")
        .contains("🔴 SEV1 INC-7F3K Database is down")
        .contains("Service: orders-db")
        .contains("Status: TRIGGERED")
        .contains("Incident: http://localhost:8090/incidents/INC-")
        .contains("Runbook: https://runbooks.example/db");
  }
}
