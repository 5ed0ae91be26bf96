package dev.imas.gateway.pipeline;

import dev.imas.core.platform.Fault;
import dev.imas.gateway.pipeline.IngestMeters.Refusal;

/** What became of a post. A door turns it into an answer, once. */
public sealed interface PostOutcome
    permits CommittedPost, AppendedPost, PostOutcome.Unreadable, PostOutcome.Refused {

  /** Nothing of it could be read, and its bytes are kept for a person, unless too many came. */
  record Unreadable(Fault fault) implements PostOutcome {}

  /** Nothing of it is stored. */
  record Refused(Refusal reason, Fault fault) implements PostOutcome {}
}
