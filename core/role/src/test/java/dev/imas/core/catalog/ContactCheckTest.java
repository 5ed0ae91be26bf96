package dev.imas.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.imas.core.ChannelsOfTests;
import dev.imas.core.KindOfTests;
import dev.imas.core.catalog.ContactCheck.Finding;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.ChannelOffer;
import dev.imas.core.model.ChannelReach;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactCheckTest {

  private static final String INNER = "http://chat.inner";

  private static final ContactCheck CHECK =
      new ContactCheck(new ChannelKinds(new ChannelsOfTests().kinds()));

  private static final ChannelOffer WITHOUT_MAIL = offer("console", "webhook");
  private static final ChannelOffer WITH_MAIL = offer("console", "webhook", "email");
  private static final ChannelOffer ALLOWING =
      new ChannelOffer(
          Map.of("webhook", new ChannelReach(Map.of("allow", List.of("outer", "inner")))));

  private static ChannelOffer offer(String... channels) {
    Map<String, ChannelReach> offered = new HashMap<>();
    for (String channel : channels) {
      offered.put(channel, ChannelReach.ANYWHERE);
    }
    return new ChannelOffer(offered);
  }

  private static List<Finding> check(String channel, String address, ChannelOffer... offers) {
    return CHECK.check(channel, address, true, List.of(offers), Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "console, console",
    "email, ops@example.org",
    "webhook, https://hooks.example/x",
  })
  void whatARunningNotifierCanSendToIsTakenWithoutAWord(String channel, String address) {
    assertThat(check(channel, address, WITH_MAIL)).isEmpty();
  }

  @Test
  void aChannelThatIsNotInstalledIsRefusedWithThoseThatAre() {
    assertThat(check("pigeon", "the coop", WITH_MAIL))
        .extracting(Finding::pointer, Finding::text, Finding::isFault)
        .containsExactly(
            tuple(
                "/channel",
                "must be one of webhook, email, console, sms, ntfy, browser, tracker",
                true));
  }

  @Test
  void anAddressOfTheWrongFormIsRefusedAsItsKindSays() {
    assertThat(check("email", "nobody"))
        .extracting(Finding::pointer, Finding::text, Finding::isFault)
        .containsExactly(tuple("/address", "is no address of a email", true));
  }

  @Test
  void whatNobodyOffersIsRefusedWithWhatToSet() {
    assertThat(check("email", "ops@example.org", WITHOUT_MAIL))
        .extracting(Finding::pointer, Finding::text, Finding::isFault)
        .containsExactly(
            tuple("/channel", "no running notifier offers email: set email.on on it", true));
  }

  @Test
  void anInactiveContactMayWaitForItsNotifier() {
    assertThat(CHECK.check("email", "ops@example.org", false, List.of(WITHOUT_MAIL), Map.of()))
        .singleElement()
        .satisfies(found -> assertThat(found.isFault()).isFalse());
    assertThat(CHECK.check("webhook", INNER, false, List.of(WITHOUT_MAIL), Map.of()))
        .singleElement()
        .satisfies(found -> assertThat(found.isFault()).isFalse());
  }

  @Test
  void whatNoNotifierCanReachIsRefusedAndWhatOneCanIsTaken() {
    assertThat(check("webhook", INNER, WITHOUT_MAIL))
        .extracting(Finding::pointer, Finding::text, Finding::isFault)
        .containsExactly(tuple("/address", "is inner; have it allowed", true));
    assertThat(check("webhook", INNER, ALLOWING)).isEmpty();
    assertThat(check("webhook", INNER, ALLOWING, WITHOUT_MAIL))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.isFault()).isFalse();
              assertThat(found.text()).contains("1 of 2");
            });
  }

  @Test
  void whoDoesNotOfferTheChannelIsNotAskedHowFarItReaches() {
    assertThat(check("webhook", INNER, ALLOWING, offer("email")))
        .singleElement()
        .satisfies(found -> assertThat(found.pointer()).isEqualTo("/channel"));
  }

  @Test
  void withoutANotifierItIsTakenWithAWarning() {
    assertThat(check("webhook", INNER))
        .singleElement()
        .satisfies(found -> assertThat(found.isFault()).isFalse());
  }

  @Test
  void aContactOfAPlaceNamesAnActiveProvider() {
    ContactCheck check =
        new ContactCheck(new ChannelKinds(List.of(KindOfTests.named("room").usuallyAt("any"))));
    Map<String, List<String>> provided = Map.of("room", List.of("ops"));
    List<ChannelOffer> running = List.of(offer("console"));
    assertThat(check.check("room", "OPS", true, running, provided)).isEmpty();
    assertThat(check.check("room", "any", true, running, provided)).isEmpty();
    assertThat(check.check("room", "dev", true, running, provided))
        .extracting(Finding::pointer, Finding::text, Finding::isFault)
        .containsExactly(tuple("/address", "names no active provider of room; there is ops", true));
    assertThat(check.check("room", "dev", true, running, Map.of()))
        .extracting(Finding::pointer, Finding::text, Finding::isFault)
        .containsExactly(
            tuple("/channel", "there is no active provider for room: set room.on on it", true));
  }
}
