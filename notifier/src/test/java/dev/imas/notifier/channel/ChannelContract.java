package dev.imas.notifier.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.PageContent;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.platform.Settings;
import dev.imas.fixtures.Await;
import dev.imas.notifier.Pages;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What every channel must do for the delivery of pages. The test of a channel extends this and puts
 * its receiver into each state.
 */
public abstract class ChannelContract {

  /** It must not appear in any reason: addresses carry secrets in paths and credentials. */
  protected static final String SECRET_PART = "s3cr3t";

  protected final Vertx vertx = Vertx.vertx();

  protected abstract InstalledKind kind();

  /**
   * An address of the receiver. Where addresses can hold secrets, it contains {@link #SECRET_PART}.
   */
  protected abstract String address();

  protected abstract Channel accepting();

  protected abstract Channel failingForNow();

  protected abstract Channel refusing();

  /** A receiver that accepts the message and does not answer; empty where that is impossible. */
  protected Optional<Channel> silent() {
    return Optional.empty();
  }

  /** Everything that arrived, by message, with the message's own headers. */
  protected abstract List<String> arrived();

  @AfterEach
  void closeVertx() {
    Await.result(vertx.close());
  }

  protected final Outcome send(Channel channel, PageContent page) {
    return Await.result(channel.send(Pages.to(address(), page, null)));
  }

  @Test
  void itsKindTakesTheAddressAndShowsNoSecretOfIt() {
    assertThat(new ChannelKinds(List.of(kind())).types()).containsExactly(kind().type());
    assertThat(kind().faultOf(address())).isNull();
    assertThat(kind().shown(address())).doesNotContain(SECRET_PART).isNotEmpty();
    assertThat(kind().shown("")).doesNotContain(SECRET_PART);
  }

  @Test
  void itsSettingsHaveDefaultsAndItsTimeoutIsBounded() {
    Settings settings = new Settings(Map.of(), new Properties());
    Optional<ChannelSetup> setup = kind().configure(settings);
    assertThat(settings.faults()).isEmpty();
    setup.ifPresent(s -> assertThat(s.timeout()).isLessThanOrEqualTo(Duration.ofSeconds(30)));
    assertThat(kind().mend()).isNotEmpty();
  }

  @Test
  void whatTheReceiverTookIsAccepted() {
    assertThat(send(accepting(), Pages.page())).isInstanceOf(Outcome.Accepted.class);
    assertThat(arrived()).hasSize(1);
    assertThat(arrived().get(0)).contains("Database is down").contains("7F3K");
  }

  @Test
  void aPassingFailureMayBeTriedAgain() {
    assertThat(send(failingForNow(), Pages.page()))
        .isInstanceOfSatisfying(
            Outcome.Retry.class, retry -> assertThat(retry.reason()).doesNotContain(SECRET_PART));
  }

  @Test
  void aRefusalIsFinal() {
    assertThat(send(refusing(), Pages.page()))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).doesNotContain(SECRET_PART));
  }

  @Test
  void aReceiverThatSaysNothingIsGivenUpInTime() {
    Optional<Channel> silent = silent();
    Assumptions.assumeTrue(silent.isPresent(), "no such receiver for " + kind().type());
    assertThat(send(silent.orElseThrow(), Pages.page()))
        .isInstanceOfSatisfying(
            Outcome.Retry.class, retry -> assertThat(retry.reason()).doesNotContain(SECRET_PART));
  }

  /** Whether its receiver is a program, which reads times as they are stored. */
  protected boolean isReadByPrograms() {
    return false;
  }

  @Test
  void noMessageOfAnyKindHasMicrosecondsOrItsNumberTwice() {
    Channel channel = accepting();
    for (PageContent page : Pages.everyKind("INC-7F3K")) {
      Await.result(
          channel.send(
              new Message(
                  Pages.DELIVERY,
                  Pages.TENANT,
                  Pages.INCIDENT,
                  address(),
                  null,
                  page,
                  Pages.folded(),
                  null,
                  "https://imas.example/incidents/INC-7F3K",
                  1)));
    }
    assertThat(arrived()).isNotEmpty();
    for (String one : arrived()) {
      assertThat(one).doesNotContain("INC-INC", "INC INC");
      if (!isReadByPrograms()) {
        // Discord shows this field to each reader in their own time, to the minute.
        assertThat(one.replaceAll("\"timestamp\":\"[^\"]*\"", ""))
            .doesNotContain(".123456", ".987654");
      }
    }
  }

  @Test
  void aRepeatCanBeTold() {
    Channel channel = accepting();
    send(channel, Pages.page());
    send(channel, Pages.page());
    assertThat(arrived()).hasSize(2).allSatisfy(one -> assertThat(one).contains(id()));
  }

  @Test
  void hostileTextDoesNoHarm() {
    PageContent hostile =
        Pages.page(
            "x\u001b[2J\u001b]0;owned\u0007\r\nBcc: evil@example.com\r\n\r\n.\r\nQUIT",
            "\u009b31m\u202Etxt\u0000\nend");
    assertThat(send(accepting(), hostile)).isInstanceOf(Outcome.Accepted.class);
    assertThat(arrived()).hasSize(1);
    assertThat(arrived().get(0))
        .doesNotContain("\u001b")
        .doesNotContain("\u0007")
        .doesNotContain("\u009b")
        .doesNotContain("\u0000")
        .doesNotContain("\nBcc:");
  }

  private static String id() {
    return Pages.DELIVERY.toString();
  }
}
