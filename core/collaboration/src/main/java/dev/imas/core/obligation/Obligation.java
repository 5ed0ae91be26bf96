package dev.imas.core.obligation;

import dev.imas.core.regime.Duty;
import dev.imas.core.regime.RegimeVersion;
import dev.imas.core.regime.Regimes;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A legal duty of an incident, with all that was written down about it.
 *
 * @param scope the impact scope that brought it; null: it was opened by hand
 * @param regime the law's id
 * @param zone whose days and months count
 * @param owner who is reminded besides the recipients of the scope
 * @param closedAt when its last stage ended; null: one is open
 */
record Obligation(
    UUID id,
    UUID incident,
    @Nullable UUID scope,
    String regime,
    int regimeVersion,
    ZoneId zone,
    @Nullable UUID owner,
    Instant openedAt,
    String openedBy,
    @Nullable Instant closedAt,
    List<ObligationEvent> events) {

  Obligation {
    events = List.copyOf(events);
  }

  /** The template that it was opened with. */
  RegimeVersion law() {
    return regime.equals(Regimes.OWN_HOURS)
        ? Regimes.ownHours(regimeVersion)
        : Regimes.shipped()
            .find(regime)
            .flatMap(found -> found.version(regimeVersion))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "this version of IMAS does not know version "
                            + regimeVersion
                            + " of the regime "
                            + regime));
  }

  /** What people call the law. */
  String lawName() {
    return Regimes.shipped().nameOf(regime).orElse(regime);
  }

  Duty duty() {
    return Duty.of(law(), zone, events.stream().map(ObligationEvent::forDuty).toList());
  }

  Obligation with(ObligationEvent event) {
    List<ObligationEvent> all = new ArrayList<>(events);
    all.add(event);
    return new Obligation(
        id, incident, scope, regime, regimeVersion, zone, owner, openedAt, openedBy, closedAt, all);
  }
}
