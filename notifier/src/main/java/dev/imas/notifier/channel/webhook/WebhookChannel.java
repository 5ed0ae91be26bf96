package dev.imas.notifier.channel.webhook;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Secret;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.template.SafeText;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Posts pages as JSON. The name is resolved once, and every address is checked. The connection goes
 * to a checked address with the name as Host and SNI. So a name server that changes its answer
 * between check and use achieves nothing (DNS rebinding).
 */
public final class WebhookChannel implements Channel {

  /** Answers are not used. A short one is read to its end so that its connection can be reused. */
  private static final int ANSWER_BYTES = 16 * 1024;

  private static final Duration SOON = Duration.ofSeconds(1);

  /** After how long a delivery is tried again that found no thread to look up its host. */
  private static final Duration THREAD_WAIT = Duration.ofSeconds(5);

  private final WebhookConfig config;
  private final NameResolver names;
  private final HostGate hosts;
  private final InstantSource clock;
  private final String userAgent;
  private final HttpClient client;

  public WebhookChannel(
      Vertx vertx,
      WebhookConfig config,
      NameResolver names,
      HostGate hosts,
      InstantSource clock,
      String version) {
    this.config = config;
    this.names = names;
    this.hosts = hosts;
    this.clock = clock;
    this.userAgent = "IMAS/" + version;
    int timeout = (int) config.timeout().toMillis();
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(timeout)
                .setKeepAliveTimeout(30)
                .setMaxHeaderSize(16 * 1024)
                .setMaxRedirects(0),
            // As many connections as deliveries, so that receivers behind one address never queue
            // here.
            new PoolOptions().setHttp1MaxSize(config.connections()));
  }

  @Override
  public Future<Outcome> send(Message message) {
    WebhookAddress target;
    try {
      target = WebhookAddress.parse(message.address(), config.ports());
    } catch (IllegalArgumentException e) {
      return Future.succeededFuture(Outcome.Refused.because(String.valueOf(e.getMessage())));
    }
    Attempt attempt = new Attempt();
    return names
        .resolve(message.tenant(), target.host())
        .compose(
            resolution ->
                switch (resolution) {
                  case Resolution.Found found -> post(attempt, target, found.addresses(), message);
                  case Resolution.PutOff none ->
                      Future.succeededFuture(
                          new Outcome.Deferred(retryAfter(message, THREAD_WAIT)));
                })
        .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            failure -> {
              // Our time is over. Close the connection, so that the receiver stops too.
              Outcome answered = attempt.abandon();
              return Future.succeededFuture(answered == null ? failed(target, failure) : answered);
            });
  }

  private Future<Outcome> post(
      Attempt attempt, WebhookAddress target, List<InetAddress> addresses, Message message) {
    if (attempt.isAbandoned()) {
      // The name was found too late: nobody uses this outcome any more.
      return Future.failedFuture(new TimeoutException());
    }
    if (!config.addresses().allows(target.host(), addresses)) {
      return Future.succeededFuture(
          Outcome.Refused.because(
              target.host() + " is in a network that is not allowed (notifier.webhook.allow)"));
    }
    InetAddress address = addresses.get(0);
    Optional<Duration> wait = hosts.enter(message.tenant(), address, clock.instant());
    if (wait.isPresent()) {
      return Future.succeededFuture(new Outcome.Deferred(retryAfter(message, wait.get())));
    }
    // Completes when the work itself ends, which may be later than its timeout.
    return post(attempt, target, address, message)
        .onComplete(ended -> hosts.left(message.tenant(), address, clock.instant()));
  }

  /** Urgent messages ask again sooner, and so come before the others. */
  private static Duration retryAfter(Message message, Duration wait) {
    boolean urgent =
        message.content().incident().severity().compareTo(Severity.SEV2_HIGH) <= 0
            && wait.compareTo(SOON) > 0;
    return urgent ? SOON : wait;
  }

  private Future<Outcome> post(
      Attempt attempt, WebhookAddress target, InetAddress address, Message message) {
    byte[] body = WebhookBody.of(message);
    return client
        .request(options(target, address))
        .compose(
            request -> {
              attempt.began(request);
              addHeaders(request, target, message, body);
              return request.send(Buffer.buffer(body));
            })
        .compose(response -> read(attempt, response));
  }

  private static RequestOptions options(WebhookAddress target, InetAddress address) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, target.port())))
        .setHost(target.host())
        .setPort(target.port())
        .setSsl(target.tls())
        .setURI(target.path())
        .setFollowRedirects(false);
  }

  private void addHeaders(
      HttpClientRequest request, WebhookAddress target, Message message, byte[] body) {
    request
        .putHeader("Content-Type", "application/json")
        .putHeader("User-Agent", userAgent)
        .putHeader("Idempotency-Key", message.id().toString())
        .putHeader("X-IMAS-Event", SafeText.line(message.content().event(), 100));
    String authorization = target.authorization();
    if (authorization != null) {
      request.putHeader("Authorization", authorization);
    }
    Secret secret = message.secret();
    if (secret != null) {
      String timestamp = Long.toString(clock.instant().getEpochSecond());
      request
          .putHeader("X-IMAS-Timestamp", timestamp)
          .putHeader("X-IMAS-Signature", Signature.of(secret, timestamp, body));
    }
  }

  private Future<Outcome> read(Attempt attempt, HttpClientResponse response) {
    String id = SafeText.line(response.getHeader("X-Request-Id"), 200);
    Outcome outcome =
        WebhookAnswer.read(
            response.statusCode(),
            response.getHeader("Retry-After"),
            id.isEmpty() ? null : id,
            clock.instant());
    // From here on the status decides, even if the rest of the answer never comes.
    attempt.answered(outcome);
    int[] read = {0};
    response.handler(
        chunk -> {
          read[0] += chunk.length();
          if (read[0] > ANSWER_BYTES) {
            response.request().reset();
          }
        });
    return response.end().map(outcome).otherwise(outcome);
  }

  private static Outcome failed(WebhookAddress target, Throwable failure) {
    return Outcome.Retry.because(
        switch (failure) {
          case TimeoutException e -> target + " did not answer in time";
          case UnknownHostException e -> target.host() + " cannot be resolved";
          default -> target + ": " + SafeText.line(String.valueOf(failure.getMessage()), 200);
        });
  }

  @Override
  public Future<Void> close() {
    return client.close();
  }

  /** How far an attempt has come. Its timeout may run on another thread than its connection. */
  private static final class Attempt {
    private @Nullable HttpClientRequest request;
    private @Nullable Outcome answer;
    private boolean abandoned;

    synchronized void began(HttpClientRequest begun) {
      request = begun;
      if (abandoned) {
        begun.reset();
      }
    }

    synchronized void answered(Outcome outcome) {
      answer = outcome;
    }

    synchronized boolean isAbandoned() {
      return abandoned;
    }

    /**
     * @return what was answered so far
     */
    synchronized @Nullable Outcome abandon() {
      abandoned = true;
      if (request != null) {
        request.reset();
      }
      return answer;
    }
  }
}
