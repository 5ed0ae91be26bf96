package dev.imas.core.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.platform.Secret;
import dev.imas.core.tenant.Bootstrap;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WelcomeTest {

  private static String shown(Optional<Secret> key, Optional<Secret> token, boolean pinned) {
    return shown(Map.of("gateway", 8080), key, token, pinned);
  }

  private static String shown(
      Map<String, Integer> ports, Optional<Secret> key, Optional<Secret> token, boolean pinned) {
    StringWriter out = new StringWriter();
    new Welcome(
            ports,
            Set.of(),
            new Bootstrap.Result(
                new UUID(0, 1), key, token, token.map(t -> new Secret("imas_inv_c"))),
            pinned,
            pinned,
            null)
        .print(new PrintWriter(out));
    return out.toString();
  }

  @Test
  void theFirstStartShowsBothOnceAndALineToTry() {
    assertThat(
            shown(
                Optional.of(new Secret("imas_src_k")),
                Optional.of(new Secret("imas_adm_t")),
                false))
        .contains("imas_src_k   (shown this once)")
        .contains("imas_adm_t   (shown this once)")
        .contains("imas_inv_c   (shown this once; makes your account)")
        .contains("Bearer imas_src_k\"");
  }

  /** Behind the "#", which browsers send to nobody. */
  @Test
  void theCodeIsALinkToTheDashboardWhereCoreRuns() {
    Optional<Secret> token = Optional.of(new Secret("imas_adm_t"));
    assertThat(shown(Map.of("core", 8090), Optional.empty(), token, false))
        .contains("http://localhost:8090/welcome#imas_inv_c   (shown this once");
  }

  @Test
  void aPortThatIsNotChosenYetIsNoPartOfALink() {
    Welcome early =
        new Welcome(Map.of("core", 0), Set.of(), Bootstrap.Result.NOTHING, false, false, null);
    assertThat(early.firstLink(new Secret("imas_inv_c"))).isEqualTo("imas_inv_c");
  }

  @Test
  void portsWithTlsAreShownWithHttps() {
    StringWriter out = new StringWriter();
    new Welcome(
            Map.of("gateway", 8080, "notifier", 8091),
            Set.of("gateway"),
            Bootstrap.Result.NOTHING,
            false,
            false,
            null)
        .print(new PrintWriter(out));

    assertThat(out.toString())
        .contains("gateway   https://localhost:8080")
        .contains("notifier  http://localhost:8091")
        .contains(" https://localhost:8080/api/v1/webhooks/custom/");
  }

  @Test
  void laterStartsSayHowToGetOthers() {
    assertThat(shown(Optional.empty(), Optional.empty(), false)).doesNotContain("admin ");
    assertThat(shown(Optional.empty(), Optional.empty(), false))
        .contains("shown at the first start; another: POST /api/v1/sources/<id>/keys")
        .contains("shown at the first start; another: imas token create");
  }

  @Test
  void whatTheUserChoseIsNotShown() {
    assertThat(shown(Optional.empty(), Optional.empty(), true))
        .contains("the one in IMAS_BOOTSTRAP_SOURCE_KEY")
        .contains("Bearer $IMAS_BOOTSTRAP_SOURCE_KEY");
  }
}
