package dev.imas.notifier.channel.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.PageContent;
import dev.imas.core.message.PushKey;
import dev.imas.core.platform.Secret;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.wording.ReplyLink;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeBrowser;
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
import dev.imas.notifier.egress.SystemNameResolver;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A push service that knows who sends, and a browser that reads what comes. */
class BrowserChannelIT extends ChannelContract {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:06Z");
  private static final PushKey KEY = PushKey.of(new SecretBox(new byte[32]));

  private final FakeBrowser browser = FakeBrowser.start(vertx);
  private Duration timeout = Reply.PATIENT;

  @AfterEach
  void close() {
    browser.close();
  }

  @Override
  protected InstalledKind kind() {
    return new BrowserKind();
  }

  @Override
  protected String address() {
    return browser.subscription("/push/" + SECRET_PART).encode();
  }

  @Override
  protected Channel accepting() {
    return answering(Reply.status(201));
  }

  @Override
  protected Channel failingForNow() {
    return answering(Reply.status(503));
  }

  @Override
  protected Channel refusing() {
    return answering(new Reply.Status(403, Map.of(), SECRET_PART));
  }

  @Override
  protected Optional<Channel> silent() {
    timeout = Reply.IMPATIENT;
    return Optional.of(answering(new Reply.Silence()));
  }

  @Override
  protected List<String> arrived() {
    return browser.pushed().stream().map(one -> one.text().encode()).toList();
  }

  private Channel answering(Reply reply) {
    browser.replies(reply);
    return channel(List.of("127.0.0.1"));
  }

  private Channel channel(List<String> allow) {
    HostLimit perHost = new HostLimit(1_000, 1_000);
    InstantSource clock = InstantSource.fixed(NOW);
    return new BrowserChannel(
        new Egress(
            vertx,
            new EgressConfig(timeout, new AddressPolicy(allow), Set.of(), perHost),
            16,
            new SystemNameResolver(vertx, 4, timeout, () -> {}),
            new HostGate(perHost, none -> false, () -> {}),
            clock,
            "test"),
        new Vapid(KEY, "https://imas.example"),
        clock);
  }

  private FakeBrowser.Pushed pushed(PageContent page) {
    assertThat(send(accepting(), page)).isEqualTo(new Outcome.Accepted(null, 201));
    return browser.pushed().getLast();
  }

  @Test
  void theTokenSaysWhoSendsToWhomAndUntilWhen() {
    FakeBrowser.Pushed pushed = pushed(Pages.page());
    assertThat(pushed.sender()).isEqualTo(KEY.publicKey());
    assertThat(pushed.claims())
        .isEqualTo(
            JsonObject.of(
                "aud",
                browser.endpoint(""),
                "exp",
                NOW.plus(Duration.ofHours(12)).getEpochSecond(),
                "sub",
                "https://imas.example"));
  }

  @Test
  void aPageIsUrgentAndKeptForHours() {
    FakeBrowser.Pushed page = pushed(Pages.page());
    assertThat(page.headers())
        .containsEntry("content-encoding", "aes128gcm")
        .containsEntry("urgency", "high")
        .containsEntry("ttl", "14400")
        .doesNotContainKey("topic");
    assertThat(page.text().getBoolean("urgent")).isTrue();
    assertThat(page.text().getString("title")).startsWith("SEV1 INC-7F3K");
    assertThat(page.text().getString("tag")).isEqualTo(Pages.INCIDENT.toString());
    assertThat(page.text().getString("url")).isEqualTo("/incidents/INC-7F3K");
    assertThat(page.text().getJsonArray("actions")).isEmpty();
  }

  @Test
  void anUpdateTakesThePlaceOfTheOneBeforeAndIsNotUrgent() {
    FakeBrowser.Pushed update = pushed(Pages.group("incident.resolved", "RESOLVED", 3, 0));
    assertThat(update.headers())
        .containsEntry("urgency", "normal")
        .hasEntrySatisfying("topic", topic -> assertThat(topic).matches("[A-Za-z0-9_-]{1,32}"));
    assertThat(update.text().getBoolean("urgent")).isFalse();
  }

  @Test
  void aPersonAcknowledgesByAButtonOfTheMessage() {
    Await.result(
        accepting()
            .send(
                Pages.to(address())
                    .with(
                        new ReplyLink(
                            new Secret("https://imas.example/imas/a/t0ken"),
                            List.of("acknowledge", "resolve")))));
    JsonObject text = browser.pushed().getLast().text();
    assertThat(text.getString("url")).isEqualTo("/imas/a/t0ken");
    assertThat(text.getJsonArray("actions"))
        .isEqualTo(
            JsonArray.of(
                JsonObject.of(
                    "title", "Acknowledge", "url", "/imas/a/t0ken", "form", "action=acknowledge"),
                JsonObject.of("title", "Incident", "url", "/incidents/INC-7F3K")));
    assertThat(text.getString("body")).doesNotContain("t0ken");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void aSubscriptionThatHasEndedIsGivenUpAtOnce(int status) {
    assertThat(send(answering(Reply.status(status)), Pages.page()))
        .isEqualTo(
            new Outcome.Refused(
                "HTTP "
                    + status
                    + ": the browser’s subscription has ended; enable push there again",
                status));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202})
  void whatThePushServiceTookIsSent(int status) {
    assertThat(send(answering(Reply.status(status)), Pages.page()))
        .isEqualTo(new Outcome.Accepted(null, status));
  }

  @Test
  void aBusyPushServiceSaysWhenToComeBack() {
    assertThat(send(answering(Reply.status(429, "Retry-After", "17")), Pages.page()))
        .isEqualTo(Outcome.Retry.notTaken("HTTP 429", 429, Duration.ofSeconds(17)));
    assertThat(send(answering(Reply.status(503, "Retry-After", "5")), Pages.page()))
        .isEqualTo(new Outcome.Retry("HTTP 503", 503, Duration.ofSeconds(5)));
    assertThat(send(answering(Reply.status(413)), Pages.page()))
        .isEqualTo(new Outcome.Refused("HTTP 413", 413));
  }

  @Test
  void theLongestPageFitsIntoOneRecord() {
    String long3 = "€".repeat(5_000);
    assertThat(pushed(Pages.page(long3, long3)).bytes()).isLessThanOrEqualTo(4_096);
  }

  @Test
  void innerNetworksAreRefusedUnlessAllowed() {
    assertThat(send(channel(List.of()), Pages.page()))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("notifier.webhook.allow"));
    assertThat(browser.pushed()).isEmpty();
  }

  @Test
  void anAddressOfAnEarlierVersionIsRefusedAndNotShown() {
    assertThat(Await.result(accepting().send(Pages.to("s3cr3t"))))
        .isEqualTo(Outcome.Refused.because("is no push subscription of a browser: it is not JSON"));
  }
}
