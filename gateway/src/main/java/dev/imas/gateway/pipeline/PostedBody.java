package dev.imas.gateway.pipeline;

import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.gateway.commit.DeadLetter;
import dev.imas.gateway.commit.PostedFacts;
import dev.imas.gateway.commit.SideEventRow;
import dev.imas.gateway.commit.Submission;
import dev.imas.gateway.decode.SideEvent;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import java.util.UUID;

/** What the body of a post was read as. */
public sealed interface PostedBody {

  /**
   * @param bytes as a decoder reads them, which is how they are kept
   */
  record Content(
      Post post,
      byte[] bytes,
      long receivedAtMicros,
      UUID receipt,
      SenderProof.Given proof,
      Decode.Result result)
      implements PostedBody {

    /** A body that is not decoded. */
    public static Content unread(Post post, byte[] bytes, UUID receipt, long receivedAtMicros) {
      return new Content(
          post, bytes, receivedAtMicros, receipt, SenderProof.NOT_ASKED, Decode.Read.NOTHING);
    }

    /** The same, read as something else. */
    Content as(Decode.Result other) {
      return new Content(post, bytes, receivedAtMicros, receipt, proof, other);
    }

    /** The body as a dead letter, as which it counts as no alert. */
    public DeadLetter letter(String pointer, String why) {
      return DeadLetter.ofBody(
          post.route().decoder().dialect(), pointer, why, post.keptType(), bytes, receivedAtMicros);
    }

    SideEventRow row(SideEvent event) {
      return new SideEventRow(UuidV7.at(receivedAtMicros / 1_000), event, 1);
    }

    /** What is to be committed of it. */
    public Submission submission(Decode.Read read) {
      return new Submission(
          receipt,
          post.source().tenant().value(),
          post.source().profile().id(),
          post.route().decoder().dialect(),
          read.events(),
          read.letters(),
          read.sideEvents(),
          PostedFacts.of(read.facts(), read.sideEvents(), post.deliveryId(), bytes),
          bytes,
          receivedAtMicros);
    }
  }

  record Unusable(Refusal reason, Fault fault) implements PostedBody {}

  /** It is to be read once more when the certificate at this address is known. */
  record Unproven(byte[] raw, String certificate) implements PostedBody {}
}
