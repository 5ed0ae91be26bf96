package dev.imas.gateway.mail;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A connection that knows for how long an answer waits for its client to read. Writing to a socket
 * has no timeout of its own. Written to by one thread at a time, and looked at by any.
 */
final class MailSocket extends Socket {

  private static final long NOTHING_WAITS = Long.MIN_VALUE;

  private final LongSupplier nanoTime;
  private final AtomicLong writesSince = new AtomicLong(NOTHING_WAITS);

  private MailSocket(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Makes them of whatever connects. */
  static ServerSocket server(LongSupplier nanoTime) throws IOException {
    return new ServerSocket() {
      @Override
      public Socket accept() throws IOException {
        MailSocket accepted = new MailSocket(nanoTime);
        implAccept(accepted);
        return accepted;
      }
    };
  }

  /** Whether an answer has waited for longer, in whole or in part. */
  boolean isUnreadFor(Duration time) {
    long since = writesSince.get();
    return since != NOTHING_WAITS && nanoTime.getAsLong() - since > time.toNanos();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new Answers(super.getOutputStream());
  }

  private final class Answers extends FilterOutputStream {

    Answers(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int many) throws IOException {
      writesSince.set(nanoTime.getAsLong());
      try {
        out.write(bytes, from, many);
      } finally {
        writesSince.set(NOTHING_WAITS);
      }
    }
  }
}
