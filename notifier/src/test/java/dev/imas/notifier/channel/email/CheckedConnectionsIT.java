package dev.imas.notifier.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imas.fixtures.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Connections go to a checked address, under the host's name: TLS checks that name. */
@ExtendWith(VertxExtension.class)
class CheckedConnectionsIT {

  private static final String NAME = "mail.invalid";
  private static final String PASSWORD = "of-a-test";

  @TempDir static Path folder;

  private final CheckedConnections connections;
  private final NetServer server;

  CheckedConnectionsIT(Vertx vertx) {
    this.connections = new CheckedConnections(vertx);
    this.server =
        vertx.createNetServer(
            new NetServerOptions().setSsl(true).setSni(true).setKeyCertOptions(key()));
    // Asked for, since what arrives before somebody reads is lost.
    server.connectHandler(
        socket ->
            socket.handler(asked -> socket.write(String.valueOf(socket.indicatedServerName()))));
    Await.result(server.listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() {
    Await.result(server.close());
  }

  @BeforeAll
  static void makeCertificate() throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-alias",
                    "mail",
                    "-dname",
                    "CN=" + NAME,
                    "-ext",
                    "san=dns:" + NAME,
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    folder.resolve("mail.p12").toString()))
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
  }

  private static PfxOptions key() {
    return new PfxOptions().setPath(folder.resolve("mail.p12").toString()).setPassword(PASSWORD);
  }

  private NetClient client(boolean tls) {
    return connections.createNetClient(
        new NetClientOptions()
            .setSsl(tls)
            .setTrustOptions(key())
            .setHostnameVerificationAlgorithm("HTTPS"));
  }

  private Future<NetSocket> connect(NetClient client, String host) {
    connections.to(InetAddress.getLoopbackAddress());
    return client.connect(server.actualPort(), host);
  }

  /** On the connection's own thread: what is read before there is a handler is lost. */
  private static String nameSeen(Future<NetSocket> connecting) {
    return Await.result(
        connecting.compose(
            socket ->
                Future.future(
                    promise -> {
                      socket.handler(read -> promise.complete(read.toString()));
                      socket.write("?");
                    })));
  }

  @Test
  void theNameIsCheckedAndAskedForThoughNobodyCanResolveIt() {
    Future<NetSocket> connecting = connect(client(true), NAME);
    assertThat(nameSeen(connecting)).isEqualTo(NAME);
    assertThat(connecting.result().isSsl()).isTrue();
  }

  @Test
  void anotherNameIsRefused() {
    assertThatThrownBy(() -> Await.result(connect(client(true), "other.invalid")))
        .hasStackTraceContaining("other.invalid");
  }

  /** As STARTTLS does, without saying the name again. */
  @Test
  void aConnectionThatGoesOverToTlsChecksTheNameToo() throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<NetSocket> right = connectPlain(plain, threads, NAME);
      // On the connection's own thread, as Vert.x wants it.
      Await.result(right.compose(NetSocket::upgradeToSsl));
      assertThat(right.result().isSsl()).isTrue();

      Future<NetSocket> wrong = connectPlain(plain, threads, "other.invalid");
      assertThatThrownBy(() -> Await.result(wrong.compose(NetSocket::upgradeToSsl)))
          .hasStackTraceContaining("other.invalid");
      Await.result(wrong.result().close());
      Await.result(right.result().close());
    }
  }

  /** A plain connection to a server that waits for TLS to begin. */
  private Future<NetSocket> connectPlain(ServerSocket plain, ExecutorService threads, String name)
      throws Exception {
    connections.to(InetAddress.getLoopbackAddress());
    Future<NetSocket> connecting = client(false).connect(plain.getLocalPort(), name);
    Socket accepted = plain.accept();
    // Whatever fails here, the thread below ends.
    accepted.setSoTimeout(10_000);
    SSLContext context = SSLContext.getInstance("TLS");
    KeyStore keys =
        KeyStore.getInstance(folder.resolve("mail.p12").toFile(), PASSWORD.toCharArray());
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    context.init(factory.getKeyManagers(), null, null);
    SSLSocket tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(accepted, name, accepted.getPort(), true);
    tls.setUseClientMode(false);
    threads.execute(
        () -> {
          try {
            tls.startHandshake();
          } catch (IOException e) {
            // The client has refused it.
          }
        });
    return connecting;
  }

  @Test
  void whatWasNotCheckedIsNotConnectedTo() {
    NetClient client = client(true);
    assertThatThrownBy(() -> Await.result(client.connect(server.actualPort(), NAME)))
        .hasStackTraceContaining("was not checked");
  }
}
