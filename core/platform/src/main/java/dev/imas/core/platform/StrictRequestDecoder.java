package dev.imas.core.platform;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
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
import org.jspecify.annotations.Nullable;

/**
 * Refuses two kinds of HTTP heads that Netty accepts and proxies read in different ways: a field
 * that continues on the next line, and a field without a name. It also decodes no more than a few
 * pipelined requests ahead of the one that is answered: the others stay bytes, which need less
 * memory than requests do. Vert.x does the rest. Bound to its event loop.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {

  private static final byte LINE_FEED = '\n';

  /** Vert.x's name for its decoder. */
  private static final String IN_PIPELINE = "httpDecoder";

  /**
   * Requests that were decoded and not begun. Vert.x stops reading when eight parts of requests
   * wait, which needs four of these.
   */
  private static final int MOST_AHEAD = 16;

  private static final int FEW_AHEAD = 8;

  /** False while it reads a body. */
  private boolean inHead = true;

  /** Whether it has read a part of a head. */
  private boolean headBegun;

  /** Whether the part of the head that was read ends with a line break. */
  private boolean lineEnded;

  private boolean folded;
  private boolean refused;

  /** Requests that were decoded and not begun. */
  private int ahead;

  /** Set while bytes are left undecoded because too many requests wait. */
  private @Nullable ChannelHandlerContext holding;

  private StrictRequestDecoder(HttpServerOptions options) {
    super(options);
  }

  /** Call it before the connection's first byte is read. */
  static StrictRequestDecoder listenTo(HttpConnection connection, HttpServerOptions options) {
    StrictRequestDecoder decoder = new StrictRequestDecoder(options);
    ((ConnectionBase) connection).channel().pipeline().replace(IN_PIPELINE, IN_PIPELINE, decoder);
    return decoder;
  }

  /** A request that was decoded is being answered. */
  void begun() {
    ahead--;
    ChannelHandlerContext context = holding;
    if (context != null && ahead <= FEW_AHEAD) {
      holding = null;
      context.executor().execute(() -> goOn(context));
    }
  }

  /** Requests that were decoded and not begun. */
  int ahead() {
    return ahead;
  }

  /** Whether a part of a body is still to come. */
  boolean isInBody() {
    return !inHead;
  }

  /** Whether bytes have come that belong to a request whose head is not whole. */
  boolean hasBegunNext() {
    return inHead && (headBegun || actualReadableBytes() > 0);
  }

  /** Decodes what was left undecoded. */
  private void goOn(ChannelHandlerContext context) {
    if (context.isRemoved()) {
      return; // The connection is a WebSocket by now, or closed.
    }
    try {
      channelRead(context, Unpooled.EMPTY_BUFFER);
    } catch (Exception e) {
      context.fireExceptionCaught(e);
    }
    context.fireChannelReadComplete();
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    if (length == 0) {
      throw new IllegalArgumentException("a header field has no name");
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
    if (inHead && ahead >= MOST_AHEAD) {
      holding = context;
      return;
    }
    int from = in.readerIndex();
    super.decode(context, in, out);
    if (inHead) {
      // super.decode stops at the end of a head, so these bytes hold nothing of a body.
      inspect(in, from, in.readerIndex());
      headBegun |= in.readerIndex() > from;
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
        headBegun = false;
        ahead++;
        if (folded) {
          request.setDecoderResult(
              DecoderResult.failure(
                  new IllegalArgumentException("a header field continues on the next line")));
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
