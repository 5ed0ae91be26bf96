package dev.imas.core.delivery;

import dev.imas.core.access.Permission;
import dev.imas.core.delivery.ObjectiveRepository.Figures;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.UnindexedReads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * {@code /delivery-objectives}: how soon pages were accepted in a period, by severity and channel.
 */
public final class ObjectiveRoutes {

  private static final Duration USUAL = Duration.ofHours(24);
  private static final Duration LONGEST = Duration.ofDays(31);

  record Objectives(Instant from, Instant to, List<Figures> items) {}

  private final UnindexedReads reads;
  private final InstantSource clock;
  private final ObjectiveRepository objectives = new ObjectiveRepository();

  public ObjectiveRoutes(UnindexedReads reads, InstantSource clock) {
    this.reads = reads;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.get("/delivery-objectives", Permission.DELIVERY_READ, this::figures);
  }

  private Answer figures(Call call) {
    Query query = call.query("from", "to");
    Instant until = query.time("to");
    Instant to = until == null ? clock.instant() : until;
    Instant since = query.time("from");
    Instant from = since == null ? to.minus(USUAL) : since;
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
      throw Fault.at(
          Fault.Kind.BAD_REQUEST,
          "from",
          "from must be before to, by " + LONGEST.toDays() + " days at most");
    }
    return Answer.ok(
        new Objectives(
            from,
            to,
            reads.call(
                call.tenant(),
                "deliveries",
                "a shorter period",
                tx -> objectives.figures(tx, from, to))));
  }
}
