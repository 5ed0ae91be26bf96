package dev.imas.gateway.edge;

import dev.imas.core.model.UuidV7;
import dev.imas.core.option.SnsTopics;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Outage;
import dev.imas.gateway.commit.DeadLetter;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.edge.IngestMeters.Refusal;
import dev.imas.gateway.log.PostLog;
import dev.imas.gateway.log.PostedRecord;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.sns.SnsMessage;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores what posts hold, and has each answered then: after its commit or, where there is a log in
 * front, when the brokers have it. Bound to the event loop of its edge.
 */
final class PostStore {

  private static final Logger log = LoggerFactory.getLogger(PostStore.class);

  private final SenderEdge edge;
  private final IncidentLookup incidents;
  private final @Nullable PostLog postLog;

  /**
   * @param postLog shared by all loops; null where posts are answered after their commit
   */
  PostStore(SenderEdge edge, IncidentLookup incidents, @Nullable PostLog postLog) {
    this.edge = edge;
    this.incidents = incidents;
    this.postLog = postLog;
  }

  /**
   * Whether these keys were read lately enough to open anything. With a log in front, posts are
   * taken while the database is away, and somebody may have withdrawn a key meanwhile.
   */
  boolean knowsKeys(SnapshotKeeper keys) {
    PostLog appended = postLog;
    return appended == null || keys.age().compareTo(appended.config().keysKnownFor()) <= 0;
  }

  /** How long the post will probably wait for its commit. */
  long expectedWaitNanos(IncomingPost post, boolean severe) {
    return postLog == null
        ? edge.committer.expectedWaitNanos(post.source.tenant().value(), severe)
        : 0;
  }

  void store(IncomingPost post, PostedBody.Content content, Decode.Read read) {
    PostLog appended = postLog;
    if (appended != null) {
      append(appended, post, content, read);
      return;
    }
    long begun = System.nanoTime();
    Submission submission =
        new Submission(
            content.receipt(),
            post.source.tenant().value(),
            post.source.profile().id(),
            post.route.decoder().dialect(),
            read.events(),
            read.letters(),
            read.sideEvents(),
            content.bytes(),
            content.receivedAtMicros());
    submission
        .committed()
        .onSuccess(
            done -> {
              edge.meters.answered(post.source, submission, System.nanoTime() - begun);
              edge.recent.take(post.source, submission);
              answer(post, submission, read);
            })
        .onFailure(
            cause -> {
              release(content);
              post.notCommitted(cause);
            });
    if (content.proven() == null) {
      edge.committer.submit(submission);
      return;
    }
    // Before the commit: whoever is answered 2xx does not tell of its subscription again.
    recordProven(post, content)
        .onSuccess(recorded -> edge.committer.submit(submission))
        .onFailure(post::notCommitted);
  }

  /** Stores what Amazon SNS has signed of its subscription, where only that is accepted. */
  private Future<Void> recordProven(IncomingPost post, PostedBody.Content content) {
    SnsTopics topics = post.source.access().sns();
    SnsMessage proven = content.proven();
    return topics == null || proven == null
        ? Future.succeededFuture()
        : edge.sns.record(post.source, topics, proven, edge.clock.instant());
  }

  private void append(
      PostLog appended, IncomingPost post, PostedBody.Content content, Decode.Read read) {
    long begun = System.nanoTime();
    recordProven(post, content)
        .compose(recorded -> NotAppended.unless(appended, record(post, content), content.bytes()))
        .onSuccess(
            done -> {
              edge.meters.answered(System.nanoTime() - begun);
              post.answer(new AppendedPost(content.receipt(), read, post.arrivingSince()));
            })
        .onFailure(
            cause -> {
              release(content);
              post.notCommitted(cause);
            });
  }

  private static PostedRecord record(IncomingPost post, PostedBody.Content content) {
    return new PostedRecord(
        post.source.tenant().value(),
        post.source.profile().id(),
        content.receipt(),
        content.receivedAtMicros(),
        post.route.path(),
        post.request.getHeader(HttpHeaders.CONTENT_TYPE));
  }

  /** Its signature may be posted again. */
  private void release(PostedBody.Content content) {
    byte[] once = content.once();
    if (once != null) {
      edge.signedPosts.release(once);
    }
  }

  private void answer(IncomingPost post, Submission submission, Decode.Read read) {
    String prefer = post.request.getHeader(RequestHeaders.PREFER);
    if (prefer == null || !prefer.contains("return=representation")) {
      answer(post, submission, read, null);
      return;
    }
    incidents
        .describe(submission, read.broken())
        .onSuccess(results -> answer(post, submission, read, results))
        .onFailure(
            cause -> {
              (Outage.isOne(cause) ? log.atDebug() : log.atWarn())
                  .setCause(cause)
                  .log("The results of a committed post cannot be described");
              answer(post, submission, read, null);
            });
  }

  private static void answer(
      IncomingPost post, Submission submission, Decode.Read read, @Nullable String results) {
    post.answer(new CommittedPost(submission, read, results, post.arrivingSince()));
  }

  /** Keeps an unreadable body, with its bytes, as a dead letter before its sender is answered. */
  void keepAndRefuse(IncomingPost post, PostedBody.Content content, Decoding.Refused why) {
    Fault fault = faultOf(why);
    if (!edge.unreadable.mayKeep(post.source.profile().id())) {
      edge.meters.bodyNotKept();
      post.refuse(Refusal.MALFORMED, fault);
      return;
    }
    PostLog appended = postLog;
    if (appended != null) {
      // Whoever reads the log cannot read this body either, and keeps it.
      NotAppended.unless(appended, record(post, content), content.bytes())
          .onSuccess(kept -> post.refuse(Refusal.MALFORMED, fault))
          .onFailure(post::notCommitted);
      return;
    }
    byte[] bytes = content.bytes();
    DeadLetter letter =
        new DeadLetter(
            UuidV7.at(content.receivedAtMicros() / 1_000),
            "body",
            false,
            post.route.decoder().dialect(),
            why.pointer(),
            fault.detail(),
            post.request.getHeader(HttpHeaders.CONTENT_TYPE),
            DeadLetter.cut(bytes, 0, bytes.length),
            bytes.length);
    Submission submission =
        new Submission(
            UuidV7.at(content.receivedAtMicros() / 1_000),
            post.source.tenant().value(),
            post.source.profile().id(),
            post.route.decoder().dialect(),
            List.of(),
            List.of(letter),
            bytes,
            content.receivedAtMicros());
    submission
        .committed()
        .onSuccess(
            kept -> {
              edge.recent.take(post.source, submission);
              post.refuse(Refusal.MALFORMED, fault);
            })
        .onFailure(post::notCommitted);
    edge.committer.submit(submission);
  }

  private static Fault faultOf(Decoding.Refused why) {
    String detail = why.detail();
    Fault.Kind kind = why.status() == 422 ? Fault.Kind.INVALID : Fault.Kind.BAD_REQUEST;
    return why.pointer().isEmpty() ? Fault.of(kind, detail) : Fault.at(kind, why.pointer(), detail);
  }
}
