package dev.imas.gateway.pipeline;

import dev.imas.core.platform.OncePerMinute;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes bodies that come without a request around them: mails, and what core posts in the name of a
 * source. What cannot be read is kept as a dead letter and counts as taken: nobody would mend it,
 * and a mail would be sent again for days. May be called on any thread that may compute; the rest
 * is done on the event loop of its pipeline.
 */
public final class BareBodies {

  private static final Logger log = LoggerFactory.getLogger(BareBodies.class);
  private static final long LONGEST_ROUTING = Duration.ofSeconds(1).toNanos();

  /** What became of a body. */
  public sealed interface Outcome {

    /**
     * It is committed.
     *
     * @param deadLetters of it that could not be read
     */
    record Committed(int deadLetters) implements Outcome {}

    /** Nothing is stored; it is to be sent again. */
    record Later(String why) implements Outcome {}
  }

  /**
   * @param json as a decoder reads it
   * @param title a line for people
   * @param ignored why it is no alert; null where it is one
   */
  public record BareBody(byte[] json, String title, @Nullable String ignored) {}

  private final Context context;
  private final SnapshotKeeper snapshots;
  private final Admission admission;
  private final PostPipeline pipeline;
  private final IngestMeters meters;
  private final OncePerMinute complaints = new OncePerMinute(System::nanoTime);

  /**
   * @param context of the pipeline's event loop
   */
  public BareBodies(
      Context context,
      SnapshotKeeper snapshots,
      Admission admission,
      PostPipeline pipeline,
      IngestMeters meters) {
    this.context = context;
    this.snapshots = snapshots;
    this.admission = admission;
    this.pipeline = pipeline;
    this.meters = meters;
  }

  /**
   * Succeeds always. Not to be called on an event loop.
   *
   * @param route to which it would be posted; null where the source has none
   */
  public Future<Outcome> take(SourceEntry source, @Nullable SenderRoute route, BareBody body) {
    Admission.Share share = admission.open(source.tenant());
    if (!share.grow(body.json().length)) {
      return later(source, Refusal.SHED_HARD, "too many bytes are in flight");
    }
    return taken(source, route, body, share).onComplete(done -> share.release());
  }

  private Future<Outcome> taken(
      SourceEntry source, @Nullable SenderRoute route, BareBody body, Admission.Share share) {
    Snapshot.TenantRoutes routes = snapshots.current().routesOf(source.tenant());
    if (route == null || routes == null) {
      return later(source, Refusal.NOT_READY, "the source is not ready");
    }
    PostedBody.Content content;
    try {
      content = read(Post.now(source, route, routes, new Sent.Ready(null)), body);
    } catch (RuntimeException ours) {
      if (complaints.dueAfterOneMore() > 0) {
        log.atError().setCause(ours).log("A mail could not be read, because of an internal error");
      }
      return later(source, Refusal.NOT_STORED, "an internal error");
    }
    return content.result() instanceof Decode.OverShare
        ? later(source, Refusal.SHED_ROUTING, "the rules have used up their share of time")
        : onLoop(source, content, share);
  }

  private PostedBody.Content read(Post post, BareBody body) {
    String ignored = body.ignored();
    return ignored == null
        ? pipeline.reader().readBare(post, body.json(), LONGEST_ROUTING)
        : pipeline.reader().dropped(post, body.json(), body.title(), ignored);
  }

  private Future<Outcome> onLoop(
      SourceEntry source, PostedBody.Content content, Admission.Share share) {
    Promise<PostOutcome> promise = Promise.promise();
    context.runOnContext(
        on -> {
          try {
            store(content, share, promise::complete);
          } catch (RuntimeException ours) {
            promise.tryFail(ours);
          }
        });
    return promise
        .future()
        .compose(outcome -> answered(source, outcome))
        .recover(cause -> later(source, Refusal.NOT_STORED, "an internal error"));
  }

  /** What cannot be read is stored, too, as a dead letter. */
  private void store(PostedBody.Content content, Admission.Share share, Handler<PostOutcome> door) {
    switch (content.result()) {
      case Decode.Read read -> pipeline.store(content, read, share, door);
      case Decode.Refused refused ->
          pipeline.storeLetter(
              content, refused.why().pointer(), refused.why().detail(), share, door);
      case Decode.TooLong tooLong ->
          pipeline.storeLetter(
              content, "", "the tenant's rules take too long for it; simplify them", share, door);
      case Decode.OverShare over -> throw new IllegalStateException("refused before");
    }
  }

  private Future<Outcome> answered(SourceEntry source, PostOutcome outcome) {
    return switch (outcome) {
      case CommittedPost committed ->
          Future.succeededFuture(
              new Outcome.Committed(committed.submission().deadLetters().size()));
      case PostOutcome.Refused refused -> later(source, refused.reason(), why(refused));
      case AppendedPost appended -> throw new IllegalStateException("bare bodies are committed");
      case PostOutcome.Unreadable unreadable ->
          throw new IllegalStateException("unreadable bodies are stored");
    };
  }

  /** For whoever sends mail, which is no client of the API. */
  private static String why(PostOutcome.Refused refused) {
    return switch (refused.reason()) {
      case MALFORMED -> "too many mails of this source cannot be read";
      case WAITED_TOO_LONG -> "it waited too long to be stored";
      case NOT_STORED -> "not stored";
      default -> refused.fault().detail();
    };
  }

  private Future<Outcome> later(SourceEntry source, Refusal reason, String why) {
    meters.refused(reason, source.tenant());
    return Future.succeededFuture(new Outcome.Later(why));
  }
}
