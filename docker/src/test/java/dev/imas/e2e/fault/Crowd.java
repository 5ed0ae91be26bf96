package dev.imas.e2e.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Many misbehaving clients, in a process of their own so that their sockets do not count against
 * the test's limit: idle connections, half-sent bodies, senders that never read an answer. They
 * stay until the process is closed.
 */
final class Crowd implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;
  private final long posts;

  private Crowd(Process process) throws IOException {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    this.posts = readPosts();
  }

  /** Returns when all of them are connected. */
  static Crowd gather(int port, String key, int idle, int halfSent, int unreading, int bytesEach) {
    try {
      return new Crowd(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Crowd.class.getName(),
                  Integer.toString(port),
                  key,
                  Integer.toString(idle),
                  Integer.toString(halfSent),
                  Integer.toString(unreading),
                  Integer.toString(bytesEach))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long readPosts() throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("posts ")) {
        return Long.parseLong(line.substring(6));
      }
    }
    throw new AssertionError("the crowd did not gather");
  }

  /** How many whole posts, of one alert each, were written by the clients that read no answer. */
  long posts() {
    return posts;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Port, key, idle, half sent, unreading, bytes that each of these writes at most. */
  public static void main(String[] args) throws IOException {
    InetSocketAddress gateway = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
    List<SocketChannel> all = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      all.add(SocketChannel.open(gateway));
    }
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      SocketChannel channel = SocketChannel.open(gateway);
      byte[] post = post(args[1], "half-" + i);
      channel.write(ByteBuffer.wrap(post, 0, post.length - 100));
      all.add(channel);
    }
    long posts = 0;
    for (int i = 0; i < Integer.parseInt(args[4]); i++) {
      SocketChannel channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
      channel.connect(gateway);
      posts += writeUntilNobodyReads(channel, post(args[1], "deaf-" + i), Long.parseLong(args[5]));
      all.add(channel);
    }
    System.out.println("posts " + posts);
    // It stays until it is killed.
    if (System.in.read() >= 0 || !all.isEmpty()) {
      LockSupport.park();
    }
  }

  private static long writeUntilNobodyReads(SocketChannel channel, byte[] post, long mostBytes)
      throws IOException {
    channel.configureBlocking(false);
    long written = 0;
    long giveUpAt = System.nanoTime() + Duration.ofMillis(500).toNanos();
    ByteBuffer next = ByteBuffer.wrap(post);
    while (written < mostBytes && System.nanoTime() - giveUpAt < 0) {
      int taken = channel.write(next);
      if (taken == 0) {
        LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
      } else {
        written += taken;
        giveUpAt = System.nanoTime() + Duration.ofMillis(500).toNanos();
      }
      if (!next.hasRemaining()) {
        next.rewind();
      }
    }
    return written / post.length + 1;
  }

  private static byte[] post(String key, String instance) {
    String body =
        """
        {"version":"4","alerts":[{"status":"firing","labels":{"alertname":"Crowd","severity":"warning","instance":"%s"},\
        "annotations":{},"startsAt":"%s"}]}\
        """
            .formatted(instance, Instant.now());
    return """
    POST /api/v1/webhooks/alertmanager/ HTTP/1.1\r
    Host: localhost\r
    Authorization: Bearer %s\r
    Content-Type: application/json\r
    Content-Length: %d\r
    \r
    %s\
    """
        .formatted(key, body.length(), body)
        .getBytes(StandardCharsets.UTF_8);
  }
}
