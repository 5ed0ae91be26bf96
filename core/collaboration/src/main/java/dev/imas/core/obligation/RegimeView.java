package dev.imas.core.obligation;

import dev.imas.core.regime.Regime;
import dev.imas.core.regime.RegimeVersion;
import java.time.LocalDate;
import java.util.List;

/**
 * A law that IMAS knows, as the API shows it.
 *
 * @param appliesFrom the first day on which the newest version applies
 * @param asOf the day on which the template was written
 */
record RegimeView(
    String id,
    String name,
    String about,
    int version,
    LocalDate appliesFrom,
    LocalDate asOf,
    String source,
    String sourceUrl,
    List<Stage> stages) {

  record Stage(String id, String name) {}

  static RegimeView of(Regime regime) {
    RegimeVersion newest = regime.versions().getLast();
    return new RegimeView(
        regime.id(),
        regime.name(),
        regime.about(),
        newest.version(),
        newest.appliesFrom(),
        newest.asOf(),
        newest.source(),
        newest.sourceUrl(),
        newest.stages().stream().map(stage -> new Stage(stage.id(), stage.name())).toList());
  }
}
