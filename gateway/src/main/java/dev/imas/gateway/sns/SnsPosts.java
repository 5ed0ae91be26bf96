package dev.imas.gateway.sns;

import dev.imas.core.option.SnsTopics;
import dev.imas.gateway.snapshot.SourceEntry;
import dev.imas.gateway.sns.SnsEnvelope.Envelope;
import dev.imas.gateway.sns.SnsVerdict.Cause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets posts of SNS prove themselves, and records what they say of subscriptions. Of any thread.
 */
public final class SnsPosts {

  private static final Logger log = LoggerFactory.getLogger(SnsPosts.class);

  private final SigningKeys keys;
  private final SnsStore store;
  private final Counter sha1;

  public SnsPosts(SigningKeys keys, SnsStore store, MeterRegistry meters) {
    this.keys = keys;
    this.store = store;
    this.sha1 =
        Counter.builder("imas_ingest_sns_sha1_total")
            .description("Posts of SNS signed with SHA-1, which is SignatureVersion 1 of a topic")
            .register(meters);
  }

  /**
   * @param body without its content coding
   */
  public SnsVerdict judge(SourceEntry source, SnsTopics topics, byte[] body, Instant now) {
    return switch (SnsEnvelope.read(body)) {
      case Envelope.NotOne not -> new SnsVerdict.Refused(Cause.NO_ENVELOPE, not.why());
      case Envelope.Read read -> {
        UUID tenant = source.tenant().value();
        SnsVerdict verdict =
            SnsProof.judge(read.message(), topics, url -> keys.find(tenant, url, now), now);
        if (verdict instanceof SnsVerdict.Proven && read.message().version().equals("1")) {
          sha1.increment();
        }
        yield verdict;
      }
    };
  }

  /** Looks for a certificate that was missing. True where posts can be judged by it now. */
  public Future<Boolean> look(SourceEntry source, String url, Instant now) {
    return keys.look(source.tenant().value(), url, now);
  }

  /** Records what a proven message says of a subscription; of a notification, nothing. */
  public Future<Void> record(
      SourceEntry source, SnsTopics topics, SnsMessage message, Instant now) {
    if (message.kind() == SnsMessage.Kind.NOTIFICATION) {
      return Future.succeededFuture();
    }
    if (message.kind() == SnsMessage.Kind.UNSUBSCRIPTION) {
      log.atWarn()
          .addKeyValue("source", source.name())
          .addKeyValue("topic", message.topic())
          .log("A subscription of SNS has ended; its topic posts no more until it is made again");
    }
    return store.record(
        source.tenant().value(), source.profile().id(), message, topics.confirms(), now);
  }
}
