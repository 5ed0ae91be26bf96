package dev.imas.gateway.request;

import dev.imas.core.bus.ReplayRequested;
import dev.imas.core.model.TenantId;
import dev.imas.core.model.TestPosts;
import dev.imas.core.model.UuidV7;
import dev.imas.gateway.commit.DeadLetter;
import dev.imas.gateway.commit.LetterCommitter;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.pipeline.Decode;
import dev.imas.gateway.pipeline.Post;
import dev.imas.gateway.pipeline.PostReader;
import dev.imas.gateway.pipeline.PostedBody;
import dev.imas.gateway.pipeline.SenderRoute;
import dev.imas.gateway.pipeline.SenderRoutes;
import dev.imas.gateway.pipeline.Sent;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a dead letter again when an operator asks: with the same decoder and today's rules, but as
 * of its receipt. Replies with the receipt after the commit, else with a failure whose code is the
 * HTTP status to answer. Bound to the event loop of its committer.
 */
public final class Replays {

  private static final Logger log = LoggerFactory.getLogger(Replays.class);
  private static final long LONGEST_ROUTING = Duration.ofMillis(500).toNanos();

  private final SenderRoutes routes;
  private final SnapshotKeeper snapshots;
  private final PostReader reader;
  private final LetterCommitter committer;
  private final InstantSource clock;

  /**
   * @param reader one whose cache knows no alert: what fires unchanged now says nothing about then
   */
  public Replays(
      SenderRoutes routes,
      SnapshotKeeper snapshots,
      PostReader reader,
      LetterCommitter committer,
      InstantSource clock) {
    this.routes = routes;
    this.snapshots = snapshots;
    this.reader = reader;
    this.committer = committer;
    this.clock = clock;
  }

  public void handle(Message<ReplayRequested> message) {
    try {
      read(message);
    } catch (RuntimeException ours) {
      log.atError().setCause(ours).log("A dead letter cannot be read, by a fault of IMAS");
      message.fail(
          ReplayRequested.FAULT, "it cannot be read by a fault of IMAS; see a gateway's log");
    }
  }

  private void read(Message<ReplayRequested> message) {
    ReplayRequested replay = message.body();
    SenderRoute route = routes.routeOf(replay.dialect());
    if (route == null) {
      message.fail(422, "no decoder reads the dialect '" + replay.dialect() + "'");
      return;
    }
    Snapshot snapshot = snapshots.current();
    TenantId tenant = new TenantId(replay.tenant());
    SourceEntry source = snapshot.source(tenant, replay.source());
    Snapshot.TenantRoutes tenantRoutes = snapshot.routesOf(tenant);
    if (source == null || tenantRoutes == null) {
      message.fail(
          409, "the source has no live key, so nothing can be posted for it; add a key first");
      return;
    }
    UUID receipt = UuidV7.at(clock.millis());
    Post post =
        Post.now(
            source,
            route,
            tenantRoutes,
            new Sent.Ready(replay.isTest() ? TestPosts.marked(null) : null));
    PostedBody.Content content = read(post, replay, replay.body().getBytes(), receipt);
    if (content.result() instanceof Decode.Refused && replay.element()) {
      // In some dialects an alert is a body by itself, in others it needs its envelope.
      content = read(post, replay, enveloped(replay.body(), route.decoder()), receipt);
    }
    switch (content.result()) {
      case Decode.OverShare over ->
          message.fail(
              503, "the tenant's rules have used up their share of routing time; try again");
      case Decode.TooLong tooLong ->
          message.fail(409, "the tenant's rules take too long for it; simplify them");
      case Decode.Refused refused -> message.fail(422, DeadLetter.storable(refused.why().detail()));
      case Decode.Read read when read.events().isEmpty() && read.sideEvents().isEmpty() ->
          message.fail(
              422,
              read.broken().isEmpty()
                  ? "it holds no alert"
                  : DeadLetter.storable(read.broken().getFirst().reason()));
      case Decode.Read read -> commit(message, replay, content, read);
    }
  }

  private PostedBody.Content read(Post post, ReplayRequested replay, byte[] body, UUID receipt) {
    return reader.read(post, body, receipt, replay.receivedAtMicros(), LONGEST_ROUTING);
  }

  private void commit(
      Message<ReplayRequested> message,
      ReplayRequested replay,
      PostedBody.Content content,
      Decode.Read read) {
    committer
        .commit(new LetterCommitter.Letter(replay.letter(), replay.by()), content.submission(read))
        .onSuccess(
            outcome -> {
              switch (outcome) {
                case LetterCommitter.Outcome.Committed committed ->
                    message.reply(content.receipt().toString());
                case LetterCommitter.Outcome.Over over ->
                    message.fail(ReplayRequested.OVER, "it was replayed already");
                case LetterCommitter.Outcome.Refused refused ->
                    message.fail(422, DeadLetter.storable(refused.why()));
              }
            })
        .onFailure(
            cause -> {
              log.atWarn().setCause(cause).log("What was read in a dead letter was not committed");
              message.fail(503, "the alerts could not be stored; try again");
            });
  }

  private static byte[] enveloped(Buffer element, AlertDecoder decoder) {
    AlertDecoder.Envelope envelope = decoder.envelope();
    return Buffer.buffer()
        .appendBytes(envelope.before().getBytes(StandardCharsets.US_ASCII))
        .appendBuffer(element)
        .appendBytes(envelope.after().getBytes(StandardCharsets.US_ASCII))
        .getBytes();
  }
}
