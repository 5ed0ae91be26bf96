package dev.imas.gateway.edge;

import dev.imas.core.model.UuidV7;
import dev.imas.core.option.KafkaTopic;
import dev.imas.gateway.commit.AlertEvent;
import dev.imas.gateway.commit.DeadLetter;
import dev.imas.gateway.commit.SideEventRow;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.decode.BodyKey;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.QueryFields;
import dev.imas.gateway.log.PostedRecord;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SourceEntry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
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
  private final Decode reading;
  private final EdgeConfig config;
  private final InstantSource clock;

  public RecordBodies(
      SenderRoutes routes, Decode reading, EdgeConfig config, InstantSource clock) {
    this.routes = routes;
    this.reading = reading;
    this.config = config;
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
    SenderRoute route = found.of(source);
    UUID receipt = UuidV7.at(clock.millis());
    Body body = new Body(source, route, receipt, receivedAtMicros, null, where);
    return read(body, value, () -> read(body, tenantRoutes, value));
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
    SenderRoute route = found.route().of(source);
    Body body =
        new Body(source, route, posted.receipt(), receivedAtMicros, posted.contentType(), where);
    return read(body, value, () -> decoded(body, tenantRoutes, value));
  }

  /** What was posted to a source that is gone. Its sender was told that it is kept. */
  public Result orphaned(PostedRecord posted, byte[] value, long receivedAtMicros, String where) {
    SenderRoutes.Found found = routes.find(posted.path());
    DeadLetter letter =
        letter(
            found == null ? "" : found.route().decoder().dialect(),
            "",
            "its source is gone (" + where + ")",
            posted.contentType(),
            value,
            receivedAtMicros);
    return new Result.Read(
        null,
        new Submission(
            posted.receipt(),
            posted.tenant(),
            posted.source(),
            letter.dialect(),
            List.of(),
            List.of(letter),
            value,
            receivedAtMicros),
        1);
  }

  private static Result read(Body body, byte[] value, Supplier<Result> how) {
    try {
      return how.get();
    } catch (RuntimeException ours) {
      log.atError()
          .setCause(ours)
          .addKeyValue("record", body.where())
          .log("A record of a topic cannot be read, by a fault of IMAS; it is a dead letter");
      return body.poison(value, "", "it cannot be read by a fault of IMAS; see a gateway's log");
    }
  }

  private Result read(Body body, Snapshot.TenantRoutes tenantRoutes, byte[] value) {
    SenderRoute route = body.route();
    SourceEntry source = body.source();
    if (value.length > config.maxBodyBytes()) {
      return body.poison(
          value, "", "it is larger than " + config.maxBodyBytes() + " bytes (gateway.max-body)");
    }
    byte[] bytes = value;
    if (route.unpacks()) {
      switch (route.unpack(MediaType.JSON, null, route.path(), null, List.of(), bytes)) {
        case QueryFields.Unpacked.Body unpacked -> bytes = unpacked.json();
        case QueryFields.Unpacked.Refused refused -> {
          return body.poison(bytes, refused.why().pointer(), refused.why().detail());
        }
      }
    }
    BodyKey key = route.bodyKey();
    if (key != null) {
      bytes = key.withheld(bytes);
    }
    return decoded(body, tenantRoutes, bytes);
  }

  private Result decoded(Body body, Snapshot.TenantRoutes tenantRoutes, byte[] bytes) {
    SenderRoute route = body.route();
    SourceEntry source = body.source();
    DecodeContext context =
        new DecodeContext(
            source.tenant(),
            source.profile(),
            body.receivedAtMicros(),
            config.alerts(),
            body.receipt());
    Decode.Result result =
        reading.read(
            route.decoder(), bytes, context, tenantRoutes, body.contentType(), LONGEST_ROUTING);
    return switch (result) {
      case Decode.OverShare over -> new Result.Later("");
      case Decode.TooLong tooLong ->
          body.poison(
              bytes, "", "the tenant's rules take too long for it; simplify them, then replay it");
      case Decode.Refused refused -> refused(body, bytes, refused.why());
      case Decode.Read read ->
          new Result.Read(
              source,
              body.submission(read.events(), read.letters(), read.sideEvents(), bytes),
              read.letters().size());
    };
  }

  private static Result refused(Body body, byte[] bytes, Decoding.Refused why) {
    return body.poison(bytes, why.pointer(), why.detail());
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

  /** What is known of a record before it is read. */
  private record Body(
      SourceEntry source,
      SenderRoute route,
      UUID receipt,
      long receivedAtMicros,
      @Nullable String contentType,
      String where) {

    private Submission submission(
        List<AlertEvent> events,
        List<DeadLetter> letters,
        List<SideEventRow> sideEvents,
        byte[] bytes) {
      return new Submission(
          receipt,
          source.tenant().value(),
          source.profile().id(),
          route.decoder().dialect(),
          events,
          letters,
          sideEvents,
          bytes,
          receivedAtMicros);
    }

    private Result poison(byte[] bytes, String pointer, String detail) {
      DeadLetter letter =
          letter(
              route.decoder().dialect(),
              pointer,
              detail + " (" + where + ")",
              contentType,
              bytes,
              receivedAtMicros);
      return new Result.Read(source, submission(List.of(), List.of(letter), List.of(), bytes), 1);
    }
  }

  private static DeadLetter letter(
      String dialect,
      String pointer,
      String reason,
      @Nullable String contentType,
      byte[] bytes,
      long receivedAtMicros) {
    return new DeadLetter(
        UuidV7.at(receivedAtMicros / 1_000),
        "body",
        false,
        dialect,
        pointer,
        reason,
        contentType,
        DeadLetter.cut(bytes, 0, bytes.length),
        bytes.length);
  }
}
