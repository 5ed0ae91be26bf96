package dev.imas.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.incident.IncidentFacets.Alike;
import dev.imas.core.incident.IncidentFacets.Facet;
import dev.imas.core.incident.IncidentFacets.Others;
import dev.imas.core.incident.IncidentFacets.Value;
import dev.imas.core.model.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IncidentFacetsTest {

  private static final List<Alike> ALL =
      List.of(
          alike(IncidentStatus.TRIGGERED, Severity.SEV1_CRITICAL, "checkout", "Payments", 2),
          alike(IncidentStatus.TRIGGERED, Severity.SEV3_MEDIUM, "search", "Shop", 5),
          alike(IncidentStatus.RESOLVED, Severity.SEV1_CRITICAL, "search", "Shop", 30),
          alike(IncidentStatus.RESOLVED, Severity.SEV3_MEDIUM, "cart", "Shop", 7));

  /** Of the filter already: an incident has several, so they are counted where it is known. */
  private static final List<Value> TAGGED =
      List.of(new Value("b", 2), new Value("vendor", 5), new Value("a", 2));

  @Test
  void withoutAFilterEachFacetCountsAll() {
    assertThat(IncidentFacets.of(ALL, TAGGED, filter(null, null)).facets())
        .extracting(Facet::by)
        .containsExactly("status", "severity", "service", "team", "tag");
    assertThat(values("tag", null, null))
        .containsExactly(new Value("vendor", 5), new Value("a", 2), new Value("b", 2));
    assertThat(values("status", null, null))
        .containsExactly(new Value("RESOLVED", 37), new Value("TRIGGERED", 7));
    assertThat(values("service", null, null))
        .containsExactly(new Value("search", 35), new Value("cart", 7), new Value("checkout", 2));
  }

  @Test
  void aFacetLeavesItsOwnConditionOut() {
    assertThat(values("status", "TRIGGERED", "shop"))
        .containsExactly(new Value("RESOLVED", 37), new Value("TRIGGERED", 5));
    assertThat(values("severity", "TRIGGERED", "shop"))
        .containsExactly(new Value("SEV3_MEDIUM", 5));
    assertThat(values("team", "TRIGGERED", "shop"))
        .containsExactly(new Value("Shop", 5), new Value("Payments", 2));
  }

  @Test
  void whatIsBeyondTheMostValuesIsToldAsOne() {
    List<Alike> many = new ArrayList<>();
    for (int n = 0; n < IncidentFacets.MOST_VALUES + 3; n++) {
      many.add(
          alike(
              IncidentStatus.TRIGGERED, Severity.SEV4_LOW, "s" + n, "Shop", 1 + (n < 50 ? 1 : 0)));
    }
    Facet services = IncidentFacets.of(many, TAGGED, filter(null, null)).facets().get(2);
    assertThat(services.values()).hasSize(IncidentFacets.MOST_VALUES);
    assertThat(services.values().getFirst().count()).isEqualTo(2);
    assertThat(services.others()).isEqualTo(new Others(3, 3));
  }

  private static List<Value> values(String by, @Nullable String status, @Nullable String team) {
    return IncidentFacets.of(ALL, TAGGED, filter(status, team)).facets().stream()
        .filter(facet -> facet.by().equals(by))
        .findFirst()
        .orElseThrow()
        .values();
  }

  private static IncidentFilter filter(@Nullable String status, @Nullable String team) {
    String[] statuses = status == null ? null : new String[] {status};
    return new IncidentFilter(
        null, statuses, null, null, null, null, team, null, null, null, null, null, null, null,
        null, null, null, null);
  }

  private static Alike alike(
      IncidentStatus status, Severity severity, String service, String team, long count) {
    return new Alike(
        status,
        severity,
        UUID.nameUUIDFromBytes(service.getBytes(StandardCharsets.UTF_8)),
        service,
        UUID.nameUUIDFromBytes(team.getBytes(StandardCharsets.UTF_8)),
        team,
        count);
  }
}
