package dev.imas.core.servicelevel;

import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import dev.imas.core.servicelevel.LevelDefinition.UpdateEvery;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How often the stakeholders of incidents are to hear of them. On a virtual thread. */
public final class UpdateIntervals {

  private final ServiceLevelRepository repository = new ServiceLevelRepository();

  /** For incidents of that severity; null: as often as people see fit. */
  public @Nullable Duration of(Tx tx, Severity severity) {
    return repository.current(tx).await().definition().updates().stream()
        .filter(one -> one.severity() == severity)
        .map(UpdateEvery::every)
        .findFirst()
        .orElse(null);
  }
}
