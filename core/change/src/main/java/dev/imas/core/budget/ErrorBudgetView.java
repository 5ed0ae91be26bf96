package dev.imas.core.budget;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.http.Versioned;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An error budget, as the API shows it.
 *
 * @param target in percent
 * @param until when it is no longer spent if nothing breaks
 * @param outages the latest that count, at most twenty
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ErrorBudgetView(
    UUID id,
    String name,
    OfService service,
    double target,
    int days,
    boolean blocks,
    long allowedSeconds,
    long spentSeconds,
    boolean isSpent,
    @Nullable Instant until,
    List<ServiceOutage> outages,
    int version,
    Instant createdAt,
    Instant updatedAt)
    implements Versioned {

  private static final int MOST_OUTAGES = 20;

  record OfService(UUID id, String name) {}

  ErrorBudgetView {
    outages = List.copyOf(outages);
  }

  static ErrorBudgetView of(StoredBudget stored, ErrorBudget.Spending spending) {
    List<ServiceOutage> outages = spending.outages();
    return new ErrorBudgetView(
        stored.id(),
        stored.name(),
        new OfService(stored.service(), stored.serviceName()),
        stored.budget().target(),
        stored.budget().days(),
        stored.blocks(),
        spending.allowed().toSeconds(),
        spending.spent().toSeconds(),
        spending.isSpent(),
        spending.until(),
        outages.subList(0, Math.min(MOST_OUTAGES, outages.size())),
        stored.version(),
        stored.createdAt(),
        stored.updatedAt());
  }

  /** Its settings, as the audit keeps them. */
  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("name", name);
    settings.put("service", service.id);
    settings.put("target", target);
    settings.put("days", days);
    settings.put("blocks", blocks);
    return settings;
  }
}
