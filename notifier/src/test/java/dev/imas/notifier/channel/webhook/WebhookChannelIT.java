package dev.imas.notifier.channel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Secret;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.ChannelContract;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.egress.AddressPolicy;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.EgressConfig;
import dev.imas.notifier.egress.HostGate;
import dev.imas.notifier.egress.HostLimit;
import dev.imas.notifier.egress.NameResolver;
import dev.imas.notifier.egress.Resolution;
import dev.imas.notifier.egress.Signature;
import dev.imas.notifier.egress.SystemNameResolver;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookChannelIT extends ChannelContract {

  private Duration timeout = Reply.PATIENT;
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final AtomicInteger putOff = new AtomicInteger();
  private final CountDownLatch deadAnswer = new CountDownLatch(1);

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");

  private final FakeReceiver receiver = FakeReceiver.start(vertx);

  @AfterEach
  void close() {
    deadAnswer.countDown();
    receiver.close();
  }

  @Override
  protected boolean isReadByPrograms() {
    return true;
  }

  @Override
  protected InstalledKind kind() {
    return new WebhookKind();
  }

  @Override
  protected String address() {
    return receiver.url("/hook/" + SECRET_PART + "?key=" + SECRET_PART);
  }

  @Override
  protected Channel accepting() {
    receiver.replies(Reply.status(200));
    return channel(List.of("127.0.0.0/8"));
  }

  @Override
  protected Channel failingForNow() {
    receiver.replies(new Reply.HangUp());
    return channel(List.of("127.0.0.0/8"));
  }

  @Override
  protected Channel refusing() {
    receiver.replies(new Reply.Status(400, Map.of(), SECRET_PART));
    return channel(List.of("127.0.0.0/8"));
  }

  @Override
  protected Optional<Channel> silent() {
    receiver.replies(new Reply.Silence());
    timeout = Reply.IMPATIENT;
    return Optional.of(channel(List.of("127.0.0.0/8")));
  }

  @Override
  protected List<String> arrived() {
    return receiver.requests().stream()
        .map(request -> request.headers() + "\n" + request.body())
        .toList();
  }

  private WebhookChannel channel(List<String> allow) {
    return channel(allow, new SystemNameResolver(vertx, 4, timeout, putOff::incrementAndGet));
  }

  private WebhookChannel channel(List<String> allow, NameResolver names) {
    return channel(allow, names, new HostLimit(1_000, 1_000));
  }

  private WebhookChannel channel(List<String> allow, NameResolver names, HostLimit perHost) {
    return channel(
        new EgressConfig(timeout, new AddressPolicy(allow), Set.of(), perHost),
        names,
        new HostGate(perHost, none -> false, turnedAway::incrementAndGet));
  }

  private WebhookChannel channel(EgressConfig config, NameResolver names, HostGate hosts) {
    InstantSource clock = InstantSource.fixed(NOW);
    return new WebhookChannel(new Egress(vertx, config, 16, names, hosts, clock, "test"), clock);
  }

  @Test
  void oneHostUnderManyNamesGetsNoMoreThanItsShareAndWhatIsOverIsPutOffUntried() {
    receiver.replies(new Reply.Silence());
    WebhookChannel channel =
        channel(
            List.of("127.0.0.0/8"), (tenant, host) -> found("127.0.0.1"), new HostLimit(3, 100));
    List<Future<Outcome>> sent = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String url = receiver.url("/hook").replace("127.0.0.1", "name" + i + ".example");
      sent.add(channel.send(Pages.to(url)));
    }
    receiver.await(3);
    receiver.release(200);
    List<Outcome> outcomes = Await.result(Future.join(sent).map(all -> all.<Outcome>list()));
    assertThat(outcomes).filteredOn(Outcome.Accepted.class::isInstance).hasSize(3);
    assertThat(outcomes).filteredOn(Outcome.Deferred.class::isInstance).hasSize(7);
    assertThat(receiver.requests()).hasSize(3);
    assertThat(turnedAway).hasValue(7);
    receiver.replies(Reply.status(200));
    assertThat(send(channel, Pages.page()))
        .as("there is room again")
        .isInstanceOf(Outcome.Accepted.class);
  }

  private static Future<Resolution> found(String... literals) {
    return Future.succeededFuture(
        new Resolution.Found(Arrays.stream(literals).map(InetAddress::ofLiteral).toList()));
  }

  @Test
  void signsTimeAndBodyForWhoeverSharesTheSecret() {
    Outcome outcome =
        Await.result(accepting().send(Pages.to(address(), Pages.page(), "topsecret")));
    assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    FakeReceiver.Received request = receiver.requests().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/hook/s3cr3t?key=s3cr3t");
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    assertThat(request.header("Idempotency-Key")).isEqualTo(Pages.DELIVERY.toString());
    assertThat(request.header("X-IMAS-Timestamp")).isEqualTo("" + NOW.getEpochSecond());
    assertThat(request.header("X-IMAS-Signature"))
        .isEqualTo(
            Signature.of(
                new Secret("topsecret"),
                request.header("X-IMAS-Timestamp"),
                request.body().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void withoutASecretNothingIsSigned() {
    send(accepting(), Pages.page());
    assertThat(receiver.requests().get(0).headers())
        .doesNotContainKeys("x-imas-signature", "x-imas-timestamp");
  }

  @Test
  void theWaitThatTheReceiverAsksForIsPassedOn() {
    Channel channel = accepting();
    receiver.replies(Reply.status(429, "Retry-After", "17"));
    assertThat(send(channel, Pages.page()))
        .isEqualTo(Outcome.Retry.notTaken("HTTP 429", 429, Duration.ofSeconds(17)));
  }

  @Test
  void redirectsAreNotFollowed() {
    Channel channel = accepting();
    receiver.replies(Reply.status(307, "Location", receiver.url("/elsewhere")));
    assertThat(send(channel, Pages.page())).isInstanceOf(Outcome.MayHeal.class);
    assertThat(receiver.requests()).hasSize(1);
  }

  @Test
  void anEndlessAnswerIsCutOffAndItsStatusCounts() {
    Channel channel = accepting();
    receiver.replies(new Reply.Status(200, Map.of(), "x".repeat(5_000_000)));
    assertThat(send(channel, Pages.page())).isInstanceOf(Outcome.Accepted.class);
  }

  @Test
  void anAnswerThatNeverEndsIsAnAnswerByItsStatus() {
    timeout = Reply.IMPATIENT;
    Channel channel = accepting();
    receiver.replies(new Reply.Unfinished(202));
    assertThat(send(channel, Pages.page())).isEqualTo(new Outcome.Accepted(null, 202));
    receiver.replies(new Reply.Unfinished(410));
    assertThat(send(channel, Pages.page())).isEqualTo(new Outcome.Refused("HTTP 410", 410));
  }

  @Test
  void innerNetworksAreRefusedUnlessAllowed() {
    assertThat(send(channel(List.of()), Pages.page()))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("notifier.webhook.allow"));
    assertThat(receiver.requests()).isEmpty();
  }

  @Test
  void aNameIsResolvedOnceAndTheCheckedAddressIsUsed() {
    AtomicInteger asked = new AtomicInteger();
    // It answers with an allowed address first and another one later, as in DNS rebinding.
    NameResolver rebinding =
        (tenant, host) -> found(asked.getAndIncrement() == 0 ? "127.0.0.1" : "127.0.0.2");
    WebhookChannel channel = channel(List.of("127.0.0.1"), rebinding);
    String url = "http://rebind.invalid:" + receiver.port() + "/x";
    assertThat(Await.result(channel.send(Pages.to(url)))).isInstanceOf(Outcome.Accepted.class);
    assertThat(asked).hasValue(1);
    assertThat(receiver.requests().get(0).header("Host"))
        .isEqualTo("rebind.invalid:" + receiver.port());
    assertThat(Await.result(channel.send(Pages.to(url)))).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void aNameThatPointsInsideAndOutsideIsRefused() {
    WebhookChannel channel = channel(List.of(), (tenant, host) -> found("1.1.1.1", "::1"));
    assertThat(Await.result(channel.send(Pages.to("http://both.example/"))))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void aNameThatCannotBeResolvedMayBeLater() {
    WebhookChannel channel =
        channel(List.of(), (tenant, host) -> Future.failedFuture(new UnknownHostException(host)));
    assertThat(Await.result(channel.send(Pages.to("https://gone.example/" + SECRET_PART))))
        .isEqualTo(Outcome.Retry.because("gone.example cannot be resolved"));
  }

  @Test
  void aResolverThatHangsIsGivenUpInTime() {
    timeout = Reply.IMPATIENT;
    WebhookChannel channel =
        channel(List.of(), (tenant, host) -> Promise.<Resolution>promise().future());
    assertThat(Await.result(channel.send(Pages.to("https://slow.example/"))))
        .isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void whatFoundNoThreadForItsNameIsPutOffUntriedAndTheUrgentAskAgainFirst() {
    WebhookChannel channel =
        channel(List.of(), (tenant, host) -> Future.succeededFuture(new Resolution.PutOff()));
    assertThat(Await.result(channel.send(Pages.to("https://one.example/"))))
        .isEqualTo(new Outcome.Deferred(Duration.ofSeconds(1)));
    PageContent low = Pages.page(Pages.INCIDENT, "x", "", Severity.SEV3_MEDIUM);
    assertThat(Await.result(channel.send(Pages.to("https://one.example/", low, null))))
        .isEqualTo(new Outcome.Deferred(Duration.ofSeconds(5)));
  }

  @Test
  void aNameThatHadAThreadAndNoAnswerHasFailedAndOneThatHadNoneHasNot() {
    timeout = Reply.IMPATIENT;
    NameResolver oneThread =
        new SystemNameResolver(
            vertx,
            1,
            timeout,
            putOff::incrementAndGet,
            Thread::startVirtualThread,
            this::lookUpOfADeadName,
            System::nanoTime);
    WebhookChannel channel = channel(List.of(), oneThread);
    Future<Outcome> tried = channel.send(Pages.to("https://dead.example/"));
    assertThat(Await.result(channel.send(Pages.to("https://other.example/"))))
        .isInstanceOf(Outcome.Deferred.class);
    assertThat(Await.result(tried)).isInstanceOf(Outcome.Retry.class);
    assertThat(Await.result(channel.send(Pages.to("https://dead.example/"))))
        .as("its lookup still has the thread")
        .isInstanceOf(Outcome.Retry.class);
    assertThat(putOff).hasValue(1);
  }

  private List<InetAddress> lookUpOfADeadName(String host) throws UnknownHostException {
    try {
      deadAnswer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new UnknownHostException(host);
  }

  @Test
  void aNameThatIsFoundTooLateIsNotPostedTo() {
    timeout = Reply.IMPATIENT;
    Promise<Resolution> late = Promise.promise();
    AtomicInteger entered = new AtomicInteger();
    HostLimit perHost = new HostLimit(16, 1_000);
    WebhookChannel channel =
        channel(
            new EgressConfig(timeout, new AddressPolicy(List.of("127.0.0.0/8")), Set.of(), perHost),
            (tenant, host) -> late.future(),
            new HostGate(perHost, any -> entered.incrementAndGet() < 0, () -> {}));
    assertThat(Await.result(channel.send(Pages.to(receiver.url("/late")))))
        .isInstanceOf(Outcome.Retry.class);
    // What follows the answer runs before this returns.
    late.complete(new Resolution.Found(List.of(InetAddress.ofLiteral("127.0.0.1"))));
    assertThat(entered).as("it stopped before it took a place at the host").hasValue(0);
  }
}
