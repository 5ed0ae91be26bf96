package dev.imas.core.platform;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.net.impl.ShutdownEvent;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection in a way that cuts no request. What has begun to arrive is answered, the last
 * answer says {@code Connection: close}, and then the connection is closed. Vert.x alone would
 * close it in the middle of a head, and would not announce it. It is added when the role drains, so
 * it costs nothing before. Bound to its event loop.
 */
final class ConnectionDrain extends ChannelDuplexHandler {

  /**
   * So long a client has for a request that it sent before it could know that the port closes. A
   * client that posts all the time sends one within it, and is then told.
   */
  private static final long LAST_CALL_MILLIS = 100;

  private final Channel channel;
  private final StrictRequestDecoder decoder;

  /** Requests whose head has arrived and whose answer has not been written. */
  private int unanswered;

  /** Whether the answer that is being written said that it is the last. */
  private boolean toldSo;

  /** Whether the last answer was written while the body of its request still arrives. */
  private boolean closesAfterBody;

  /** Whether the port is closed, so that the connection goes even if its client asks no more. */
  private boolean closing;

  private ConnectionDrain(Channel channel, StrictRequestDecoder decoder, int unanswered) {
    this.channel = channel;
    this.decoder = decoder;
    this.unanswered = unanswered;
  }

  /**
   * From now on, an answer after which nothing waits is the last of the connection.
   *
   * @param unanswered requests whose head has arrived and whose answer has not been written
   */
  static ConnectionDrain begin(Channel channel, StrictRequestDecoder decoder, int unanswered) {
    ConnectionDrain drain = new ConnectionDrain(channel, decoder, unanswered);
    if (channel.pipeline().get(WebSockets.LAST_IN_PIPELINE) != null) {
      channel.pipeline().addBefore(WebSockets.LAST_IN_PIPELINE, null, drain);
    }
    return drain;
  }

  /** Closes the connection as soon as nothing has begun to arrive that is not answered. */
  void close() {
    closing = true;
    lastCall();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      unanswered++;
    }
    context.fireChannelRead(message);
    if (message instanceof LastHttpContent && closesAfterBody) {
      closeSoon();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
        context.write(message, promise);
        context.pipeline().remove(this);
        return;
      }
      if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        context.write(message, promise); // The answer is still to come.
        return;
      }
      toldSo = unanswered <= 1 && !decoder.hasBegunNext();
      if (toldSo) {
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
    }
    ChannelPromise written = promise;
    if (message instanceof LastHttpContent) {
      unanswered = Math.max(0, unanswered - 1);
      if (toldSo) {
        written = promise.unvoid();
        written.addListener(done -> afterLastAnswer());
      } else if (closing) {
        // Its head was written before anything could be said in it.
        lastCall();
      }
    }
    context.write(message, written);
  }

  /** A close with a body unread would be a reset, which may take the answer away. */
  private void afterLastAnswer() {
    if (decoder.isInBody()) {
      closesAfterBody = true;
    } else {
      closeSoon();
    }
  }

  /** Later, since Vert.x takes an answer for written only after the write has returned. */
  private void closeSoon() {
    channel.eventLoop().execute(channel::close);
  }

  private void lastCall() {
    channel
        .eventLoop()
        .schedule(
            () -> {
              if (unanswered == 0 && !decoder.hasBegunNext() && !decoder.isInBody()) {
                channel.close();
              }
            },
            LAST_CALL_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** Vert.x closes a connection without an answer in progress by this event. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof ShutdownEvent)) {
      context.fireUserEventTriggered(event);
    }
  }
}
