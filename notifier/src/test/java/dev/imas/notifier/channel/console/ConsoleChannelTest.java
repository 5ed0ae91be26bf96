package dev.imas.notifier.channel.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.ChannelContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleChannelTest extends ChannelContract {

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

  @Override
  protected String name() {
    return "console";
  }

  @Override
  protected String address() {
    return "console";
  }

  @Override
  protected Channel accepting() {
    return new ConsoleChannel(vertx, new PrintStream(terminal, true, StandardCharsets.UTF_8), true);
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
    return new ConsoleChannel(vertx, new PrintStream(broken, true, StandardCharsets.UTF_8), true);
  }

  @Override
  protected Channel refusing() {
    return new ConsoleChannel(
        vertx, new PrintStream(terminal, true, StandardCharsets.UTF_8), false);
  }

  @Override
  protected List<String> arrived() {
    return Arrays.stream(terminal.toString(StandardCharsets.UTF_8).split("(?=┌─)"))
        .filter(text -> !text.isBlank())
        .toList();
  }

  @Test
  void saysThatItIsTheConsole() {
    send(accepting(), Pages.page());
    assertThat(arrived().get(0))
        .contains("console channel: nobody but this terminal was told")
        .contains("🔴 SEV1 INC-7F3K Database is down")
        .contains("Service: orders-db")
        .contains("Status: TRIGGERED")
        .contains("Incident: http://localhost:8090/api/v1/incidents/")
        .contains("Runbook: https://runbooks.example/db");
  }
}
