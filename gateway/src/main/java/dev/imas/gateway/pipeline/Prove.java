package dev.imas.gateway.pipeline;

import dev.imas.core.option.SnsTopics;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Secret;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import dev.imas.gateway.snapshot.SourceEntry;
import dev.imas.gateway.sns.SnsMessage;
import dev.imas.gateway.sns.SnsPosts;
import dev.imas.gateway.sns.SnsVerdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The second stage: judges the signature of a request whose source asks for one. What comes
 * otherwise carries none. Any thread may use it.
 */
final class Prove {

  private final SnsPosts sns;

  Prove(SnsPosts sns) {
    this.sns = sns;
  }

  /**
   * @param raw as it was sent
   * @param body without its content coding
   */
  SenderProof judge(Post post, byte[] raw, byte[] body, Instant now) {
    SourceEntry source = post.source();
    Secret secret = source.signingSecret();
    SnsTopics topics = source.access().sns();
    if ((secret == null && topics == null) || !(post.sent() instanceof Sent.Request request)) {
      return SenderProof.NOT_ASKED;
    }
    byte @Nullable [] once = null;
    if (secret != null) {
      switch (judge(post, request, raw, body, secret, now)) {
        case BodySignature.Verdict.Wrong wrong -> {
          return new SenderProof.Wrong(
              Refusal.BAD_SIGNATURE, Fault.of(Fault.Kind.UNAUTHENTICATED, wrong.why()));
        }
        case BodySignature.Verdict.Right right -> once = right.once();
      }
    }
    SnsMessage message = null;
    if (topics != null) {
      switch (sns.judge(source, topics, body, now)) {
        case SnsVerdict.Proven right -> message = right.message();
        case SnsVerdict.NeedsCertificate needs -> {
          return new SenderProof.Pending(needs.url());
        }
        case SnsVerdict.Refused wrong -> {
          return refused(wrong);
        }
      }
    }
    return new SenderProof.Given(once, message);
  }

  /** By the secret, or while its sender may not know it yet, by the one before it. */
  private static BodySignature.Verdict judge(
      Post post, Sent.Request request, byte[] raw, byte[] body, Secret secret, Instant now) {
    SourceEntry source = post.source();
    boolean unsignedTime = source.access().unsignedTime();
    BodySignature signature = post.route().signature();
    BodySignature.Verdict verdict =
        signature.judge(request.headers(), raw, body, secret, unsignedTime, now);
    SourceEntry.FormerSecret former = source.former();
    if (verdict instanceof BodySignature.Verdict.Wrong
        && former != null
        && now.isBefore(former.until())
        && signature.judge(request.headers(), raw, body, former.secret(), unsignedTime, now)
            instanceof BodySignature.Verdict.Right right) {
      return right;
    }
    return verdict;
  }

  private static SenderProof refused(SnsVerdict.Refused wrong) {
    return switch (wrong.cause()) {
      case NO_ENVELOPE ->
          new SenderProof.Wrong(Refusal.MALFORMED, Fault.of(Fault.Kind.INVALID, wrong.detail()));
      case FOREIGN ->
          new SenderProof.Wrong(
              Refusal.FOREIGN_TOPIC, Fault.of(Fault.Kind.FORBIDDEN, wrong.detail()));
      case FORGED ->
          new SenderProof.Wrong(
              Refusal.BAD_SIGNATURE, Fault.of(Fault.Kind.UNAUTHENTICATED, wrong.detail()));
    };
  }
}
