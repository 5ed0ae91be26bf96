package dev.imas.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.catalog.ContactCheck.Finding;
import dev.imas.core.model.AddressPolicy;
import dev.imas.core.model.ChannelOffer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactCheckTest {

  private static final ChannelOffer WITHOUT_MAIL = offer(Set.of("console", "webhook"), Set.of());
  private static final ChannelOffer WITH_MAIL =
      offer(Set.of("console", "webhook", "email"), Set.of());

  private static ChannelOffer offer(Set<String> channels, Set<Integer> ports, String... allow) {
    return new ChannelOffer(channels, new AddressPolicy(List.of(allow)), ports);
  }

  private static List<Finding> check(String channel, String address, ChannelOffer... offers) {
    return ContactCheck.check(channel, address, true, List.of(offers));
  }

  @ParameterizedTest
  @CsvSource({
    "console, console",
    "email, ops@example.org",
    "webhook, https://hooks.example/x",
    "webhook, http://93.184.216.34:8080/x"
  })
  void whatARunningNotifierCanSendToIsTakenWithoutAWord(String channel, String address) {
    assertThat(check(channel, address, WITH_MAIL)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody",
        "@example.org",
        "a@b.example, c@d.example",
        "Bob <a@b.example>",
        "a b@c.example"
      })
  void mailNeedsOnePlainAddress(String address) {
    assertThat(check("email", address, WITH_MAIL))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.isFault()).isTrue();
              assertThat(found.pointer()).isEqualTo("/address");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x.example/", "https:///x", "hooks.example", "http://x:99999/"})
  void aWebhookNeedsAWebAddress(String address) {
    assertThat(check("webhook", address))
        .singleElement()
        .satisfies(found -> assertThat(found.isFault()).isTrue());
  }

  @Test
  void mailWithoutAMailServerIsRefusedWithTheSettingThatMendsIt() {
    assertThat(check("email", "ops@example.org", WITHOUT_MAIL))
        .containsExactly(
            new Finding(
                "/channel",
                "no running notifier offers email: set smtp.host and smtp.from (IMAS_SMTP_HOST,"
                    + " IMAS_SMTP_FROM) on it",
                true));
  }

  @Test
  void anInactiveContactMayWaitForItsNotifier() {
    assertThat(ContactCheck.check("email", "ops@example.org", false, List.of(WITHOUT_MAIL)))
        .singleElement()
        .satisfies(found -> assertThat(found.isFault()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:9/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data",
        "https://localhost/x",
        "http://10.0.0.1/"
      })
  void aninnerAddressIsRefusedUnlessSomeNotifierMayPostThere(String address) {
    assertThat(check("webhook", address, WITHOUT_MAIL))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.isFault()).isTrue();
              assertThat(found.text()).contains("notifier.webhook.allow");
            });
    ChannelOffer allowed =
        offer(
            Set.of("webhook"),
            Set.of(),
            "127.0.0.0/8",
            "::1",
            "169.254.0.0/16",
            "localhost",
            "10.0.0.1");
    assertThat(check("webhook", address, allowed)).isEmpty();
    assertThat(check("webhook", address, allowed, WITHOUT_MAIL))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.isFault()).isFalse();
              assertThat(found.text()).contains("1 of 2");
            });
  }

  @Test
  void portsThatNobodyMayPostToAreRefused() {
    ChannelOffer limited = offer(Set.of("webhook"), Set.of(443));
    assertThat(check("webhook", "https://hooks.example/", limited)).isEmpty();
    assertThat(check("webhook", "https://hooks.example:8443/", limited))
        .singleElement()
        .satisfies(found -> assertThat(found.text()).startsWith("port 8443"));
  }

  @Test
  void withoutANotifierItIsTakenWithAWarning() {
    assertThat(check("webhook", "http://127.0.0.1/"))
        .singleElement()
        .satisfies(found -> assertThat(found.isFault()).isFalse());
  }
}
