package dev.imas.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.ProviderField;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.ReplyLink;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.egress.AddressPolicy;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.EgressConfig;
import dev.imas.notifier.egress.HostGate;
import dev.imas.notifier.egress.HostLimit;
import dev.imas.notifier.egress.SystemNameResolver;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What every channel over a vendor's HTTP API must do, against a local server that behaves as the
 * vendor's documentation says. The test of a vendor gives its answers.
 */
public abstract class VendorContract extends ChannelContract {

  protected static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
  protected final FakeReceiver vendor = FakeReceiver.start(vertx);
  private Duration timeout = Reply.PATIENT;

  @AfterEach
  void closeVendor() {
    vendor.close();
  }

  protected InstalledProvider provider() {
    return kind().providers().getFirst();
  }

  /** A config whose requests go to {@link #vendor}. Its secrets contain {@link #SECRET_PART}. */
  protected abstract Map<String, Object> config();

  /** The answer by which the vendor takes a message. */
  protected abstract Reply takes();

  /** The answer of the vendor whose token was revoked. */
  protected abstract Reply revoked();

  /** The answer of the vendor that wants 17 seconds of rest. */
  protected Reply tooMany() {
    return Reply.status(429, "Retry-After", "17");
  }

  /** Whether an answer that breaks off may still mean that the message was taken. */
  protected boolean bodyDecides() {
    return false;
  }

  protected static Reply json(int status, String body) {
    return new Reply.Status(
        status, Map.of("Content-Type", "application/json"), body.replace('\'', '"'));
  }

  protected final Channel channel() {
    return channel(config(), List.of("127.0.0.0/8"));
  }

  protected final Channel channel(Map<String, Object> config) {
    return channel(config, List.of("127.0.0.0/8"));
  }

  private Channel channel(Map<String, Object> config, List<String> allow) {
    HostLimit perHost = new HostLimit(1_000, 1_000);
    InstantSource clock = InstantSource.fixed(NOW);
    Egress egress =
        new Egress(
            vertx,
            new EgressConfig(timeout, new AddressPolicy(allow), Set.of(), perHost),
            16,
            new SystemNameResolver(vertx, 4, timeout, () -> {}),
            new HostGate(perHost, any -> true, () -> {}),
            clock,
            "test");
    return new VendorChannel(
        ((HttpProvider) provider()).api().apply(opened(provider(), config)), egress, clock);
  }

  private static ProviderConfig opened(InstalledProvider provider, Map<String, Object> config) {
    Map<String, String> secrets = new HashMap<>();
    for (ProviderField field : provider.fields()) {
      if (field.isSecret() && config.get(field.name()) instanceof String secret) {
        secrets.put(field.name(), secret);
      }
    }
    return new ProviderConfig(provider, config, secrets);
  }

  @Override
  protected Channel accepting() {
    vendor.replies(takes());
    return channel();
  }

  @Override
  protected Channel failingForNow() {
    vendor.replies(Reply.status(503));
    return channel();
  }

  @Override
  protected Channel refusing() {
    vendor.replies(revoked());
    return channel();
  }

  @Override
  protected Optional<Channel> silent() {
    vendor.replies(new Reply.Silence());
    timeout = Reply.IMPATIENT;
    return Optional.of(channel());
  }

  @Override
  protected List<String> arrived() {
    return vendor.requests().stream()
        .map(request -> request.headers() + "\n" + request.body())
        .toList();
  }

  protected final Outcome send(Reply reply) {
    vendor.replies(reply);
    timeout = reply.patience();
    return send(channel(), Pages.page());
  }

  protected final JsonObject sent(PageContent page) {
    assertThat(send(accepting(), page)).isInstanceOf(Outcome.Accepted.class);
    return new JsonObject(vendor.requests().getLast().body());
  }

  protected final Message message(PageContent page, Folded folded) {
    Message plain = Pages.to(address(), page, null);
    return new Message(
        plain.id(),
        plain.tenant(),
        plain.receiver(),
        plain.address(),
        null,
        page,
        folded,
        null,
        plain.incidentUrl(),
        1);
  }

  /** Whether people read it, rather than another system. */
  protected boolean isForPeople() {
    return true;
  }

  /** What the channel says of itself is what its vendor's API can do. */
  @Test
  void itHasCardsIfItsApiCanChangeMessages() {
    assertThat(channel().hasCards()).isEqualTo(provider().hasCards());
  }

  /** An incident's message that was posted before. */
  protected Card card() {
    return new Card(new UUID(7, 7), "4711", "");
  }

  protected final CardUpdate update(PageContent page, Reply reply) {
    vendor.replies(reply);
    timeout = reply.patience();
    return Await.result(channel().update(message(page, Folded.NOTHING), card()));
  }

  protected final JsonObject lastBody() {
    return new JsonObject(vendor.requests().getLast().body());
  }

  /** Traps 63 and 64: an answer that leaves it open what the chat shows is tried again. */
  @Test
  void whatBecameOfAnUpdateIsReadLikeWhatBecameOfAMessage() {
    Assumptions.assumeTrue(provider().hasCards(), "messages of it cannot be changed");
    PageContent over = Pages.group("incident.resolved", "RESOLVED", 3, 0);
    assertThat(update(over, takes())).isEqualTo(new CardUpdate.Shown(shownStatus()));
    assertThat(update(over, tooMany()))
        .isInstanceOfSatisfying(
            CardUpdate.NotShown.class,
            not ->
                assertThat(not.outcome())
                    .isInstanceOfSatisfying(
                        Outcome.Retry.class,
                        retry -> assertThat(retry.retryAfter()).isEqualTo(Duration.ofSeconds(17))));
    for (Reply doubtful :
        List.of(Reply.status(500), Reply.status(503), new Reply.HangUp(), new Reply.Silence())) {
      assertThat(update(over, doubtful))
          .isInstanceOfSatisfying(
              CardUpdate.NotShown.class,
              not -> assertThat(not.outcome()).isInstanceOf(Outcome.Retry.class));
    }
    assertThat(update(over, revoked()))
        .isInstanceOfSatisfying(
            CardUpdate.NotShown.class,
            not -> assertThat(not.outcome()).isInstanceOf(Outcome.Refused.class));
    assertThat(update(over, revoked()).toString()).doesNotContain(SECRET_PART);
  }

  /** Of {@link #takes}. */
  private int shownStatus() {
    return ((Reply.Status) takes()).code();
  }

  /** A page must not be lost because somebody has deleted the message beside which it is posted. */
  @Test
  void aPageThatIsRefusedBesideACardIsSentAlone() {
    Assumptions.assumeTrue(provider().hasCards(), "messages of it cannot be changed");
    AtomicInteger requests = new AtomicInteger();
    vendor.replies(any -> requests.incrementAndGet() == 1 ? revoked() : takes());
    assertThat(Await.result(channel().send(message(Pages.page(), Folded.NOTHING).beside(card()))))
        .isInstanceOf(Outcome.Accepted.class);
    assertThat(vendor.requests()).hasSize(2);
    assertThat(vendor.requests().getFirst().body()).contains("4711");
    assertThat(vendor.requests().getLast().body()).doesNotContain("4711");
  }

  /** Decision M11: whoever gets a message of their own acts by its link, and nobody else does. */
  @Test
  void onlyAMessageToAPersonHasTheLinkByWhichTheyAct() {
    Channel channel = accepting();
    Message shared = message(Pages.page(), Folded.NOTHING);
    ReplyLink link =
        new ReplyLink(
            new Secret("https://imas.example/a/abcdEFGH01234567-_wxyz"),
            List.of("acknowledge", "resolve"));

    assertThat(Await.result(channel.send(shared))).isInstanceOf(Outcome.Accepted.class);
    assertThat(String.join("\n", arrived())).doesNotContain("abcdEFGH01234567");
    vendor.replies(takes());
    assertThat(Await.result(channel.send(shared.with(link)))).isInstanceOf(Outcome.Accepted.class);
    assertThat(arrived().getLast().contains("abcdEFGH01234567-_wxyz")).isEqualTo(isForPeople());
    assertThat(shared.with(link).toString()).doesNotContain("abcdEFGH01234567");
  }

  @Test
  void theConfigOfThisTestIsOneThatTheApiTakes() {
    for (ProviderField field : provider().fields()) {
      Object value = config().get(field.name());
      if (value == null) {
        assertThat(field.isRequired()).as(field.name()).isFalse();
      } else {
        assertThat(field.faultOf(value)).as(field.name()).isNull();
      }
      assertThat(field.usual() == null ? null : field.faultOf(field.usual())).isNull();
    }
  }

  @Test
  void theWaitThatTheVendorAsksForIsPassedOnAndAnotherMaySendInstead() {
    assertThat(send(tooMany()))
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            retry -> {
              assertThat(retry.status()).isEqualTo(429);
              assertThat(retry.retryAfter()).isEqualTo(Duration.ofSeconds(17));
              assertThat(retry.mayHaveArrived()).isFalse();
            });
  }

  @Test
  void whetherABrokenServerTookItIsNotKnown() {
    for (int status : new int[] {500, 502, 504}) {
      assertThat(send(Reply.status(status)))
          .isInstanceOfSatisfying(
              Outcome.Retry.class,
              retry -> assertThat(retry.mayHaveArrived()).as("%d", status).isTrue());
    }
    assertThat(send(new Reply.HangUp()))
        .isInstanceOfSatisfying(
            Outcome.Retry.class, retry -> assertThat(retry.mayHaveArrived()).isTrue());
  }

  @Test
  void whatNobodyListenedToWasCertainlyNotTaken() {
    Channel channel = accepting();
    vendor.close();
    Await.until("nobody to listen", this::isListening, is -> !is);
    assertThat(send(channel, Pages.page()))
        .isInstanceOfSatisfying(
            Outcome.Retry.class, retry -> assertThat(retry.mayHaveArrived()).isFalse());
  }

  private boolean isListening() {
    try (Socket socket = new Socket("127.0.0.1", URI.create(vendor.url("/")).getPort())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void halfAnAnswerIsNoAcceptanceWhereTheBodyDecides() {
    Outcome outcome = send(new Reply.Unfinished(200));
    if (bodyDecides()) {
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Retry.class, retry -> assertThat(retry.mayHaveArrived()).isTrue());
    } else {
      assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    }
  }

  @Test
  void redirectsAreNotFollowed() {
    vendor.replies(Reply.status(307, "Location", vendor.url("/elsewhere")));
    assertThat(send(channel(), Pages.page())).isNotInstanceOf(Outcome.Accepted.class);
    assertThat(vendor.requests()).hasSize(1);
  }

  @Test
  void innerNetworksAreRefusedUnlessAllowed() {
    vendor.replies(takes());
    assertThat(send(channel(config(), List.of()), Pages.page()))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(vendor.requests()).isEmpty();
  }

  @Test
  void noReasonHasASecretWhateverTheVendorAnswers() {
    for (Reply reply :
        List.of(
            revoked(),
            tooMany(),
            Reply.status(404),
            Reply.status(413),
            Reply.status(500),
            new Reply.HangUp(),
            new Reply.Unfinished(400))) {
      assertThat(send(reply).toString()).doesNotContain(SECRET_PART);
    }
  }

  @Test
  void theLongestPageStaysWithinTheVendorsLimits() {
    PageContent longest = Pages.page("ü𝄞<&".repeat(5_000), "*_<&𝄞\n".repeat(5_000));
    assertThat(send(accepting(), longest)).isInstanceOf(Outcome.Accepted.class);
    isWithinLimits(vendor.requests().getLast().body());
  }

  /** Checks each limit that the vendor documents. */
  protected abstract void isWithinLimits(String body);
}
