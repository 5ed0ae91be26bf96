package dev.imas.notifier.channel.console;

import dev.imas.core.platform.Terminal;
import dev.imas.notifier.channel.Message;
import java.io.PrintStream;

/** Shows a page as a few lines to a person at a terminal. Safe from any thread. */
public final class TerminalPages implements PagePrinter {

  private final PrintStream out;
  private final Terminal terminal;

  public TerminalPages(PrintStream out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public boolean print(Message message) {
    String[] lines = ConsoleChannel.render(message).split("\n", 3);
    String text =
        lines.length < 3
            ? String.join("\n", lines)
            : lines[0] + "\n" + painted(message, lines[1]) + "\n" + lines[2];
    synchronized (out) {
      out.print(text);
      return !out.checkError();
    }
  }

  /** The headline, which shows how urgent it is. */
  private String painted(Message message, String headline) {
    if (message.content().incident().status().equals("RESOLVED")) {
      return terminal.green(headline);
    }
    return switch (message.content().incident().severity()) {
      case SEV1_CRITICAL, SEV2_HIGH -> terminal.red(headline);
      case SEV3_MEDIUM -> terminal.yellow(headline);
      case SEV4_LOW -> terminal.bold(headline);
    };
  }
}
