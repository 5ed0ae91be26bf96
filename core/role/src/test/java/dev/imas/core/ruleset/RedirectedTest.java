package dev.imas.core.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.imas.core.catalog.ServiceRepository.Owner;
import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.platform.Json;
import dev.imas.core.rule.LookupTable;
import dev.imas.core.rule.RuleSetDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who gets no alerts any more once other rules are in force. */
class RedirectedTest {

  private static final List<ServiceView> SERVICES =
      List.of(
          service("Unknown/Triage", true),
          service("Checkout", false),
          service("Cart", false),
          service("ops", false));

  private static ServiceView service(String name, boolean isTriage) {
    UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return new ServiceView(
        id,
        name,
        List.of(),
        "",
        new Owner(id, "Team"),
        "TIER_3",
        null,
        null,
        null,
        null,
        List.of(),
        null,
        true,
        isTriage,
        1,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static Redirected.Rules rules(String json) {
    try {
      return new Redirected.Rules(
          Json.MAPPER.readValue(
              ("{'rules':[" + json + "]}").replace('\'', '"'), RuleSetDefinition.class),
          LookupTable.Versions.NONE);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<String> warnings(String before, String after) {
    return Redirected.warnings(rules(before), rules(after), SERVICES, Instant.EPOCH);
  }

  @Test
  void aRuleThatTakesEveryAlertIsWarnedOf() {
    assertThat(
            warnings(
                "",
                "{'name':'route.routes[0]','matchers':['service=Cart'],'service':'Cart'},"
                    + "{'name':'route','matchers':[],'service':'ops'}"))
        .containsExactly(
            "the rule 'route' will take the alerts that name the service Checkout by the label"
                + " service; to keep them there, put a rule for them before it");
  }

  @Test
  void whatItTookBeforeIsNothingNew() {
    String all = "{'name':'route','matchers':[],'service':'ops'}";

    assertThat(warnings(all, all)).isEmpty();
    assertThat(warnings(all, "")).isEmpty();
    assertThat(warnings("", "{'name':'calm','matchers':[],'severity':'SEV4','continue':true}"))
        .isEmpty();
  }
}
