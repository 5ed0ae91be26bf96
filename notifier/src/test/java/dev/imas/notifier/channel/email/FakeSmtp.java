package dev.imas.notifier.channel.email;

import dev.imas.fixtures.Await;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.Locale;

/** A mail server that fails in the way a test chooses. */
public final class FakeSmtp implements AutoCloseable {

  private final NetServer server;

  /**
   * @param greeting empty for a server that sends nothing at all
   * @param toRecipient its answer to RCPT TO
   */
  public FakeSmtp(Vertx vertx, String greeting, String toRecipient) {
    server =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  if (!greeting.isEmpty()) {
                    socket.write(greeting + "\r\n");
                    RecordParser.newDelimited("\r\n", socket)
                        .handler(line -> answer(socket, line.toString(), toRecipient));
                  }
                });
    Await.result(server.listen(0, "127.0.0.1"));
  }

  public int port() {
    return server.actualPort();
  }

  private static void answer(NetSocket socket, String line, String toRecipient) {
    String command = line.toUpperCase(Locale.ROOT);
    if (command.startsWith("RCPT")) {
      socket.write(toRecipient + "\r\n");
    } else if (command.startsWith("QUIT")) {
      socket.end();
    } else {
      socket.write("250 fine\r\n");
    }
  }

  @Override
  public void close() {
    Await.result(server.close());
  }
}
