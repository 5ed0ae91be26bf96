package dev.imas.core.ruleset;

import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.catalog.ServiceRepository.ServiceView;
import dev.imas.core.http.ListRange;
import dev.imas.core.platform.Tx;
import dev.imas.core.rule.Service;
import dev.imas.core.rule.ServiceCatalog;
import dev.imas.core.sla.ServiceTier;
import java.util.List;

/** Services from the database, in the form in which alerts are routed to them. */
public final class StoredRules {

  private static final int MOST_SERVICES = 10_000;

  private StoredRules() {}

  public static List<ServiceView> services(Tx tx, ServiceRepository services) {
    return services.all(tx, new ListRange(MOST_SERVICES, null)).await();
  }

  /** Those to which alerts are routed. */
  public static ServiceCatalog catalog(List<ServiceView> services) {
    return ServiceCatalog.of(
        services.stream()
            .filter(s -> s.isActive() || s.isTriage())
            .map(
                s ->
                    new Service(
                        s.id(),
                        s.name(),
                        s.aliases(),
                        s.isTriage(),
                        ServiceTier.valueOf(s.tier()),
                        new Service.Owner(s.ownerTeam().id(), s.ownerTeam().name())))
            .toList());
  }
}
