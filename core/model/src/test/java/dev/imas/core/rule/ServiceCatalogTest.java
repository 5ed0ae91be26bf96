package dev.imas.core.rule;

import static dev.imas.core.rule.Rules.CATALOG;
import static dev.imas.core.rule.Rules.CHECKOUT;
import static dev.imas.core.rule.Rules.SEARCH;
import static dev.imas.core.rule.Rules.TRIAGE;
import static dev.imas.core.rule.Rules.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceCatalogTest {

  @Test
  void findsByNameAliasOrIdWhateverTheCase() {
    assertThat(CATALOG.find("checkout")).isEqualTo(CHECKOUT);
    assertThat(CATALOG.find("CheckOut")).isEqualTo(CHECKOUT);
    assertThat(CATALOG.find("KASSE")).isEqualTo(CHECKOUT);
    assertThat(CATALOG.find("Search")).isEqualTo(SEARCH);
    assertThat(CATALOG.find("search")).isEqualTo(SEARCH);
    assertThat(CATALOG.find("unknown/triage")).isEqualTo(TRIAGE);
    assertThat(CATALOG.find(SEARCH.id().toString())).isEqualTo(SEARCH);
    assertThat(CATALOG.find("sear")).isNull();
  }

  @Test
  void nameOfOneServiceIsNeverLostToAnAliasOfAnother() {
    Service greedy = service(3, "greedy", false, "API", "api");
    Service api = service(4, "Api", false);
    ServiceCatalog catalog = ServiceCatalog.of(List.of(TRIAGE, greedy, api));
    for (String written : List.of("API", "api", "Api", "aPI")) {
      assertThat(catalog.find(written)).as(written).isEqualTo(api);
    }
  }

  @Test
  void triageIsAlwaysThereAndOnlyOnce() {
    assertThat(CATALOG.triage()).isEqualTo(TRIAGE);
    assertThatThrownBy(() -> ServiceCatalog.of(List.of(CHECKOUT)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ServiceCatalog.of(List.of(TRIAGE, service(9, "x", true))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
