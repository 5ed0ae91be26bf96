package dev.imas.core.comment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.access.Permission;
import dev.imas.core.changes.FeedWriter;
import dev.imas.core.changes.NewChange;
import dev.imas.core.changes.Topic;
import dev.imas.core.comment.CommentRepository.Stored;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Principal;
import dev.imas.core.http.Query;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentAccess;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /incidents/{id}/comments}: what people wrote. Comments stay with the incident that they
 * were written for, also once it was merged.
 */
final class CommentRoutes {

  private static final String COMMENTS = "/incidents/{id}/comments";
  private static final String ONE = COMMENTS + "/{comment}";
  private static final String REACTION = ONE + "/reactions/{reaction}";

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final IncidentAccess access;
  private final CommentChanges changes;
  private final FeedWriter feed;
  private final Missing missing;
  private final InstantSource clock;
  private final CommentRepository comments = new CommentRepository();

  CommentRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      IncidentAccess access,
      CommentChanges changes,
      FeedWriter feed,
      Missing missing,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.access = access;
    this.changes = changes;
    this.feed = feed;
    this.missing = missing;
    this.clock = clock;
  }

  void mount(Api api) {
    api.get(COMMENTS, Permission.INCIDENT_READ, this::list);
    api.get(ONE, Permission.INCIDENT_READ, this::get);
    api.patch(ONE, Permission.INCIDENT_COMMENT, this::edit);
    api.delete(ONE, Permission.INCIDENT_COMMENT, this::delete);
    api.get(ONE + "/versions", Permission.INCIDENT_READ, this::versions);
    api.put(ONE + "/pin", Permission.INCIDENT_COMMENT, call -> pin(call, true));
    api.delete(ONE + "/pin", Permission.INCIDENT_COMMENT, call -> pin(call, false));
    api.put(REACTION, Permission.INCIDENT_COMMENT, call -> react(call, true));
    api.delete(REACTION, Permission.INCIDENT_COMMENT, call -> react(call, false));
  }

  /**
   * A page of comments.
   *
   * @param pinned the first page has all that are pinned, at most ten
   */
  private record Comments(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<CommentView> pinned,
      List<CommentView> items,
      @Nullable String next) {}

  private Answer list(Call call) {
    Query query = call.query("limit", "cursor");
    ListRange paging = query.paging();
    Integer after = paging.afterNumber();
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              UUID incident = find(tx, call.path("id"));
              ListRange.Page<CommentView> page =
                  ListRange.Page.of(
                      comments.list(tx, incident, after == null ? 0 : after, paging.fetch()),
                      paging,
                      one -> String.valueOf(one.seq()));
              return new Comments(
                  after == null ? comments.pins(tx, incident) : null, page.items(), page.next());
            }));
  }

  private UUID find(Tx tx, String reference) {
    return incidents.findId(tx, reference).await().orElseThrow(() -> missing.incident(reference));
  }

  private Answer get(Call call) {
    call.query();
    return Answer.versioned(read(call, (tx, one) -> comments.view(tx, one.incident(), one.id())));
  }

  /** The texts that a comment has had, the oldest first. */
  private record Versions(List<CommentRepository.Version> items) {}

  private Answer versions(Call call) {
    call.query();
    return Answer.ok(read(call, (tx, one) -> new Versions(comments.versions(tx, one.id()))));
  }

  private <T> T read(Call call, BiFunction<Tx, Stored, T> reading) {
    return transactions.call(
        call.tenant(), tx -> reading.apply(tx, comment(tx, call, find(tx, call.path("id")))));
  }

  private Stored comment(Tx tx, Call call, UUID incident) {
    UUID id = call.pathId("comment");
    return comments
        .find(tx, incident, id)
        .orElseThrow(() -> Fault.notFound("there is no comment " + id + " on this incident"));
  }

  private Answer edit(Call call) {
    Body body = call.body().only("message");
    String text = body.requiredText("message", CommentChanges.LONGEST);
    body.throwIfFaulty();
    int version = call.expectedVersion();
    return Answer.versioned(
        change(
            call,
            found -> {
              mustBeBy(call, found.comment, "edit");
              changes.edit(
                  found.tx, found.incident, found.comment, version, call.author(), text, now());
              return comments.view(found.tx, found.incident.id(), found.comment.id());
            }));
  }

  private Answer delete(Call call) {
    change(
        call,
        found -> {
          if (!call.may(Permission.COMMENT_MANAGE)) {
            mustBeBy(call, found.comment, "delete");
          }
          changes.delete(found.tx, found.incident, found.comment, call.author(), now());
          return found;
        });
    return Answer.noContent();
  }

  /**
   * Nobody puts words into somebody else's mouth. No permission would help, so it is a conflict.
   */
  private static void mustBeBy(Call call, Stored comment, String what) {
    UUID author = comment.authorId();
    boolean isAuthor =
        author == null
            ? call.principal().person() == null && call.author().equals(comment.author())
            : call.isOf(author);
    if (!isAuthor) {
      throw Fault.conflict(
          "only "
              + comment.author()
              + " may "
              + what
              + " this comment"
              + (what.equals("delete")
                  ? ", or whoever has the permission " + Permission.COMMENT_MANAGE.wireName()
                  : ""));
    }
  }

  private Answer pin(Call call, boolean isPinned) {
    return Answer.versioned(
        change(
            call,
            found -> {
              if (found.comment.isPinned() != isPinned) {
                changes.pin(found.tx, found.comment, isPinned, call.author(), now());
                tellViewers(found);
              }
              return comments.view(found.tx, found.incident.id(), found.comment.id());
            }));
  }

  private Answer react(Call call, boolean isGiven) {
    EmojiReaction reaction =
        EmojiReaction.named(call.path("reaction"))
            .orElseThrow(
                () ->
                    Fault.notFound(
                        "there is no reaction "
                            + call.path("reaction")
                            + "; there are "
                            + String.join(", ", EmojiReaction.wireNames())));
    return Answer.versioned(
        change(
            call,
            found -> {
              UUID person = person(call);
              boolean isNews =
                  isGiven
                      ? comments.react(found.tx, found.comment.id(), person, reaction, now())
                      : comments.unreact(found.tx, found.comment.id(), person, reaction);
              if (isNews) {
                tellViewers(found);
              }
              return comments.view(found.tx, found.incident.id(), found.comment.id());
            }));
  }

  private static UUID person(Call call) {
    Principal.Person person = call.principal().person();
    if (person == null) {
      throw Fault.conflict("this token belongs to no user, and only users react to comments");
    }
    return person.id();
  }

  /** Pages that show the incident read it again. Nobody else is told. */
  private void tellViewers(Found found) {
    Incident incident = found.incident;
    feed.append(
            found.tx,
            Topic.INCIDENT,
            List.of(
                new NewChange(
                    incident.id(),
                    incident.version(),
                    incident.serviceId(),
                    null,
                    incident.severity())))
        .await();
  }

  /** A comment that can be changed, under its incident's lock. */
  private record Found(Tx tx, Incident incident, Stored comment) {}

  private <T> T change(Call call, Function<Found, T> changing) {
    return transactions.call(
        call.tenant(),
        tx -> {
          String reference = call.path("id");
          Incident incident =
              incidents.lock(tx, List.of(find(tx, reference))).await().stream()
                  .findFirst()
                  .orElseThrow(() -> missing.incident(reference));
          Stored comment = comment(tx, call, incident.id());
          access.require(tx, call, Permission.INCIDENT_COMMENT, incident, now()).await();
          if (comment.isDeleted()) {
            throw Fault.conflict("this comment is deleted");
          }
          return changing.apply(new Found(tx, incident, comment));
        });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
