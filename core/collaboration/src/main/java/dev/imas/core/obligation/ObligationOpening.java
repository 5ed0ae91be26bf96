package dev.imas.core.obligation;

import dev.imas.core.hold.TenantTimes;
import dev.imas.core.incident.Incident;
import dev.imas.core.model.UuidV7;
import dev.imas.core.obligation.ObligationEvent.Kind;
import dev.imas.core.obligation.ObligationRepository.ScopeDuty;
import dev.imas.core.platform.Tx;
import dev.imas.core.regime.LegalFact;
import dev.imas.core.regime.Regime;
import dev.imas.core.regime.RegimeVersion;
import dev.imas.core.regime.Regimes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Opens legal duties of incidents that the transaction has locked. */
final class ObligationOpening {

  private final ObligationRepository repository;
  private final ObligationStore store;
  private final TenantTimes times = new TenantTimes();
  private final InstantSource clock;

  ObligationOpening(ObligationRepository repository, ObligationStore store, InstantSource clock) {
    this.repository = repository;
    this.store = store;
    this.clock = clock;
  }

  /**
   * What a scope brings. A law that did not apply yet when the incident was detected is none, and
   * neither is one by which the incident has an open duty: it is reported once.
   */
  void open(Tx tx, Incident incident, ScopeDuty brings) {
    ZoneId zone = times.read(tx).zone();
    String regime = brings.regime();
    Integer hours = brings.hours();
    if (regime != null && repository.hasOpen(tx, incident.id(), regime)) {
      return;
    }
    if (regime != null) {
      version(regime, incident, zone)
          .ifPresent(
              law ->
                  insert(
                      tx,
                      incident,
                      brings.scope(),
                      regime,
                      law.version(),
                      zone,
                      null,
                      Incident.SYSTEM));
    } else if (hours != null) {
      insert(tx, incident, brings.scope(), Regimes.OWN_HOURS, hours, zone, null, Incident.SYSTEM);
    }
  }

  /**
   * By hand.
   *
   * @return empty if the law did not apply yet when the incident was detected
   */
  Optional<Obligation> open(
      Tx tx, Incident incident, Regime regime, @Nullable UUID owner, String by) {
    ZoneId zone = times.read(tx).zone();
    return version(regime.id(), incident, zone)
        .flatMap(law -> insert(tx, incident, null, regime.id(), law.version(), zone, owner, by));
  }

  private static Optional<RegimeVersion> version(String regime, Incident incident, ZoneId zone) {
    return Regimes.shipped()
        .find(regime)
        .flatMap(law -> law.on(incident.clocks().detectedAt().atZone(zone).toLocalDate()));
  }

  private Optional<Obligation> insert(
      Tx tx,
      Incident incident,
      @Nullable UUID scope,
      String regime,
      int version,
      ZoneId zone,
      @Nullable UUID owner,
      String by) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    ObligationEvent aware =
        new ObligationEvent(
            1,
            Kind.FACT,
            LegalFact.AWARE.wireName(),
            incident.clocks().detectedAt(),
            null,
            null,
            Incident.SYSTEM,
            now);
    Obligation opened =
        new Obligation(
            UuidV7.at(now.toEpochMilli()),
            incident.id(),
            scope,
            regime,
            version,
            zone,
            owner,
            now,
            by,
            null,
            List.of(aware));
    if (!repository.insert(tx, opened)) {
      return Optional.empty();
    }
    store.refresh(tx, opened, Set.of(), now);
    return Optional.of(opened);
  }
}
