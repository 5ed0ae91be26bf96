package dev.imas.core.comment;

import dev.imas.core.incident.Author;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentReaction;
import dev.imas.core.incident.Step;
import dev.imas.core.incident.TimelineEntry;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what people write in the timelines, by whatever way it came in. A change without a comment
 * costs nothing. Only on a virtual thread.
 */
final class CommentReaction implements IncidentReaction {

  private final CommentRepository comments = new CommentRepository();
  private final Mentioning mentioning;

  CommentReaction(Mentioning mentioning) {
    this.mentioning = mentioning;
  }

  private record Written(Incident incident, NewComment comment) {}

  @Override
  public boolean followsTests() {
    return true;
  }

  @Override
  public Future<Void> react(Tx tx, List<IncidentChange> changes) {
    List<Written> written = written(changes);
    if (written.isEmpty()) {
      return Future.succeededFuture();
    }
    return comments
        .insert(tx, written.stream().map(Written::comment).toList())
        .map(
            stored -> {
              for (Written one : written) {
                NewComment comment = one.comment;
                mentioning.apply(
                    tx,
                    one.incident,
                    comment.id(),
                    comment.author(),
                    comment.authorId(),
                    comment.text());
              }
              return null;
            });
  }

  private static List<Written> written(List<IncidentChange> changes) {
    List<Written> written = new ArrayList<>();
    for (IncidentChange change : changes) {
      Instant at = change.after().clocks().updatedAt();
      for (Step step : change.steps()) {
        if (step.entry().isComment()) {
          written.add(
              new Written(
                  change.after(),
                  new NewComment(
                      UuidV7.at(at.toEpochMilli()),
                      step.entry().incidentId(),
                      step.entry().seq(),
                      step.entry().author(),
                      authorId(step.entry()),
                      step.entry().message(),
                      at)));
        }
      }
    }
    return written;
  }

  private static @Nullable UUID authorId(TimelineEntry entry) {
    return entry.metadata().get(Author.ID) instanceof String id ? UUID.fromString(id) : null;
  }
}
