package dev.imas.core.comment;

import dev.imas.core.comment.CommentRepository.Edited;
import dev.imas.core.comment.CommentRepository.Stored;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.IncidentWriter;
import dev.imas.core.incident.TimelineType;
import dev.imas.core.model.ShownText;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import dev.imas.core.search.SearchReaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Edits, deletes and pins comments. The timeline says who edited or deleted which one, and the hash
 * of its text. Only on a virtual thread.
 */
final class CommentChanges {

  static final int LONGEST = 10_000;

  private static final int MOST_VERSIONS = 100;
  private static final int MOST_PINNED = 10;

  private final CommentRepository comments = new CommentRepository();
  private final SearchReaction search = new SearchReaction();
  private final IncidentWriter writer;
  private final Mentioning mentioning;

  CommentChanges(IncidentWriter writer, Mentioning mentioning) {
    this.writer = writer;
    this.mentioning = mentioning;
  }

  /**
   * @param version that the author has read
   */
  void edit(
      Tx tx, Incident incident, Stored comment, int version, String by, String text, Instant at) {
    if (comment.version() != version) {
      throw Fault.of(
          Fault.Kind.PRECONDITION_FAILED,
          "this comment has version " + comment.version() + " by now; read it again");
    }
    if (version >= MOST_VERSIONS) {
      throw Fault.conflict(
          "a comment has at most " + MOST_VERSIONS + " versions; write another comment");
    }
    String shown = ShownText.of(text);
    Edited edited = comments.edit(tx, comment.id(), shown, at, by);
    record(
        tx,
        incident,
        comment,
        TimelineType.COMMENT_EDITED,
        by,
        "Edited a comment",
        Map.of("version", edited.version(), "sha256", edited.sha256()));
    mentioning.apply(tx, incident, comment.id(), comment.author(), comment.authorId(), shown);
  }

  void delete(Tx tx, Incident incident, Stored comment, String by, Instant at) {
    comments.delete(tx, comment.id(), at, by);
    record(
        tx,
        incident,
        comment,
        TimelineType.COMMENT_DELETED,
        by,
        by.equals(comment.author())
            ? "Deleted a comment"
            : "Deleted a comment of " + comment.author(),
        Map.of());
  }

  private void record(
      Tx tx,
      Incident incident,
      Stored comment,
      TimelineType type,
      String by,
      String words,
      Map<String, Object> facts) {
    writer
        .apply(
            tx,
            List.of(
                IncidentChange.of(incident)
                    .then(
                        incident
                            .report(
                                type,
                                by,
                                words,
                                Map.of("comment_id", comment.id().toString(), "seq", comment.seq()))
                            .withAll(facts))))
        .compose(done -> search.entry(tx, incident.id(), comment.seq()))
        .await();
  }

  void pin(Tx tx, Stored comment, boolean isPinned, String by, Instant at) {
    if (isPinned && comments.pinned(tx, comment.incident()) >= MOST_PINNED) {
      throw Fault.conflict(
          "at most " + MOST_PINNED + " comments of an incident are pinned; unpin one first");
    }
    comments.pin(tx, comment.id(), isPinned ? at : null, isPinned ? by : null);
  }
}
