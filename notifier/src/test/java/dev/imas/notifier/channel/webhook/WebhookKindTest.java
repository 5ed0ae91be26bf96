package dev.imas.notifier.channel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.model.ChannelKind.Demand;
import dev.imas.core.model.ChannelReach;
import dev.imas.notifier.channel.EgressReach;
import dev.imas.notifier.egress.AddressPolicy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookKindTest {

  private static final WebhookKind KIND = new WebhookKind();

  private static ChannelReach reach(Set<Integer> ports, String... allow) {
    return EgressReach.of(new AddressPolicy(List.of(allow)), ports);
  }

  /** What a notifier with this reach cannot do. */
  private static List<String> unmet(String address, ChannelReach reach) {
    return KIND.demands(address).stream()
        .filter(demand -> !demand.isMet().test(reach))
        .map(Demand::otherwise)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://x.example/", "https:///x", "hooks.example", "http://x:99999/"})
  void needsAWebAddress(String address) {
    assertThat(KIND.faultOf(address)).startsWith("is no http or https address to post to: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://hooks.example/x", "http://93.184.216.34:8080/x"})
  void publicAddressesNeedNoLeave(String address) {
    assertThat(KIND.faultOf(address)).isNull();
    assertThat(unmet(address, reach(Set.of()))).isEmpty();
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
  void innerAddressesNeedTheLeaveOfTheNotifier(String address) {
    assertThat(unmet(address, reach(Set.of())))
        .singleElement()
        .asString()
        .contains("notifier.webhook.allow");
    assertThat(
            unmet(
                address,
                reach(Set.of(), "127.0.0.0/8", "::1", "169.254.0.0/16", "localhost", "10.0.0.1")))
        .isEmpty();
  }

  @Test
  void portsThatMayNotBePostedToAreToldOf() {
    ChannelReach limited = reach(Set.of(443));
    assertThat(unmet("https://hooks.example/", limited)).isEmpty();
    assertThat(unmet("https://hooks.example:8443/", limited))
        .singleElement()
        .asString()
        .startsWith("port 8443");
  }

  @Test
  void onlyTheHostIsShown() {
    assertThat(KIND.shown("https://user:pass@hooks.example/services/T0/B1?token=abc"))
        .isEqualTo("https://hooks.example:443/…");
    assertThat(KIND.shown("no address at all")).isEqualTo("…");
  }
}
