package dev.imas.gateway.pipeline;

import dev.imas.core.platform.Fault;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;
import dev.imas.gateway.sns.SnsMessage;
import org.jspecify.annotations.Nullable;

/** What a post has proved of its sender, beside its key. */
public sealed interface SenderProof {

  /** Of a source that proves nothing, which is most of them. */
  Given NOT_ASKED = new Given(null, null);

  /**
   * As much as its source asks for.
   *
   * @param once unique to a signature that covers a time, null where there is none
   * @param sns what SNS has signed, where only that is accepted
   */
  record Given(byte @Nullable [] once, @Nullable SnsMessage sns) implements SenderProof {}

  record Wrong(Refusal reason, Fault fault) implements SenderProof {}

  /** It can be judged when the certificate at this address is known. */
  record Pending(String certificate) implements SenderProof {}
}
