package dev.imas.core.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.http.Paging;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.RuleDefinition;
import dev.imas.core.rule.RuleSetDefinition;
import dev.imas.core.rule.Service;
import dev.imas.core.rule.ServiceCatalog;
import dev.imas.core.ruleset.RuleSetRepository.RuleSetView;
import java.util.ArrayList;
import java.util.List;

/** Rules and services from the database, in the form in which alerts are routed by them. */
public final class StoredRules {

  private static final int MOST_SERVICES = 10_000;

  private StoredRules() {}

  public static RuleSetDefinition of(RuleSetView version) {
    try {
      List<RuleDefinition> rules = new ArrayList<>();
      for (JsonNode rule : Json.MAPPER.readTree(version.rules())) {
        rules.add(Json.MAPPER.treeToValue(rule, RuleDefinition.class));
      }
      return new RuleSetDefinition(rules);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored rule set cannot be read", e);
    }
  }

  public static List<ServiceView> services(Tx tx, ServiceRepository services) {
    return services.list(tx, null, null, new Paging(MOST_SERVICES, null)).await();
  }

  /** Those to which alerts are routed. */
  public static ServiceCatalog catalog(List<ServiceView> services) {
    return ServiceCatalog.of(
        services.stream()
            .filter(s -> s.isActive() || s.isTriage())
            .map(s -> new Service(s.id(), s.name(), s.aliases(), s.isTriage()))
            .toList());
  }
}
