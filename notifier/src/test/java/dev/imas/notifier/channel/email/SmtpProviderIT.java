package dev.imas.notifier.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.imas.core.model.ProviderField;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FreePort;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.ChannelContract;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.ProviderConfig;
import dev.imas.notifier.egress.AddressPolicy;
import dev.imas.notifier.egress.Egress;
import dev.imas.notifier.egress.EgressConfig;
import dev.imas.notifier.egress.HostGate;
import dev.imas.notifier.egress.HostLimit;
import dev.imas.notifier.egress.NameResolver;
import dev.imas.notifier.egress.Resolution;
import dev.imas.notifier.egress.SystemNameResolver;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail servers as providers of tenants (NTF-05, NTF-06), against a real one. */
class SmtpProviderIT extends ChannelContract {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final List<FakeSmtp> moody = new ArrayList<>();
  private final List<Channel> opened = new ArrayList<>();

  @AfterEach
  void stopServers() {
    opened.forEach(channel -> Await.result(channel.close()));
    server.stop();
    moody.forEach(FakeSmtp::close);
  }

  @Override
  protected InstalledKind kind() {
    return new EmailKind();
  }

  @Override
  protected String address() {
    return "oncall@example.com";
  }

  private Channel open(SmtpProvider type, Map<String, Object> config, String... allow) {
    return open(type, config, new SystemNameResolver(vertx, 4, TIMEOUT, () -> {}), allow);
  }

  private Channel open(
      SmtpProvider type, Map<String, Object> config, NameResolver names, String... allow) {
    HostLimit perHost = new HostLimit(1_000, 1_000);
    Egress egress =
        new Egress(
            vertx,
            new EgressConfig(TIMEOUT, new AddressPolicy(List.of(allow)), Set.of(), perHost),
            16,
            names,
            new HostGate(perHost, any -> true, () -> {}),
            InstantSource.system(),
            "test");
    Map<String, String> secrets = new HashMap<>();
    if (config.get("password") instanceof String password) {
      secrets.put("password", password);
    }
    Channel channel = SmtpProvider.open(new ProviderConfig(type, config, secrets), vertx, egress);
    opened.add(channel);
    return channel;
  }

  private static Map<String, Object> config(int port) {
    return Map.of(
        "host",
        "127.0.0.1",
        "port",
        port,
        "from_email",
        "imas@example.com",
        "from_name",
        "Pager",
        "use_tls",
        false);
  }

  private Channel to(int port) {
    return open(SmtpProvider.smtp(), config(port), "127.0.0.0/8");
  }

  @Override
  protected Channel accepting() {
    server.start();
    return to(server.getSmtp().getPort());
  }

  private Channel moody(String greeting, String toRecipient) {
    FakeSmtp smtp = new FakeSmtp(vertx, greeting, toRecipient);
    moody.add(smtp);
    return to(smtp.port());
  }

  @Override
  protected Channel failingForNow() {
    return moody("220 hello", "451 greylisted, come back");
  }

  @Override
  protected Channel refusing() {
    return moody("220 hello", "550 no such user");
  }

  @Override
  protected Optional<Channel> silent() {
    return Optional.of(moody("", ""));
  }

  @Override
  protected List<String> arrived() {
    return Arrays.stream(server.getReceivedMessages())
        .map(mail -> GreenMailUtil.getWholeMessage(mail))
        .toList();
  }

  @Test
  void theProvidersOwnNameAndAddressAreTheSenders() throws Exception {
    assertThat(send(accepting(), Pages.page())).isInstanceOf(Outcome.Accepted.class);
    assertThat(server.getReceivedMessages()[0].getFrom()[0].toString())
        .contains("imas@example.com", "Pager");
  }

  @Test
  void whoHasAnAccountLogsIn() {
    server.setUser("ada", "the-password");
    server.start();
    Map<String, Object> known = new HashMap<>(config(server.getSmtp().getPort()));
    known.put("username", "ada");
    known.put("password", "the-password");
    assertThat(send(open(SmtpProvider.smtp(), known, "127.0.0.0/8"), Pages.page()))
        .isInstanceOf(Outcome.Accepted.class);

    Map<String, Object> wrong = new HashMap<>(known);
    wrong.put("password", "wrong");
    Outcome refused = send(open(SmtpProvider.smtp(), wrong, "127.0.0.0/8"), Pages.page());
    assertThat(refused)
        .isInstanceOfSatisfying(
            Outcome.Retry.class,
            retry -> {
              assertThat(retry.status()).isEqualTo(535);
              assertThat(retry.mayHaveArrived()).as("another server may send it").isFalse();
            });
    assertThat(refused.toString()).doesNotContain("wrong");
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void tlsIsDemandedUnlessItIsSaidOtherwise() {
    server.start();
    Map<String, Object> usual = new HashMap<>(config(server.getSmtp().getPort()));
    usual.remove("use_tls");
    assertThat(send(open(SmtpProvider.smtp(), usual, "127.0.0.0/8"), Pages.page()))
        .isInstanceOf(Outcome.Retry.class);
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void innerNetworksAreRefusedUnlessAllowed() {
    server.start();
    for (String host : List.of("127.0.0.1", "localhost")) {
      Map<String, Object> inner = new HashMap<>(config(server.getSmtp().getPort()));
      inner.put("host", host);
      assertThat(send(open(SmtpProvider.smtp(), inner), Pages.page()))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.reason()).contains("notifier.webhook.allow"));
    }
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  /**
   * A name server that answers with an allowed address when it is asked, and with another one a
   * moment later (DNS rebinding): no connection goes to what was not checked.
   */
  @Test
  void aServersNameIsResolvedOnceAndItsCheckedAddressIsSpokenTo() {
    server.start();
    AtomicInteger asked = new AtomicInteger();
    NameResolver rebinding =
        (tenant, host) ->
            Future.succeededFuture(
                new Resolution.Found(
                    List.of(
                        asked.getAndIncrement() == 0
                            ? InetAddress.getLoopbackAddress()
                            : InetAddress.ofLiteral("10.0.0.1"))));
    Map<String, Object> named = new HashMap<>(config(server.getSmtp().getPort()));
    named.put("host", "rebind.invalid");
    Channel channel = open(SmtpProvider.smtp(), named, rebinding, "127.0.0.0/8");

    assertThat(send(channel, Pages.page())).isInstanceOf(Outcome.Accepted.class);
    assertThat(asked.get()).as("look-ups for one mail").isEqualTo(1);
    assertThat(send(channel, Pages.page())).isInstanceOf(Outcome.Refused.class);
    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void whatNobodyListenedToWasCertainlyNotTaken() throws Exception {
    assertThat(send(to(FreePort.next()), Pages.page()))
        .isInstanceOfSatisfying(
            Outcome.Retry.class, retry -> assertThat(retry.mayHaveArrived()).isFalse());
    Map<String, Object> unknown = new HashMap<>(config(25));
    unknown.put("host", "no-such-host.invalid");
    assertThat(send(open(SmtpProvider.smtp(), unknown, "127.0.0.0/8"), Pages.page()))
        .isInstanceOfSatisfying(
            Outcome.Retry.class, retry -> assertThat(retry.mayHaveArrived()).isFalse());
  }

  @Test
  void scalewayNeedsAProjectAKeyAndASenderAlone() {
    SmtpProvider scaleway = SmtpProvider.scaleway();
    assertThat(scaleway.fields().stream().filter(ProviderField::isRequired))
        .extracting(ProviderField::name)
        .containsExactlyInAnyOrder("username", "password", "from_email");
    assertThat(scaleway.field("host").orElseThrow().usual()).isEqualTo("smtp.tem.scw.cloud");
    assertThat(scaleway.field("port").orElseThrow().usual()).isEqualTo(587);
    assertThat(scaleway.field("use_tls").orElseThrow().usual()).isEqualTo(true);
    assertThat(scaleway.field("password").orElseThrow().isSecret()).isTrue();
    assertThatThrownBy(() -> open(scaleway, Map.of("username", "p")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("from_email");
    server.start();
    Map<String, Object> config = new HashMap<>(config(server.getSmtp().getPort()));
    server.setUser("project", "key");
    config.put("username", "project");
    config.put("password", "key");
    assertThat(send(open(scaleway, config, "127.0.0.0/8"), Pages.page()))
        .isInstanceOf(Outcome.Accepted.class);
  }

  @Test
  void eachValueIsChecked() {
    for (SmtpProvider type : List.of(SmtpProvider.smtp(), SmtpProvider.scaleway())) {
      for (ProviderField field : type.fields()) {
        Object usual = field.usual();
        if (usual != null) {
          assertThat(field.faultOf(usual)).as(field.name()).isNull();
        }
      }
      assertThat(type.field("use_tls").orElseThrow().faultOf("yes")).contains("true or false");
      assertThat(type.field("host").orElseThrow().faultOf("a b")).isNotNull();
      assertThat(type.field("from_email").orElseThrow().faultOf("Bob <a@b.c>")).isNotNull();
      assertThat(type.field("from_email").orElseThrow().faultOf("a@b.c")).isNull();
    }
  }
}
