package dev.imas.core.platform;

import io.micrometer.core.instrument.Counter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.OptionalSslHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands first in the pipeline of a connection, and looks at its first bytes. If they are of TLS,
 * the handshake begins. If not, the request goes on in plain text, so that its sender can be told
 * ({@link PortTls#refusal}). Vert.x has TLS of its own, but counts a connection only after the
 * handshake: whoever begins one and says no more would hold connections that no limit knows.
 */
final class TlsDoor extends OptionalSslHandler {

  private static final Logger log = LoggerFactory.getLogger(TlsDoor.class);

  private final Duration handshake;
  private final Counter failed;

  TlsDoor(SslContext context, Duration handshake, Counter failed) {
    super(context);
    this.handshake = handshake;
    this.failed = failed;
  }

  @Override
  protected SslHandler newSslHandler(ChannelHandlerContext context, SslContext ssl) {
    SslHandler handler = new QuietSslHandler(ssl.newEngine(context.alloc()));
    handler.setHandshakeTimeoutMillis(handshake.toMillis());
    handler
        .handshakeFuture()
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                failed.increment();
              }
            });
    return handler;
  }

  /** A client's broken TLS is no fault of ours: it is counted, and not logged with a stack. */
  private static final class QuietSslHandler extends SslHandler {

    QuietSslHandler(SSLEngine engine) {
      super(engine);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
      Throwable reason = cause.getCause() == null ? cause : cause.getCause();
      if (reason instanceof SSLException) {
        log.atDebug().addKeyValue("reason", reason.getMessage()).log("A TLS connection failed");
        context.close();
      } else {
        super.exceptionCaught(context, cause);
      }
    }
  }
}
