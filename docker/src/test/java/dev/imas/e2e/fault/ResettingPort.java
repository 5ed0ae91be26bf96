package dev.imas.e2e.fault;

import dev.imas.fixtures.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts connections, reads a little and resets them: RST instead of an answer. */
final class ResettingPort implements AutoCloseable {

  private final ServerSocket server;
  private final AtomicInteger resets = new AtomicInteger();

  private ResettingPort(ServerSocket server) {
    this.server = server;
    Thread.ofVirtual().start(this::reset);
  }

  static ResettingPort open() {
    try {
      return new ResettingPort(
          new ServerSocket(FreePort.next(), 50, InetAddress.getByName("127.0.0.1")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  int resets() {
    return resets.get();
  }

  private void reset() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().read(new byte[64]);
        socket.setSoLinger(true, 0);
        resets.incrementAndGet();
      } catch (IOException closed) {
        // Closed by the other side, or by close(); the loop's condition decides.
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
