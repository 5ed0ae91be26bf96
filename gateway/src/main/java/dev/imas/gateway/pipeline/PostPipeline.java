package dev.imas.gateway.pipeline;

import dev.imas.core.option.SnsTopics;
import dev.imas.core.platform.Fault;
import dev.imas.gateway.commit.CommitFailure;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import dev.imas.gateway.snapshot.SnapshotKeeper;
import dev.imas.gateway.sns.SnsMessage;
import dev.imas.gateway.sns.SnsPosts;
import io.vertx.core.Handler;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the posts of a door through all stages: Unpack, Prove, Decode, Shed and Store. The door
 * gets what became of each exactly once, on the event loop to which this is bound.
 */
public final class PostPipeline {

  private static final Logger log = LoggerFactory.getLogger(PostPipeline.class);

  private final PostReader reader;
  private final ReadingThreads threads;
  private final Shed shed;
  private final SignedPosts signedPosts;
  private final SnsPosts sns;
  private final PostStore store;
  private final IngestMeters meters;
  private final InstantSource clock;
  private final UnreadableBodies unreadable = new UnreadableBodies();

  PostPipeline(
      PostReader reader,
      ReadingThreads threads,
      Shed shed,
      SignedPosts signedPosts,
      SnsPosts sns,
      PostStore store,
      IngestMeters meters,
      InstantSource clock) {
    this.reader = reader;
    this.threads = threads;
    this.shed = shed;
    this.signedPosts = signedPosts;
    this.sns = sns;
    this.store = store;
    this.meters = meters;
    this.clock = clock;
  }

  /** Whether these keys were read lately enough to open anything. */
  public boolean knowsKeys(SnapshotKeeper keys) {
    return store.knowsKeys(keys);
  }

  /** For a door that reads on a thread of its own. */
  PostReader reader() {
    return reader;
  }

  /**
   * Takes a post on the event loop, and reads it there if that takes next to no time.
   *
   * @param share that holds its bytes, and which the door gives back
   */
  public void take(Post post, byte[] raw, Admission.Share share, Handler<PostOutcome> door) {
    if (threads.mayReadInline(post, raw.length)) {
      PostedBody read;
      try {
        read = reader.read(post, raw, ReadingThreads.LONGEST_ROUTING_INLINE);
      } catch (RuntimeException ours) {
        unexpected(post, ours, door);
        return;
      }
      if (!(read instanceof PostedBody.Content content
          && content.result() instanceof Decode.TooLong)) {
        proceed(post, read, share, true, door);
        return;
      }
    }
    readApart(post, raw, share, true, door);
  }

  /**
   * @param mayLook whether a certificate was not looked for yet that this post needs
   */
  private void readApart(
      Post post, byte[] raw, Admission.Share share, boolean mayLook, Handler<PostOutcome> door) {
    threads.apart(
        () -> reader.read(post, raw, ReadingThreads.LONGEST_ROUTING),
        read -> proceed(post, read, share, mayLook, door),
        ours -> unexpected(post, ours, door));
  }

  private void proceed(
      Post post,
      PostedBody read,
      Admission.Share share,
      boolean mayLook,
      Handler<PostOutcome> door) {
    switch (read) {
      case PostedBody.Unusable unusable ->
          door.handle(new PostOutcome.Refused(unusable.reason(), unusable.fault()));
      case PostedBody.Unproven unproven when mayLook -> look(post, unproven, share, door);
      case PostedBody.Unproven unproven -> refuseUnproven(door);
      case PostedBody.Content content -> proceed(content, share, door);
    }
  }

  /** Reads the body again once the certificate is known, which a notifier fetches. */
  private void look(
      Post post, PostedBody.Unproven unproven, Admission.Share share, Handler<PostOutcome> door) {
    sns.look(post.source(), unproven.certificate(), clock.instant())
        .onSuccess(
            found -> {
              if (found) {
                readApart(post, unproven.raw(), share, false, door);
              } else {
                refuseUnproven(door);
              }
            })
        .onFailure(cause -> door.handle(notStored(cause)));
  }

  private static void refuseUnproven(Handler<PostOutcome> door) {
    door.handle(
        new PostOutcome.Refused(
            Refusal.NO_CERTIFICATE,
            Fault.unavailable(
                "the certificate of its signature is not known yet and is being fetched; post"
                    + " again",
                5)));
  }

  private void proceed(
      PostedBody.Content content, Admission.Share share, Handler<PostOutcome> door) {
    // The share counts what is held in memory. For a compressed body that is more than was sent.
    if (!share.growTo(content.bytes().length)) {
      door.handle(new PostOutcome.Refused(Refusal.SHED_HARD, Admission.noRoom()));
      return;
    }
    switch (content.result()) {
      case Decode.Refused refused -> keep(content, refused.why(), door);
      case Decode.OverShare over ->
          refuseRouting("your rules have used up their share of routing time", door);
      case Decode.TooLong tooLong ->
          refuseRouting("your rules take too long for so many alerts at once", door);
      case Decode.Read read -> store(content, read, share, door);
    }
  }

  private static void refuseRouting(String why, Handler<PostOutcome> door) {
    door.handle(
        new PostOutcome.Refused(
            Refusal.SHED_ROUTING, Fault.unavailable(why + "; post again, or simplify them", 2)));
  }

  /** Keeps an unreadable body, with its bytes, as a dead letter before its sender is answered. */
  private void keep(PostedBody.Content content, Decoding.Refused why, Handler<PostOutcome> door) {
    PostOutcome outcome = new PostOutcome.Unreadable(faultOf(why));
    if (!mayKeep(content.post())) {
      door.handle(outcome);
      return;
    }
    store.keep(content, why, kept -> door.handle(outcome), cause -> door.handle(notStored(cause)));
  }

  private boolean mayKeep(Post post) {
    if (unreadable.mayKeep(post.source().profile().id())) {
      return true;
    }
    meters.bodyNotKept();
    return false;
  }

  private static Fault faultOf(Decoding.Refused why) {
    String detail = why.detail();
    Fault.Kind kind = why.status() == 422 ? Fault.Kind.INVALID : Fault.Kind.BAD_REQUEST;
    return why.pointer().isEmpty() ? Fault.of(kind, detail) : Fault.at(kind, why.pointer(), detail);
  }

  /**
   * Stores a body that cannot be read as a post of its own, for a door that does not send it back.
   *
   * @param pointer into it, where it cannot be read
   */
  void storeLetter(
      PostedBody.Content content,
      String pointer,
      String why,
      Admission.Share share,
      Handler<PostOutcome> door) {
    if (!mayKeep(content.post())) {
      door.handle(
          new PostOutcome.Refused(Refusal.MALFORMED, Fault.of(Fault.Kind.BAD_REQUEST, why)));
      return;
    }
    store(content, Decode.Read.of(content.letter(pointer, why)), share, door);
  }

  /** The last two stages of what was read. On the event loop. */
  void store(
      PostedBody.Content content,
      Decode.Read read,
      Admission.Share share,
      Handler<PostOutcome> door) {
    Post post = content.post();
    Shed.Verdict verdict =
        shed.judge(
            post.source().tenant(),
            share,
            store.expectedWaitNanos(post.source().tenant(), read.severe()),
            read.severe(),
            read.news());
    if (verdict instanceof Shed.Verdict.Refused refused) {
      door.handle(new PostOutcome.Refused(refused.reason(), refused.fault()));
      return;
    }
    byte[] once = content.proof().once();
    if (once != null && !signedPosts.take(once, clock.instant())) {
      door.handle(
          new PostOutcome.Refused(
              Refusal.REPLAYED,
              Fault.conflict(
                  "this signed post was accepted before; to post it again, sign it with a new "
                      + "timestamp")));
      return;
    }
    meters.read(read);
    Handler<Throwable> failed =
        cause -> {
          release(content);
          door.handle(notStored(cause));
        };
    SnsTopics topics = post.source().access().sns();
    SnsMessage proven = content.proof().sns();
    if (topics == null || proven == null) {
      store.store(content, read, door, failed);
      return;
    }
    // Before it is stored: whoever is answered 2xx does not tell of its subscription again.
    sns.record(post.source(), topics, proven, clock.instant())
        .onSuccess(recorded -> store.store(content, read, door, failed))
        .onFailure(failed);
  }

  /** Its signature may be posted again. */
  private void release(PostedBody.Content content) {
    byte[] once = content.proof().once();
    if (once != null) {
      signedPosts.release(once);
    }
  }

  private static PostOutcome notStored(Throwable cause) {
    if (cause instanceof NotAppended not) {
      return new PostOutcome.Refused(not.reason(), not.fault());
    }
    Refusal reason =
        cause instanceof CommitFailure f && f.reason() == CommitFailure.Reason.WAITED_TOO_LONG
            ? Refusal.WAITED_TOO_LONG
            : Refusal.NOT_STORED;
    return new PostOutcome.Refused(
        reason,
        Fault.unavailable(
            cause instanceof CommitFailure f
                ? f.getMessage() + "; post again"
                : "not stored; post again",
            1));
  }

  private static void unexpected(Post post, Throwable cause, Handler<PostOutcome> door) {
    log.atError()
        .setCause(cause)
        .addKeyValue("dialect", post.route().decoder().dialect())
        .log("A post could not be read, because of an internal error");
    // 503, because some senders drop the alert on 500.
    door.handle(
        new PostOutcome.Refused(
            Refusal.NOT_STORED, Fault.unavailable("an internal error; post again", 5)));
  }
}
