package dev.imas.core.incident;

import dev.imas.core.feature.Feature;
import dev.imas.core.platform.DatabaseFailure;
import dev.imas.core.platform.Pipeline;
import dev.imas.core.platform.Tx;
import dev.imas.core.work.Overtaken;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The only way to change incidents, for intake, the API and everything else. It stores the changes
 * with their timeline entries, runs the reactions that tell people one after the other, and then
 * the rest beside each other.
 */
public final class IncidentWriter {

  private final IncidentRepository incidents = new IncidentRepository();
  private final OpeningRepository openings = new OpeningRepository();
  private final TimelineRepository timeline = new TimelineRepository();
  private final Supplier<Reactions> reactions;

  /**
   * What runs after a change is stored.
   *
   * @param inOrder each begins when the one before has ended; paging comes first
   * @param beside follow together, so that a page waits for one round trip and not for one of each.
   *     None may read what another of them writes
   */
  public record Reactions(List<IncidentReaction> inOrder, List<IncidentReaction> beside) {

    public Reactions {
      inOrder = List.copyOf(inOrder);
      beside = List.copyOf(beside);
    }

    /** Those of the features, each kind in their order. */
    public static Reactions of(Collection<? extends Feature> features) {
      List<IncidentExtension> extensions =
          features.stream()
              .filter(IncidentExtension.class::isInstance)
              .map(IncidentExtension.class::cast)
              .toList();
      return new Reactions(
          Stream.concat(
                  extensions.stream().flatMap(one -> one.records().stream()),
                  extensions.stream().flatMap(one -> one.paging().stream()))
              .toList(),
          extensions.stream().flatMap(one -> one.reactions().stream()).toList());
    }
  }

  public IncidentWriter(List<IncidentReaction> inOrder, List<IncidentReaction> beside) {
    Reactions reactions = new Reactions(inOrder, beside);
    this.reactions = () -> reactions;
  }

  /**
   * @param reactions asked for with each change. Features that change incidents are among those
   *     that react to changes, so the writer is there before all of them are
   */
  public IncidentWriter(Supplier<Reactions> reactions) {
    this.reactions = reactions;
  }

  /**
   * @param changes at most one per incident; the transaction must have locked those that are not
   *     new
   * @return a future that fails with {@link Overtaken} if another transaction has opened an
   *     incident of a group, or a short id is taken. The transaction must then be rolled back
   */
  public Future<Void> apply(Tx tx, List<IncidentChange> changes) {
    List<IncidentChange> real = changes.stream().filter(c -> !c.isNothing()).toList();
    if (real.isEmpty()) {
      return Future.succeededFuture();
    }
    return store(tx, real)
        // A duplicate means that a row appeared after it was looked for.
        .recover(
            e ->
                Future.failedFuture(
                    DatabaseFailure.of(e) == DatabaseFailure.DUPLICATE ? new Overtaken() : e))
        .compose(stored -> react(tx, real));
  }

  /** Stores everything in one round trip. */
  private Future<Void> store(Tx tx, List<IncidentChange> changes) {
    // Sorted by group, so that two transactions cannot deadlock.
    List<Incident> opened =
        changes.stream()
            .filter(IncidentChange::isNew)
            .map(IncidentChange::after)
            .sorted(Comparator.comparing(i -> String.valueOf(i.groupKey())))
            .toList();
    List<Incident> changed =
        changes.stream().filter(c -> !c.isNew()).map(IncidentChange::after).toList();
    List<Incident> corrected =
        changes.stream().filter(IncidentWriter::isCorrected).map(IncidentChange::after).toList();
    return Pipeline.join(
            List.of(
                incidents.insert(tx, opened).map(stored -> stored == opened.size()),
                incidents.update(tx, changed).map(true),
                incidents.correct(tx, corrected).map(true),
                openings.insert(tx, changes).map(true),
                timeline
                    .append(tx, changes.stream().flatMap(c -> c.entries().stream()).toList())
                    .map(true)))
        .compose(
            stored ->
                stored.contains(false)
                    ? Future.failedFuture(new Overtaken())
                    : Future.succeededFuture());
  }

  private static boolean isCorrected(IncidentChange change) {
    Incident before = change.before();
    return before != null && !before.subject().equals(change.after().subject());
  }

  private Future<Void> react(Tx tx, List<IncidentChange> changes) {
    Reactions all = reactions.get();
    List<IncidentChange> real = changes.stream().filter(c -> !c.after().isTest()).toList();
    Future<Void> done = Future.succeededFuture();
    for (IncidentReaction reaction : all.inOrder()) {
      done = done.compose(before -> react(tx, reaction, changes, real));
    }
    return done.compose(
        before ->
            Pipeline.join(all.beside().stream().map(one -> react(tx, one, changes, real)).toList())
                .mapEmpty());
  }

  private static Future<Void> react(
      Tx tx, IncidentReaction reaction, List<IncidentChange> all, List<IncidentChange> real) {
    List<IncidentChange> followed =
        real.size() == all.size() || reaction.followsTests() ? all : real;
    return followed.isEmpty() ? Future.succeededFuture() : reaction.react(tx, followed);
  }
}
