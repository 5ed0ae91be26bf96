package dev.imas.notifier.channel.console;

import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.SafeText;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Prints pages where IMAS runs, so that a first try needs no mail server and no webhook. Each page
 * says that it is on the console, so that nobody thinks a person was reached.
 */
public final class ConsoleChannel implements Channel {

  private final Vertx vertx;
  private final PagePrinter printer;

  public ConsoleChannel(Vertx vertx, PagePrinter printer) {
    this.vertx = vertx;
    this.printer = printer;
  }

  // Vert.x declares the result of executeBlocking as nullable, but this work always returns one.
  @SuppressWarnings("NullAway")
  @Override
  public Future<Outcome> send(Message message) {
    // A paused terminal or a full pipe blocks the writer, so this must not run on an event loop.
    return vertx.executeBlocking(() -> print(message));
  }

  private Outcome print(Message message) {
    return printer.print(message)
        ? new Outcome.Accepted(null, null)
        : Outcome.Retry.because("the terminal cannot be written to");
  }

  static String render(Message message) {
    PageLines page = message.lines().withoutReply();
    StringBuilder text =
        new StringBuilder("┌─ IMAS page (console channel: it was shown only on this terminal)\n");
    text.append("│ ").append(page.headline()).append('\n');
    for (String line : SafeText.block(page.summary(), 400).split("\n", -1)) {
      if (!line.isEmpty()) {
        text.append("│ ").append(line).append('\n');
      }
    }
    for (PageLines.Line line : page.lines()) {
      text.append("│ ").append(line.label()).append(": ").append(line.value()).append('\n');
    }
    return text.append("└─ delivery ")
        .append(message.id())
        .append(message.attempt() > 1 ? ", attempt " + message.attempt() : "")
        .append('\n')
        .toString();
  }
}
