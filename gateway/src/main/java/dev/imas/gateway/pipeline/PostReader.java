package dev.imas.gateway.pipeline;

import dev.imas.core.model.UuidV7;
import dev.imas.gateway.commit.DeadLetter;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.decode.AlertDecoder;
import dev.imas.gateway.decode.AlertLimits;
import dev.imas.gateway.decode.DecodeContext;
import dev.imas.gateway.decode.Decoding;
import dev.imas.gateway.decode.QueryFields;
import dev.imas.gateway.decode.SideEvent;
import dev.imas.gateway.decode.SideEventDraft;
import dev.imas.gateway.log.PostedRecord;
import dev.imas.gateway.snapshot.SourceEntry;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * The stages of a post before it is stored: {@link Unpack}, {@link Prove} and {@link Decode}. Bound
 * to no thread, and no door reads a body in another way.
 */
public final class PostReader {

  private final Unpack unpack;
  private final Prove prove;
  private final Decode decode;
  private final AlertLimits limits;
  private final InstantSource clock;

  PostReader(Unpack unpack, Prove prove, Decode decode, AlertLimits limits, InstantSource clock) {
    this.unpack = unpack;
    this.prove = prove;
    this.decode = decode;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Reads a request that has come now.
   *
   * @param raw the body as it was sent
   * @param longestRouting nanoseconds
   */
  PostedBody read(Post post, byte[] raw, long longestRouting) {
    byte[] body;
    try {
      body = unpack.inflated(post.sent(), raw);
    } catch (IOException e) {
      return unpack.refused(post.sent(), e);
    }
    Instant now = clock.instant();
    return switch (prove.judge(post, raw, body, now)) {
      case SenderProof.Wrong wrong -> new PostedBody.Unusable(wrong.reason(), wrong.fault());
      case SenderProof.Pending pending -> new PostedBody.Unproven(raw, pending.certificate());
      case SenderProof.Given proof -> {
        long micros = micros(now);
        yield decoded(post, body, proof, UuidV7.at(micros / 1_000), micros, longestRouting);
      }
    };
  }

  /** Reads what has come now without a request around it, so that nothing proves it. */
  PostedBody.Content readBare(Post post, byte[] body, long longestRouting) {
    long micros = micros(clock.instant());
    return read(post, body, UuidV7.at(micros / 1_000), micros, longestRouting);
  }

  /**
   * Reads what was taken before, in Kafka or as a dead letter.
   *
   * @param body without a content coding
   * @param receivedAtMicros when it counts as received
   */
  public PostedBody.Content read(
      Post post, byte[] body, UUID receipt, long receivedAtMicros, long longestRouting) {
    return decoded(post, body, SenderProof.NOT_ASKED, receipt, receivedAtMicros, longestRouting);
  }

  /** A body that has come now and is not decoded, since its door knows that it is no alert. */
  PostedBody.Content dropped(Post post, byte[] body, String title, String why) {
    long micros = micros(clock.instant());
    UUID receipt = UuidV7.at(micros / 1_000);
    SideEvent event =
        new SideEventDraft(context(post, micros, receipt)).dropped(title, why, 0, body.length);
    PostedBody.Content content = PostedBody.Content.unread(post, body, receipt, micros);
    return content.as(Decode.Read.of(content.row(event)));
  }

  /**
   * What a decoder makes of a body.
   *
   * @param unmatched pointers at which the body has nothing
   */
  public record Tried(Decoding decoding, List<String> unmatched) {}

  /** Reads a body that nobody has posted, so that it is neither proved nor routed. */
  public Tried tried(SourceEntry source, SenderRoute route, Sent sent, byte[] body) {
    DecodeContext context =
        new DecodeContext(source.tenant(), source.profile(), micros(clock.instant()), limits);
    return switch (unpack.json(route, sent, body)) {
      case QueryFields.Unpacked.Refused refused -> new Tried(refused.why(), List.of());
      case QueryFields.Unpacked.Body unpacked -> {
        byte[] json = unpacked.json();
        AlertDecoder decoder = route.decoder();
        yield new Tried(
            decoder.decode(json, json.length, context),
            decoder.unmatched(json, json.length, context));
      }
    };
  }

  /**
   * What was taken for a source that is gone, as a dead letter.
   *
   * @param dialect by which it would be read, empty for none
   */
  public static Submission orphan(
      PostedRecord posted, String dialect, String why, byte[] body, long receivedAtMicros) {
    DeadLetter letter =
        DeadLetter.ofBody(dialect, "", why, posted.contentType(), body, receivedAtMicros);
    return new Submission(
        posted.receipt(),
        posted.tenant(),
        posted.source(),
        dialect,
        List.of(),
        List.of(letter),
        body,
        receivedAtMicros);
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000L + time.getNano() / 1_000;
  }

  private DecodeContext context(Post post, long receivedAtMicros, UUID receipt) {
    return new DecodeContext(
        post.source().tenant(),
        post.source().profile(),
        receivedAtMicros,
        limits,
        receipt,
        post.isTest());
  }

  private PostedBody.Content decoded(
      Post post,
      byte[] body,
      SenderProof.Given proof,
      UUID receipt,
      long receivedAtMicros,
      long longestRouting) {
    byte[] json = body;
    if (unpack.isMore(post.route(), post.sent())) {
      switch (unpack.json(post.route(), post.sent(), body)) {
        case QueryFields.Unpacked.Body unpacked -> json = unpacked.json();
        case QueryFields.Unpacked.Refused refused -> {
          return new PostedBody.Content(
              post, body, receivedAtMicros, receipt, proof, new Decode.Refused(refused.why()));
        }
      }
    }
    json = unpack.withoutKey(post.route(), post.sent(), json);
    return new PostedBody.Content(
        post,
        json,
        receivedAtMicros,
        receipt,
        proof,
        decode.read(
            post.route().decoder(),
            json,
            context(post, receivedAtMicros, receipt),
            post.routes(),
            post.keptType(),
            longestRouting));
  }
}
