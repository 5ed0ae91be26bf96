package dev.imas.gateway.mail;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.server.SSLSocketCreator;

/**
 * Makes a connection one with TLS, by a certificate and its key in PEM. Both files are read again
 * once one of them has changed, so that a renewal needs no restart. Of any thread.
 */
final class StartTls implements SSLSocketCreator {

  private final Path certificate;
  private final Path key;
  private @Nullable SSLContext context;
  private List<FileTime> read = List.of();

  /**
   * @throws IOException when they are no certificate and key
   */
  StartTls(Path certificate, Path key) throws IOException {
    this.certificate = certificate;
    this.key = key;
    context();
  }

  @Override
  public SSLSocket createSSLSocket(Socket socket) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            context()
                .getSocketFactory()
                .createSocket(
                    socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
    secure.setUseClientMode(false);
    return secure;
  }

  private synchronized SSLContext context() throws IOException {
    SSLContext now = context;
    List<FileTime> times =
        List.of(Files.getLastModifiedTime(certificate), Files.getLastModifiedTime(key));
    if (now != null && times.equals(read)) {
      return now;
    }
    try {
      now =
          ((JdkSslContext)
                  SslContextBuilder.forServer(certificate.toFile(), key.toFile())
                      .sslProvider(SslProvider.JDK)
                      .build())
              .context();
    } catch (IllegalArgumentException unreadable) {
      throw new IOException(
          "gateway.smtp.certificate and gateway.smtp.key are not a certificate and its key in PEM",
          unreadable);
    }
    context = now;
    read = times;
    return now;
  }
}
