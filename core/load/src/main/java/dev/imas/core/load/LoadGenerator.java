package dev.imas.core.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Posts to one target over a fixed number of connections. The alerts continue from phase to phase.
 * One thread uses it, and is blocked meanwhile.
 */
final class LoadGenerator implements AutoCloseable {

  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);

  /** How long posts that are due at the end of a phase may still be sent. */
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private static final int READ_SIZE = 8 * 1024;

  /**
   * @param threads the number of event loops
   * @param timeout the timeout of one request
   * @param tls whom to trust over https
   */
  record Settings(int connections, int threads, Duration timeout, SSLContext tls) {}

  /** Is called for each second. */
  interface Progress {
    /**
     * @param counts the counts of this second
     * @param latencies the latencies of this second
     */
    void second(Duration since, RequestCounts counts, Histogram latencies, long waiting);
  }

  private final EventLoopGroup group;
  private final List<LoadLoop> loops = new ArrayList<>();
  private final Endpoint target;
  private final Duration timeout;

  /**
   * @param run distinguishes these alerts from all others
   * @param longest the longest time that the storm may take
   */
  LoadGenerator(
      Endpoint target,
      LoadShape shape,
      List<LoadSender> senders,
      Settings settings,
      String run,
      long seed,
      Duration longest) {
    this.target = target;
    this.timeout = settings.timeout;
    boolean epoll = Epoll.isAvailable();
    group =
        new MultiThreadIoEventLoopGroup(
            settings.threads,
            new DefaultThreadFactory("storm", true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    Bootstrap bootstrap =
        new Bootstrap()
            .group(group)
            .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .remoteAddress(target.address())
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT_PATIENCE.toMillis())
            // Nearly always, one read gets one response. Trying to read more would waste a system
            // call.
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(READ_SIZE).maxMessagesPerRead(1));
    for (int i = 0; i < settings.threads; i++) {
      EventLoop loop = group.next();
      loops.add(
          new LoadLoop(bootstrap, engines(target, settings.tls), loop, settings.timeout.toNanos()));
    }
    int[] connections = share(settings.connections, senders);
    double weights = senders.stream().mapToDouble(LoadSender::weight).sum();
    for (int s = 0; s < senders.size(); s++) {
      LoadSender sender = senders.get(s);
      int own = connections[s];
      for (int l = 0; l < loops.size(); l++) {
        // Connection number c of a sender belongs to loop number c modulo the loops.
        int here = (own - l + loops.size() - 1) / loops.size();
        if (here <= 0) {
          continue;
        }
        LoadLoop loop = loops.get(l);
        long itsSeed = Mix.of(seed + 31L * s + l);
        SenderPool pool =
            new SenderPool(
                new RequestWriter(shape, target, sender.key(), run, s, longest.toMillis(), itsSeed),
                sender.weight() / weights * here / own);
        loop.add(pool);
        for (int c = l; c < own; c += loops.size()) {
          AlertStream stream = shape.stream(c, own, Mix.of(itsSeed + 1 + c));
          loop.add(new Connection(loop, pool, s, stream));
        }
      }
    }
  }

  private static @Nullable Supplier<SSLEngine> engines(Endpoint target, SSLContext tls) {
    if (!target.isTls()) {
      return null;
    }
    return () -> {
      SSLEngine engine = tls.createSSLEngine(target.host(), target.port());
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
      return engine;
    };
  }

  /** The number of connections of each sender: in proportion to the weights, at least one. */
  static int[] share(int connections, List<LoadSender> senders) {
    double weights = senders.stream().mapToDouble(LoadSender::weight).sum();
    int[] shares = new int[senders.size()];
    int left = connections - senders.size();
    int given = 0;
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += senders.get(i).weight();
      int until = (int) Math.round(left * sum / weights);
      shares[i] = 1 + until - given;
      given = until;
    }
    return shares;
  }

  /**
   * Opens the connections.
   *
   * @throws StormFailure if the target accepts no connections
   */
  void open() {
    long before = sum(LoadLoop::connectFailures);
    loops.forEach(LoadLoop::open);
    boolean open =
        await(
            CONNECT_PATIENCE,
            () ->
                loops.stream().allMatch(LoadLoop::isOpen)
                    || sum(LoadLoop::connectFailures) > before);
    if (!open || sum(LoadLoop::connectFailures) > before) {
      throw new StormFailure(
          StormFailure.NO_ANSWER,
          "No server accepts connections at "
              + target.uri()
              + ". Is it running, and is --url "
              + "right?");
    }
  }

  /** Posts as the phase says, and waits until every post is answered. */
  PhaseResult run(Phase phase, Progress progress) {
    RequestCounts before = counts();
    RequestCounts last = before;
    Histogram all = histogram();
    Histogram lateness = histogram();
    Processors.Reading processors = Processors.read();
    long start = System.nanoTime();
    loops.forEach(loop -> loop.start(phase, start));
    long end = start + phase.duration().toNanos();
    for (long second = 1; ; second++) {
      long until = Math.min(end, start + TimeUnit.SECONDS.toNanos(second));
      pause(until - System.nanoTime());
      RequestCounts now = counts();
      RequestCounts difference = now.copy();
      difference.add(last, -1);
      last = now;
      Histogram latencies = histogram();
      loops.forEach(loop -> loop.takeLatencies(latencies));
      all.add(latencies);
      progress.second(
          Duration.ofNanos(until - start), difference, latencies, sum(LoadLoop::waiting));
      if (until == end) {
        break;
      }
    }
    PhaseResult.Use use = PhaseResult.Use.between(processors, Processors.read());
    drain();
    for (LoadLoop loop : loops) {
      loop.takeLatencies(all);
      loop.takeLateness(lateness);
    }
    RequestCounts counts = counts();
    counts.add(before, -1);
    return new PhaseResult(
        phase, all, lateness, counts, sum(LoadLoop::notSent), sum(LoadLoop::longestQueue), use);
  }

  private void drain() {
    BooleanSupplier drained = () -> loops.stream().allMatch(LoadLoop::isDrained);
    if (!await(DRAIN, drained)) {
      loops.forEach(LoadLoop::giveUp);
      await(timeout.plus(DRAIN), drained);
    }
    loops.forEach(LoadLoop::stop);
  }

  private static Histogram histogram() {
    return new Histogram(1_000, LoadLoop.LONGEST_LATENCY, 3);
  }

  /** The counts since the beginning. */
  RequestCounts counts() {
    RequestCounts sum = new RequestCounts();
    loops.forEach(loop -> sum.add(loop.countsNow(), 1));
    return sum;
  }

  /** The expected result of a sender's alerts. */
  Expectation expectation(int sender) {
    Expectation sum = new Expectation();
    loops.forEach(loop -> sum.add(loop.expectation(sender)));
    return sum;
  }

  /** Describes the first answer that was not 2xx; empty if there is none. */
  String firstRefusal() {
    return loops.stream()
        .map(LoadLoop::firstRefusal)
        .filter(r -> !r.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Closes the connections; {@link #open} opens new ones. */
  void disconnect() {
    loops.forEach(LoadLoop::close);
  }

  @Override
  public void close() {
    disconnect();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private long sum(ToLongFunction<LoadLoop> of) {
    return loops.stream().mapToLong(of).sum();
  }

  private static boolean await(Duration patience, BooleanSupplier condition) {
    long until = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        return false;
      }
      pause(TimeUnit.MILLISECONDS.toNanos(10));
    }
    return true;
  }

  static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StormFailure(StormFailure.INTERRUPTED, "Interrupted.");
    }
  }
}
