package dev.imas.gateway.pipeline;

import dev.imas.gateway.commit.Committer;
import dev.imas.gateway.decode.AlertLimits;
import dev.imas.gateway.dedup.KnownAlerts;
import dev.imas.gateway.log.PostLog;
import dev.imas.gateway.recent.RecentBodies;
import dev.imas.gateway.sns.SnsPosts;
import io.vertx.core.WorkerExecutor;
import java.time.InstantSource;

/**
 * Assembles the stages of posts, for each event loop and each reader of Kafka: all that they share.
 */
public final class PostPipelines {

  private final PostLimits limits;
  private final InstantSource clock;
  private final KnownAlerts known;
  private final RoutingTime routing;
  private final SnsPosts sns;
  private final WorkerExecutor decoders;
  private final Shed shed;
  private final RecentBodies recent;
  private final IngestMeters meters;
  private final SignedPosts signedPosts = new SignedPosts();

  /**
   * @param decoders where large bodies are read
   * @param recent takes what was posted, to be shown to people
   */
  public PostPipelines(
      PostLimits limits,
      InstantSource clock,
      KnownAlerts known,
      RoutingTime routing,
      SnsPosts sns,
      WorkerExecutor decoders,
      Shed shed,
      RecentBodies recent,
      IngestMeters meters) {
    this.limits = limits;
    this.clock = clock;
    this.known = known;
    this.routing = routing;
    this.sns = sns;
    this.decoders = decoders;
    this.shed = shed;
    this.recent = recent;
    this.meters = meters;
  }

  /** For posts that end in this committer, whose event loop they are bound to. */
  public PostPipeline committingBy(Committer committer) {
    return into(new CommittingStore(committer, meters, recent), reader(new Decode(known, routing)));
  }

  /** For posts that are appended to this log, and read once more before they are committed. */
  public PostPipeline appendingTo(PostLog log) {
    return into(new AppendingStore(log, meters), reader(Decode.beforehand(known, routing)));
  }

  private PostPipeline into(PostStore store, PostReader reader) {
    return new PostPipeline(
        reader,
        new ReadingThreads(decoders, routing, limits.inlineBytes()),
        shed,
        signedPosts,
        sns,
        store,
        meters,
        clock);
  }

  /** Reads the records of topics, whose transactions have their offsets in them. */
  public PostReader ofTopics() {
    return reader(new Decode(known, routing));
  }

  /**
   * Reads the records of the log. A tenant's rules had their share of time when they were posted.
   * Here nobody can be refused, and a tenant that is told to wait would keep the others waiting.
   */
  public PostReader ofLog() {
    return reader(new Decode(known, new RoutingTime(System::nanoTime)));
  }

  /** Reads dead letters. It knows no alert: what fires unchanged now says nothing about then. */
  public PostReader ofLetters() {
    return reader(new Decode(new KnownAlerts(4, 0), routing));
  }

  public AlertLimits alertLimits() {
    return limits.alerts();
  }

  private PostReader reader(Decode decode) {
    return new PostReader(
        new Unpack(limits.inflatedBytes()), new Prove(sns), decode, limits.alerts(), clock);
  }
}
