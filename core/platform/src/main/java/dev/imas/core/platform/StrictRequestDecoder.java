package dev.imas.core.platform;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;

/**
 * Refuses two forms of a head that proxies read in different ways, and that Netty takes: a field
 * that goes on in the next line, and one without a name. All else is Vert.x's. Bound to its event
 * loop.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

  private static final byte LINE_FEED = '\n';

  /** Vert.x's own name of it. */
  private static final String IN_PIPELINE = "httpDecoder";

  /** Else in a body. */
  private boolean inHead = true;

  /** Whether what was read of the head ends with a line. */
  private boolean lineEnded;

  private boolean folded;
  private boolean refused;

  private StrictRequestDecoder(HttpServerOptions options) {
    super(options);
  }

  /** Call it before the connection's first byte is read. */
  static void listenTo(HttpConnection connection, HttpServerOptions options) {
    ((ConnectionBase) connection)
        .channel()
        .pipeline()
        .replace(IN_PIPELINE, IN_PIPELINE, new StrictRequestDecoder(options));
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    if (length == 0) {
      throw new IllegalArgumentException("a field has no name");
    }
    return super.splitHeaderName(line, start, length);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    int from = in.readerIndex();
    super.decode(context, in, out);
    if (inHead) {
      // A head ends with its call: no byte of a body is among these.
      inspect(in, from, in.readerIndex());
    }
    if (!out.isEmpty()) {
      follow(out);
    }
  }

  private void inspect(ByteBuf head, int from, int to) {
    if (from == to) {
      return;
    }
    folded |= lineEnded && isBlank(head.getByte(from));
    int end = head.indexOf(from, to, LINE_FEED);
    while (end >= 0 && end + 1 < to) {
      folded |= isBlank(head.getByte(end + 1));
      end = head.indexOf(end + 1, to, LINE_FEED);
    }
    lineEnded = end >= 0;
  }

  private void follow(List<Object> out) {
    for (int i = 0; i < out.size(); i++) {
      Object part = out.get(i);
      if (part instanceof HttpRequest request) {
        inHead = false;
        if (folded) {
          request.setDecoderResult(
              DecoderResult.failure(
                  new IllegalArgumentException("a field goes on in the next line")));
          refused = true;
          while (out.size() > i + 1) {
            out.removeLast();
          }
        }
      }
      if (part instanceof LastHttpContent) {
        inHead = true;
        lineEnded = false;
      }
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }
}
