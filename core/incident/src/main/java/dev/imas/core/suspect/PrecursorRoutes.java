package dev.imas.core.suspect;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Transactions;
import dev.imas.core.suspect.HitRateRoutes.Asked;
import dev.imas.core.suspect.PrecursorRepository.Material;
import dev.imas.core.suspect.PrecursorRepository.Picked;
import dev.imas.core.suspicion.Precursors;
import dev.imas.core.suspicion.Precursors.Found;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /suspects/precursors}: which changes precede a class of incidents. */
final class PrecursorRoutes {

  private static final int MOST = 20;

  private final Transactions transactions;
  private final InstantSource clock;
  private final ServiceRepository services = new ServiceRepository();
  private final PrecursorRepository repository = new PrecursorRepository();

  PrecursorRoutes(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get("/suspects/precursors", Permission.INCIDENT_READ, this::precursors);
  }

  /**
   * A kind of change.
   *
   * @param by what its changes have in common, such as repository
   */
  record Shown(
      String by,
      String value,
      int changes,
      int incidents,
      double share,
      double lowestShare,
      double baseRate,
      double lift) {

    static Shown of(Found found) {
      return new Shown(
          found.trait().dimension(),
          found.trait().value(),
          found.changes(),
          found.incidents(),
          rounded(found.share()),
          rounded(found.lowestShare()),
          rounded(found.baseRate()),
          rounded(found.lift()));
    }

    private static double rounded(double number) {
      return Math.round(number * 10_000) / 10_000.0;
    }
  }

  /**
   * @param from since when there is everything that was looked at
   * @param incidents how many there are in that time
   * @param changes how many there are in that time
   * @param isCut whether from is later than was asked for, since only so many are looked at
   */
  record Answered(
      Instant from,
      Instant to,
      int incidents,
      int changes,
      boolean isCut,
      List<Shown> precursors) {}

  private Answer precursors(Call call) {
    Query query = call.query("service", "group_key", "alert", "from", "to");
    Asked asked = Asked.read(query, clock.instant());
    Reference service = query.reference("service");
    String groupKey = query.text("group_key");
    String alert = query.text("alert");
    Material material =
        transactions.call(
            call.tenant(),
            tx -> {
              @Nullable UUID of =
                  service == null ? null : service.orNothing(services.findId(tx, service).await());
              return repository.read(tx, asked, new Picked(of, groupKey, alert));
            });
    List<Found> found =
        Precursors.find(
            material.from(), asked.to(), material.incidents(), material.changes(), MOST);
    return Answer.ok(
        new Answered(
            material.from(),
            asked.to(),
            material.incidents().size(),
            material.changes().size(),
            material.from().isAfter(asked.from()),
            found.stream().map(Shown::of).toList()));
  }
}
