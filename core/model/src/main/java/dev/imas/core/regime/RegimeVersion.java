package dev.imas.core.regime;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a law demands since a day. It never changes: a new reading of the law is a new version.
 *
 * @param version from 1
 * @param appliesFrom the first day on which it applies
 * @param asOf the day on which it was written
 * @param source the article that says so
 * @param stages in the order in which they are due
 */
public record RegimeVersion(
    int version,
    LocalDate appliesFrom,
    LocalDate asOf,
    String source,
    String sourceUrl,
    List<StageTemplate> stages) {

  public RegimeVersion {
    stages = List.copyOf(stages);
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("version " + version + " of a regime has no stage");
    }
  }

  public Optional<StageTemplate> stage(String id) {
    return stages.stream().filter(stage -> stage.id().equals(id)).findFirst();
  }
}
