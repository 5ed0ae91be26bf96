package dev.imas.core.freeze;

import static dev.imas.core.platform.Rows.time;
import static dev.imas.core.platform.Rows.tuple;

import dev.imas.core.model.EnvironmentTier;
import dev.imas.core.planned.Occurrence;
import dev.imas.core.planned.PlannedTimes;
import dev.imas.core.platform.Tx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which freezes concern a deployment. It awaits, on a virtual thread. */
public final class ConcerningFreezeRepository {

  /** A freeze that forbids the deployment, whenever it is in force. */
  public record Concerning(
      UUID id,
      String name,
      int version,
      boolean observes,
      boolean emergencies,
      PlannedTimes times) {

    /** The time at which it is in force then, or else begins within that time. */
    public Optional<Occurrence> at(Instant at, Duration within) {
      return times.between(at, at.plus(within), 1).stream().findFirst();
    }
  }

  private static final String READ =
      "SELECT * FROM freezes_of(current_tenant(), $1, $2, $3, $4, $5)";

  /**
   * @param repository from which is deployed; null: nobody knows
   */
  public List<Concerning> read(
      Tx tx,
      UUID service,
      String environment,
      EnvironmentTier tier,
      @Nullable UUID repository,
      Instant now) {
    List<Concerning> freezes = new ArrayList<>();
    for (Row row :
        tx.connection()
            .preparedQuery(READ)
            .execute(tuple(service, environment, (short) tier.number(), repository, time(now)))
            .await()) {
      freezes.add(
          new Concerning(
              row.getUUID("id"),
              row.getString("title"),
              row.getInteger("version"),
              row.getBoolean("observes"),
              row.getBoolean("emergencies"),
              FreezeRepository.times(row)));
    }
    return freezes;
  }
}
