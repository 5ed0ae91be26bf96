package dev.imas.core.obligation;

import dev.imas.core.http.Body;
import dev.imas.core.http.Reference;
import dev.imas.core.regime.LegalFact;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request states about a duty.
 *
 * @param facts an empty one is withdrawn
 * @param changesOwner whether it says who owns the duty
 * @param owner null: nobody
 */
record FactsDraft(
    Map<LegalFact, Optional<Instant>> facts,
    @Nullable String reason,
    boolean changesOwner,
    @Nullable Reference owner) {

  static final int LONGEST_REASON = 2_000;

  FactsDraft {
    facts = Map.copyOf(facts);
  }

  /** Faults stay in the body. */
  static FactsDraft read(Body body, Instant now) {
    body.only("aware_at", "classified_at", "measure_available_at", "handled_at", "reason", "owner");
    Map<LegalFact, Optional<Instant>> facts = new EnumMap<>(LegalFact.class);
    for (LegalFact fact : LegalFact.values()) {
      if (body.has(fact.wireName())) {
        Instant at = past(body, fact.wireName(), now);
        if (at == null && fact == LegalFact.AWARE && body.present("aware_at") == null) {
          body.fault("/aware_at", "cannot be withdrawn; send the instant that is right");
        }
        facts.put(fact, Optional.ofNullable(at));
      }
    }
    String reason = reason(body);
    if (facts.containsKey(LegalFact.AWARE) && reason == null) {
      body.fault("/reason", "is missing; say why one was aware then");
    }
    if (facts.isEmpty() && !body.has("owner")) {
      body.fault("", "states nothing; send a fact such as classified_at, or an owner");
    }
    return new FactsDraft(facts, reason, body.has("owner"), body.reference("owner"));
  }

  static @Nullable String reason(Body body) {
    String reason = body.text("reason", LONGEST_REASON, "").strip();
    return reason.isEmpty() ? null : reason;
  }

  static @Nullable Instant past(Body body, String name, Instant now) {
    Instant at = body.time(name);
    if (at != null && at.isAfter(now)) {
      body.fault("/" + name, "must not lie in the future");
    }
    return at == null ? null : at.truncatedTo(ChronoUnit.MICROS);
  }
}
