package dev.imas.gateway.edge;

import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.OncePerMinute;
import dev.imas.gateway.commit.CommitFailure;
import dev.imas.gateway.commit.Committer;
import dev.imas.gateway.commit.DeadLetter;
import dev.imas.gateway.commit.SideEventRow;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.SideEventDraft;
import dev.imas.gateway.dedup.KnownAlerts;
import dev.imas.gateway.edge.IngestMeters.Refusal;
import dev.imas.gateway.recent.RecentBodies;
import dev.imas.gateway.snapshot.Snapshot;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.snapshot.SourceEntry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes mails, as JSON, as if a gateway for mail had posted each to the route of its source. What
 * cannot be read is kept as a dead letter and counts as taken: its sender would send it again for
 * days, and it would never be read. May be called on any thread that may compute; the rest is done
 * on the event loop of its committer.
 */
public final class MailBodies {

  private static final Logger log = LoggerFactory.getLogger(MailBodies.class);
  private static final long LONGEST_ROUTING = Duration.ofSeconds(1).toNanos();

  /** What became of a mail. */
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
   * @param json as it is kept
   * @param title a line for people
   * @param ignored why it is no alert; null where it is one
   */
  public record MailBody(byte[] json, String title, @Nullable String ignored) {}

  private final Context context;
  private final MailSources sources;
  private final SnapshotKeeper snapshots;
  private final Admission admission;
  private final Shed shedding;
  private final Committer committer;
  private final Decode reading;
  private final EdgeConfig config;
  private final IngestMeters meters;
  private final RecentBodies recent;
  private final InstantSource clock;
  private final OncePerMinute complaints = new OncePerMinute(System::nanoTime);
  private final UnreadableBodies unreadable = new UnreadableBodies();

  /**
   * @param context of the committer's event loop
   */
  public MailBodies(
      Context context,
      MailSources sources,
      SnapshotKeeper snapshots,
      Admission admission,
      Shed shedding,
      Committer committer,
      KnownAlerts known,
      RoutingTime routing,
      EdgeConfig config,
      IngestMeters meters,
      RecentBodies recent,
      InstantSource clock) {
    this.context = context;
    this.sources = sources;
    this.snapshots = snapshots;
    this.admission = admission;
    this.shedding = shedding;
    this.committer = committer;
    this.reading = new Decode(known, routing);
    this.config = config;
    this.meters = meters;
    this.recent = recent;
    this.clock = clock;
  }

  /** What a mail was read as. */
  private sealed interface Taken {

    /**
     * @param read null where nothing of it is an alert
     * @param isBody whether it is a dead letter as a whole
     */
    record Rows(Submission submission, Decode.@Nullable Read read, boolean isBody)
        implements Taken {}

    record Refused(Refusal reason, String why) implements Taken {}
  }

  /** Succeeds always. Not to be called on an event loop. */
  public Future<Outcome> take(SourceEntry source, MailBody mail) {
    return take(source, sources.routeOf(source), mail);
  }

  /**
   * The same of a body that is no mail.
   *
   * @param route to which it would be posted; null where the source has none
   */
  Future<Outcome> take(SourceEntry source, @Nullable SenderRoute route, MailBody mail) {
    Admission.Share share = admission.open(source.tenant());
    if (!share.grow(mail.json().length)) {
      return later(source, Refusal.SHED_HARD, "too many bytes are in flight");
    }
    Taken taken;
    try {
      taken = read(source, route, mail);
    } catch (RuntimeException ours) {
      if (complaints.dueAfterOneMore() > 0) {
        log.atError().setCause(ours).log("A mail could not be read, because of an internal error");
      }
      taken = new Taken.Refused(Refusal.NOT_STORED, "an internal error");
    }
    Future<Outcome> outcome =
        switch (taken) {
          case Taken.Refused refused -> later(source, refused.reason(), refused.why());
          case Taken.Rows rows -> onLoop(source, share, rows);
        };
    return outcome.onComplete(done -> share.release());
  }

  private Future<Outcome> onLoop(SourceEntry source, Admission.Share share, Taken.Rows rows) {
    Promise<Outcome> promise = Promise.promise();
    context.runOnContext(
        on -> {
          try {
            submit(source, share, rows).onComplete(promise);
          } catch (RuntimeException ours) {
            promise.fail(ours);
          }
        });
    return promise
        .future()
        .recover(cause -> later(source, Refusal.NOT_STORED, "an internal error"));
  }

  private Taken read(SourceEntry source, @Nullable SenderRoute route, MailBody mail) {
    Snapshot.TenantRoutes routes = snapshots.current().routesOf(source.tenant());
    if (route == null || routes == null) {
      return new Taken.Refused(Refusal.NOT_READY, "the source is not ready");
    }
    Instant now = clock.instant();
    long micros = now.getEpochSecond() * 1_000_000L + now.getNano() / 1_000;
    UUID receipt = UuidV7.at(micros / 1_000);
    DecodeContext decoding =
        new DecodeContext(source.tenant(), source.profile(), micros, config.alerts(), receipt);
    Rows rows = new Rows(source, route, receipt, micros, mail.json());
    String ignored = mail.ignored();
    if (ignored != null) {
      return new Taken.Rows(
          rows.sideEvent(
              new SideEventRow(
                  UuidV7.at(micros / 1_000),
                  new SideEventDraft(decoding)
                      .dropped(mail.title(), ignored, 0, mail.json().length),
                  1)),
          null,
          false);
    }
    return switch (reading.read(
        route.decoder(), mail.json(), decoding, routes, null, LONGEST_ROUTING)) {
      case Decode.OverShare over ->
          new Taken.Refused(Refusal.SHED_ROUTING, "the rules have used up their share of time");
      case Decode.TooLong tooLong ->
          new Taken.Rows(
              rows.letter("", "the tenant's rules take too long for it; simplify them"),
              null,
              true);
      case Decode.Refused refused ->
          new Taken.Rows(rows.letter(refused.why().pointer(), refused.why().detail()), null, true);
      case Decode.Read read -> new Taken.Rows(rows.of(read), read, false);
    };
  }

  private Future<Outcome> submit(SourceEntry source, Admission.Share share, Taken.Rows rows) {
    if (rows.isBody() && !unreadable.mayKeep(source.profile().id())) {
      meters.bodyNotKept();
      return later(source, Refusal.MALFORMED, "too many mails of this source cannot be read");
    }
    Decode.Read read = rows.read();
    boolean isSevere = read != null && read.severe();
    if (shedding.judge(
            source.tenant(),
            share,
            committer.expectedWaitNanos(source.tenant().value(), isSevere),
            isSevere,
            read != null && read.news())
        instanceof Shed.Verdict.Refused shed) {
      return later(source, shed.reason(), shed.fault().detail());
    }
    if (read != null && read.flagged() > 0) {
      meters.flagged(read.flagged());
    }
    if (read != null && read.notKept() > 0) {
      meters.elementsNotKept(read.notKept());
    }
    if (read != null && read.truncatedBySender() > 0) {
      meters.truncated(read.truncatedBySender());
    }
    long begun = System.nanoTime();
    Submission submission = rows.submission();
    Future<Outcome> outcome =
        submission
            .committed()
            .<Outcome>map(
                done -> {
                  meters.answered(source, submission, System.nanoTime() - begun);
                  recent.take(source, submission);
                  return new Outcome.Committed(submission.deadLetters().size());
                })
            .recover(cause -> notCommitted(source, cause));
    committer.submit(submission);
    return outcome;
  }

  private Future<Outcome> notCommitted(SourceEntry source, Throwable cause) {
    return cause instanceof CommitFailure failure
            && failure.reason() == CommitFailure.Reason.WAITED_TOO_LONG
        ? later(source, Refusal.WAITED_TOO_LONG, "it waited too long to be stored")
        : later(source, Refusal.NOT_STORED, "not stored");
  }

  private Future<Outcome> later(SourceEntry source, Refusal reason, String why) {
    meters.refused(reason, source.tenant());
    return Future.succeededFuture(new Outcome.Later(why));
  }

  /** What is stored of one mail. */
  private record Rows(
      SourceEntry source, SenderRoute route, UUID receipt, long micros, byte[] json) {

    private Submission of(Decode.Read read) {
      return submission(read, List.of(), List.of());
    }

    private Submission sideEvent(SideEventRow row) {
      return submission(null, List.of(), List.of(row));
    }

    private Submission letter(String pointer, String why) {
      return submission(
          null,
          List.of(
              new DeadLetter(
                  UuidV7.at(micros / 1_000),
                  "body",
                  false,
                  route.decoder().dialect(),
                  pointer,
                  why,
                  null,
                  DeadLetter.cut(json, 0, json.length),
                  json.length)),
          List.of());
    }

    private Submission submission(
        Decode.@Nullable Read read, List<DeadLetter> letters, List<SideEventRow> sideEvents) {
      return new Submission(
          receipt,
          source.tenant().value(),
          source.profile().id(),
          route.decoder().dialect(),
          read == null ? List.of() : read.events(),
          read == null ? letters : read.letters(),
          read == null ? sideEvents : read.sideEvents(),
          json,
          micros);
    }
  }
}
