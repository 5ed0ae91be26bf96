package dev.imas.notifier.egress;

import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Platform;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to addresses that tenants enter. The name is resolved once, and every address is
 * checked. The connection goes to a checked address with the name as Host and SNI. So a name server
 * that changes its answer between check and use achieves nothing (DNS rebinding). Redirects are
 * never followed. Any thread may use it.
 */
public final class Egress {

  private static final Duration SOON = Duration.ofSeconds(1);

  /** After how long a request may ask again that found no thread to look up its host. */
  private static final Duration THREAD_WAIT = Duration.ofSeconds(5);

  /**
   * Most of these threads wait for name servers that do not answer. A tenant gets at most a quarter
   * of them.
   */
  private static final int DNS_THREADS = 128;

  private final EgressConfig config;
  private final NameResolver names;
  private final HostGate hosts;
  private final InstantSource clock;
  private final String userAgent;
  private final HttpClient client;
  private final NetClient sockets;

  /**
   * @param connections the most, to one address and port
   */
  public Egress(
      Vertx vertx,
      EgressConfig config,
      int connections,
      NameResolver names,
      HostGate hosts,
      InstantSource clock,
      String version) {
    this.config = config;
    this.names = names;
    this.hosts = hosts;
    this.clock = clock;
    this.userAgent = "IMAS/" + version;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) config.timeout().toMillis())
                .setKeepAliveTimeout(30)
                .setMaxHeaderSize(16 * 1024)
                .setMaxRedirects(0),
            // As many connections as deliveries, so that receivers behind one address never queue
            // here.
            new PoolOptions().setHttp1MaxSize(connections));
    this.sockets =
        vertx.createNetClient(
            new NetClientOptions().setConnectTimeout((int) config.timeout().toMillis()));
  }

  /** With the operating system's resolver, and meters for what is put off. */
  public static Egress open(Platform platform, EgressConfig config, int connections) {
    return open(platform, config, config.perHost(), connections, DNS_THREADS);
  }

  /**
   * The same with a quarter of the limits of a host, for what must not take the place of pages. It
   * shares nothing with another.
   */
  public static Egress openBeside(Platform platform, EgressConfig config, int connections) {
    HostLimit limit =
        new HostLimit(
            Math.max(1, config.perHost().concurrency() / 4),
            Math.max(1, config.perHost().perSecond() / 4));
    return open(platform, config, limit, connections, DNS_THREADS / 4);
  }

  private static Egress open(
      Platform platform, EgressConfig config, HostLimit perHost, int connections, int dnsThreads) {
    return new Egress(
        platform.vertx(),
        config,
        connections,
        new SystemNameResolver(
            platform.vertx(),
            dnsThreads,
            config.timeout(),
            Counter.builder("imas.webhook.lookup.deferrals")
                    .description("Posts put off because no thread was free to look up their host")
                    .register(platform.meters())
                ::increment),
        new HostGate(
            perHost,
            config.addresses()::isInner,
            Counter.builder("imas.webhook.host.deferrals")
                    .description("Posts put off because their host has reached its limit")
                    .register(platform.meters())
                ::increment),
        platform.clock(),
        platform.version());
  }

  public Duration timeout() {
    return config.timeout();
  }

  /**
   * Sends a request, in bounded time. It never fails.
   *
   * @param urgent asks again sooner when it is put off, and so comes before the others
   */
  public Future<WebReply> send(TenantId tenant, boolean urgent, WebRequest request) {
    WebAddress target;
    try {
      target = WebAddress.parse(request.address(), config.ports());
    } catch (IllegalArgumentException e) {
      return Future.succeededFuture(new WebReply.Barred(String.valueOf(e.getMessage())));
    }
    Attempt attempt = new Attempt();
    return names
        .resolve(tenant, target.host())
        .compose(
            resolution ->
                switch (resolution) {
                  case Resolution.Found found ->
                      post(attempt, target, found.addresses(), tenant, urgent, request);
                  case Resolution.PutOff none -> putOff(urgent, THREAD_WAIT);
                })
        .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            failure -> {
              // Our time is over. Close the connection, so that the receiver stops too.
              WebReply answered = attempt.abandon();
              return Future.succeededFuture(
                  answered == null ? failed(attempt, target, failure) : answered);
            });
  }

  /**
   * Whether a host may be spoken to in another way than HTTP, and at which address, in bounded
   * time. It never fails.
   */
  public Future<Reachable> reach(TenantId tenant, String host) {
    return names
        .resolve(tenant, host)
        .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .<Reachable>map(
            resolution ->
                switch (resolution) {
                  case Resolution.Found found ->
                      config.addresses().allows(host, found.addresses())
                          ? new Reachable.Yes(found.addresses().getFirst())
                          : new Reachable.Barred(notAllowed(host));
                  case Resolution.PutOff none -> new Reachable.PutOff(THREAD_WAIT);
                })
        .otherwise(
            failure ->
                new Reachable.Unknown(
                    failure instanceof UnknownHostException
                        ? host + " cannot be resolved"
                        : host + " was not resolved in time"));
  }

  /** Opens a TCP connection and closes it again, in bounded time. It never fails. */
  public Future<Knock> knock(TenantId tenant, String host, int port) {
    if (!config.ports().isEmpty() && !config.ports().contains(port)) {
      return Future.succeededFuture(
          new Knock.Barred("port " + port + " is not allowed (notifier.webhook.ports)"));
    }
    return reach(tenant, host)
        .compose(
            reachable ->
                switch (reachable) {
                  case Reachable.Yes yes -> knock(tenant, yes.address(), port);
                  case Reachable.Barred barred ->
                      Future.succeededFuture(new Knock.Barred(barred.reason()));
                  case Reachable.PutOff putOff -> Future.succeededFuture(new Knock.PutOff());
                  case Reachable.Unknown unknown ->
                      Future.succeededFuture(new Knock.Failed(unknown.reason()));
                });
  }

  private Future<Knock> knock(TenantId tenant, InetAddress address, int port) {
    if (hosts.enter(tenant, address, clock.instant()).isPresent()) {
      return Future.succeededFuture(new Knock.PutOff());
    }
    return sockets
        .connect(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
        .onSuccess(NetSocket::close)
        .<Knock>map(opened -> new Knock.Opened())
        .otherwise(failure -> new Knock.Failed(String.valueOf(failure.getMessage())))
        .onComplete(ended -> hosts.left(tenant, address, clock.instant()));
  }

  private static String notAllowed(String host) {
    return host + " is in a network that is not allowed (notifier.webhook.allow)";
  }

  private Future<WebReply> post(
      Attempt attempt,
      WebAddress target,
      List<InetAddress> addresses,
      TenantId tenant,
      boolean urgent,
      WebRequest request) {
    if (attempt.isAbandoned()) {
      // The name was found too late: nobody uses this reply any more.
      return Future.failedFuture(new TimeoutException());
    }
    if (!config.addresses().allows(target.host(), addresses)) {
      return Future.succeededFuture(new WebReply.Barred(notAllowed(target.host())));
    }
    InetAddress address = addresses.get(0);
    Optional<Duration> wait = hosts.enter(tenant, address, clock.instant());
    if (wait.isPresent()) {
      return putOff(urgent, wait.get());
    }
    // Completes when the work itself ends, which may be later than its timeout.
    return post(attempt, target, address, request)
        .onComplete(ended -> hosts.left(tenant, address, clock.instant()));
  }

  private static Future<WebReply> putOff(boolean urgent, Duration wait) {
    return Future.succeededFuture(
        new WebReply.PutOff(urgent && wait.compareTo(SOON) > 0 ? SOON : wait));
  }

  private Future<WebReply> post(
      Attempt attempt, WebAddress target, InetAddress address, WebRequest request) {
    return client
        .request(options(target, address, request))
        .compose(
            opened -> {
              addHeaders(opened, target, request);
              attempt.began(opened);
              // Composed here, on the connection's own loop: elsewhere the body could have passed
              // before anybody reads it.
              return opened
                  .send(Buffer.buffer(request.body()))
                  .compose(response -> read(attempt, response, request));
            });
  }

  private static RequestOptions options(
      WebAddress target, InetAddress address, WebRequest request) {
    return new RequestOptions()
        .setMethod(request.method())
        .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, target.port())))
        .setHost(target.host())
        .setPort(target.port())
        .setSsl(target.tls())
        .setURI(target.path())
        .setFollowRedirects(false);
  }

  private void addHeaders(HttpClientRequest opened, WebAddress target, WebRequest request) {
    opened.putHeader("User-Agent", userAgent);
    String authorization = target.authorization();
    if (authorization != null) {
      opened.putHeader("Authorization", authorization);
    }
    request.headers().forEach(opened::putHeader);
  }

  private static Future<WebReply> read(
      Attempt attempt, HttpClientResponse response, WebRequest request) {
    Map<String, String> headers = new TreeMap<>();
    response
        .headers()
        .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    WebReply.Answered begun = new WebReply.Answered(response.statusCode(), headers, "", false);
    // From here on the status is known, even if the rest of the answer never comes.
    attempt.answered(begun);
    Buffer body = Buffer.buffer();
    int[] read = {0};
    response.handler(
        chunk -> {
          read[0] += chunk.length();
          if (read[0] > request.mostAnswer()) {
            response.request().reset();
          } else if (request.readsAnswer()) {
            body.appendBuffer(chunk);
          }
        });
    return response
        .end()
        .<WebReply>map(
            ended -> new WebReply.Answered(begun.status(), headers, body.toString(), true))
        .otherwise(begun);
  }

  private static WebReply failed(Attempt attempt, WebAddress target, Throwable failure) {
    String reason =
        switch (failure) {
          case TimeoutException e -> target + " did not answer in time";
          case UnknownHostException e -> target.host() + " cannot be resolved";
          default -> target + ": " + failure.getMessage();
        };
    return new WebReply.Failed(reason, attempt.hasBegun());
  }

  public Future<Void> close() {
    return client.close().eventually(sockets::close);
  }

  /** How far an attempt has come. Its timeout may run on another thread than its connection. */
  private static final class Attempt {
    private @Nullable HttpClientRequest request;
    private @Nullable WebReply answer;
    private boolean abandoned;

    synchronized void began(HttpClientRequest begun) {
      request = begun;
      if (abandoned) {
        begun.reset();
      }
    }

    synchronized void answered(WebReply reply) {
      answer = reply;
    }

    synchronized boolean isAbandoned() {
      return abandoned;
    }

    /** Whether there was a connection to send on. */
    synchronized boolean hasBegun() {
      return request != null;
    }

    /**
     * @return what was answered so far
     */
    synchronized @Nullable WebReply abandon() {
      abandoned = true;
      if (request != null) {
        request.reset();
      }
      return answer;
    }
  }
}
