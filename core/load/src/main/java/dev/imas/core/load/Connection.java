package dev.imas.core.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * One keep-alive connection with at most one request in progress, and the alerts that only it
 * posts. It reconnects when the connection is lost. It belongs to one event loop.
 */
@Sharable // it is used by one channel after the other, never by two at once
final class Connection extends ChannelInboundHandlerAdapter {

  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final LoadLoop loop;
  private final SenderPool pool;
  private final int sender;
  private final AlertStream stream;
  private final AnswerReader reader = new AnswerReader();
  private @Nullable ByteBuf request;
  private @Nullable Channel channel;
  private boolean busy;
  private boolean finished;
  private boolean answeredHere;
  private long due;
  private long sentAt;
  private long pause = FIRST_PAUSE_MILLIS;

  Connection(LoadLoop loop, SenderPool pool, int sender, AlertStream stream) {
    this.loop = loop;
    this.pool = pool;
    this.sender = sender;
    this.stream = stream;
  }

  int sender() {
    return sender;
  }

  AlertStream stream() {
    return stream;
  }

  boolean isConnected() {
    return channel != null;
  }

  boolean isBusy() {
    return busy;
  }

  void connect() {
    loop.connect(this)
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                loop.counts().connectFailed++;
                again();
              }
            });
  }

  private void again() {
    if (finished) {
      return;
    }
    loop.later(this::connect, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    if (finished) {
      ctx.close();
      return;
    }
    channel = ctx.channel();
    answeredHere = false;
    reader.reset();
    pool.offer(this, System.nanoTime());
  }

  /**
   * @param dueAt the time from which the latency is measured
   */
  void send(long dueAt) {
    Channel open = channel;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    RequestWriter writer = pool.writer();
    long now = System.nanoTime();
    writer.make(stream, loop.millis(now));
    ByteBuf bytes = request;
    if (bytes == null) {
      bytes = PooledByteBufAllocator.DEFAULT.directBuffer(writer.bytes().length);
      request = bytes;
    }
    bytes.clear().writeBytes(writer.bytes(), writer.from(), writer.length());
    busy = true;
    due = dueAt;
    sentAt = now;
    loop.sent(now - dueAt);
    open.writeAndFlush(bytes.retain(), open.voidPromise());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      byte[] bytes = loop.readBuffer();
      while (in.isReadable()) {
        int take = Math.min(in.readableBytes(), bytes.length);
        in.readBytes(bytes, 0, take);
        read(ctx, bytes, take);
      }
    } finally {
      in.release();
    }
  }

  private void read(ChannelHandlerContext ctx, byte[] bytes, int length) {
    int used = busy ? reader.feed(bytes, 0, length) : 0;
    if (reader.isBroken() || used < length) {
      // It is not HTTP, or there is more than one response to a request. Nothing of it can be
      // trusted.
      if (busy) {
        loop.counts().unreadable++;
        settle(false);
      }
      ctx.close();
    } else if (reader.isComplete()) {
      answered(ctx);
    }
  }

  private void answered(ChannelHandlerContext ctx) {
    long now = System.nanoTime();
    boolean good = reader.status() >= 200 && reader.status() < 300;
    boolean usable = reader.keepsAlive() && isWritten();
    loop.answered(reader, now - due, pool.isWithin(now));
    settle(good);
    reader.reset();
    answeredHere = true;
    pause = FIRST_PAUSE_MILLIS;
    if (!usable) {
      ctx.close();
    } else {
      pool.offer(this, now);
    }
  }

  /**
   * Whether the request is written completely. A response may arrive earlier; then the rest is
   * still to be written.
   */
  private boolean isWritten() {
    return request == null || request.refCnt() == 1;
  }

  private void settle(boolean acknowledged) {
    busy = false;
    stream.settle(acknowledged);
  }

  /** Gives up the request if it has waited longer than this timeout. */
  void checkTimeout(long now, long nanos) {
    Channel open = channel;
    if (busy && open != null && now - sentAt > nanos) {
      loop.counts().timedOut++;
      settle(false);
      open.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    boolean own = channel == ctx.channel();
    if (!own) {
      return;
    }
    if (busy) {
      reader.closed();
      if (reader.isComplete()) {
        long now = System.nanoTime();
        loop.answered(reader, now - due, pool.isWithin(now));
        settle(reader.status() >= 200 && reader.status() < 300);
      } else {
        loop.counts().reset++;
        settle(false);
      }
    }
    channel = null;
    pool.lost(this);
    if (!finished) {
      loop.counts().reconnected++;
      if (answeredHere) {
        loop.later(this::connect, 0);
      } else {
        // A server that accepts connections and only closes them must not be flooded with new ones.
        again();
      }
    }
  }

  /** Sends no more requests and closes the connection. */
  void finish() {
    finished = true;
    Channel open = channel;
    if (open != null) {
      open.close();
    }
    ByteBuf bytes = request;
    request = null;
    if (bytes != null) {
      bytes.release();
    }
  }

  /** Connects again after {@link #finish}. */
  void resume() {
    finished = false;
    pause = FIRST_PAUSE_MILLIS;
    connect();
  }
}
