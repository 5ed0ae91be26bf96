package dev.imas.gateway.kafka;

import dev.imas.core.model.UuidV7;
import dev.imas.core.option.KafkaTopic;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.log.PostedRecord;
import dev.imas.gateway.pipeline.Decode;
import dev.imas.gateway.pipeline.Post;
import dev.imas.gateway.pipeline.PostReader;
import dev.imas.gateway.pipeline.PostedBody;
import dev.imas.gateway.pipeline.SenderRoute;
import dev.imas.gateway.pipeline.SenderRoutes;
import dev.imas.gateway.pipeline.Sent;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SourceEntry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records of a topic as if each had been posted to the route of its source. Nobody is
 * answered, so a body that cannot be read becomes a dead letter, and none is refused otherwise. It
 * uses nothing that is bound to a thread.
 */
public final class RecordBodies {

  private static final Logger log = LoggerFactory.getLogger(RecordBodies.class);

  /** No sender waits, and no event loop does. */
  private static final long LONGEST_ROUTING = Duration.ofSeconds(5).toNanos();

  /** What a record was read as. */
  public sealed interface Result {

    /**
     * @param source null where it is gone
     * @param poison how many dead letters it holds
     */
    record Read(@Nullable SourceEntry source, Submission submission, int poison)
        implements Result {}

    /**
     * Read it again later, and nothing that follows it before.
     *
     * @param why for people, where it may take long; empty where it does not
     */
    record Later(String why) implements Result {}

    /** It holds no body. */
    record Nothing() implements Result {}
  }

  private final SenderRoutes routes;
  private final PostReader reader;
  private final int longestBody;
  private final InstantSource clock;

  /**
   * @param longestBody in bytes
   */
  public RecordBodies(
      SenderRoutes routes, PostReader reader, int longestBody, InstantSource clock) {
    this.routes = routes;
    this.reader = reader;
    this.longestBody = longestBody;
    this.clock = clock;
  }

  /** Whether it is known where the bodies of this topic would be posted. */
  public boolean takes(SourceEntry source, KafkaTopic topic) {
    return routeOf(source, topic) != null;
  }

  /**
   * @param topic one that is taken
   * @param where the record is, for people
   */
  public Result read(
      SourceEntry source,
      KafkaTopic topic,
      Snapshot.TenantRoutes tenantRoutes,
      byte[] value,
      long receivedAtMicros,
      String where) {
    SenderRoute found = routeOf(source, topic);
    if (found == null) {
      throw new IllegalArgumentException("nothing of this topic is taken: " + topic);
    }
    Taken taken =
        new Taken(
            Post.now(source, found.of(source), tenantRoutes, new Sent.Json()),
            value,
            UuidV7.at(clock.millis()),
            receivedAtMicros,
            where);
    return value.length > longestBody
        ? taken.poison("it is larger than " + longestBody + " bytes (gateway.max-body)")
        : read(taken);
  }

  /**
   * Reads what a gateway has appended to the log, and unpacked before.
   *
   * @param where the record is, for people
   */
  public Result read(
      PostedRecord posted,
      SourceEntry source,
      Snapshot.TenantRoutes tenantRoutes,
      byte[] value,
      long receivedAtMicros,
      String where) {
    SenderRoutes.Found found = routes.find(posted.path());
    if (found == null) {
      return new Result.Later(
          "a newer gateway wrote " + where + " for " + posted.path() + ", which this one has not");
    }
    return read(
        new Taken(
            Post.now(
                source,
                found.route().of(source),
                tenantRoutes,
                new Sent.Ready(posted.contentType())),
            value,
            posted.receipt(),
            receivedAtMicros,
            where));
  }

  /** What was posted to a source that is gone. Its sender was told that it is kept. */
  public Result orphaned(PostedRecord posted, byte[] value, long receivedAtMicros, String where) {
    SenderRoutes.Found found = routes.find(posted.path());
    return new Result.Read(
        null,
        PostReader.orphan(
            posted,
            found == null ? "" : found.route().decoder().dialect(),
            "its source is gone (" + where + ")",
            value,
            receivedAtMicros),
        1);
  }

  private Result read(Taken taken) {
    try {
      PostedBody.Content content =
          reader.read(
              taken.post(),
              taken.value(),
              taken.receipt(),
              taken.receivedAtMicros(),
              LONGEST_ROUTING);
      return switch (content.result()) {
        case Decode.OverShare over -> new Result.Later("");
        case Decode.TooLong tooLong ->
            taken.poison(
                content,
                "",
                "the tenant's rules take too long for it; simplify them, then replay it");
        case Decode.Refused refused ->
            taken.poison(content, refused.why().pointer(), refused.why().detail());
        case Decode.Read read -> result(content, read);
      };
    } catch (RuntimeException ours) {
      log.atError()
          .setCause(ours)
          .addKeyValue("record", taken.where())
          .log("A record of a topic cannot be read, by a fault of IMAS; it is a dead letter");
      return taken.poison("it cannot be read by a fault of IMAS; see a gateway's log");
    }
  }

  private static Result result(PostedBody.Content content, Decode.Read read) {
    return new Result.Read(
        content.post().source(), content.submission(read), read.letters().size());
  }

  private @Nullable SenderRoute routeOf(SourceEntry source, KafkaTopic topic) {
    String type = source.profile().type();
    String path = topic.path();
    if (path == null) {
      return routes.usualOf(type);
    }
    SenderRoutes.Found found = routes.find(path);
    return found == null || !found.route().takes(type) ? null : found.route();
  }

  /** A record as a post, before it is read. */
  private record Taken(Post post, byte[] value, UUID receipt, long receivedAtMicros, String where) {

    private Result poison(String why) {
      return poison(PostedBody.Content.unread(post, value, receipt, receivedAtMicros), "", why);
    }

    private Result poison(PostedBody.Content content, String pointer, String why) {
      return result(content, Decode.Read.of(content.letter(pointer, why + " (" + where + ")")));
    }
  }
}
