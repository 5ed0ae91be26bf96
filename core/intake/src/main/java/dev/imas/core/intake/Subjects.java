package dev.imas.core.intake;

import dev.imas.core.model.Labels;
import dev.imas.core.model.TestSpace;
import dev.imas.core.model.TransitionKind;
import dev.imas.core.rule.Decision;
import dev.imas.core.suppression.SuppressionSubject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Changed alerts, for the question whether they are hidden. */
public final class Subjects {

  private Subjects() {}

  /**
   * @param changes what is new, by alert
   * @param alerts as they are now
   */
  static List<SuppressionSubject> of(
      Map<UUID, List<Transition>> changes, Map<UUID, AlertFacts> alerts) {
    List<SuppressionSubject> subjects = new ArrayList<>(changes.size());
    changes.forEach(
        (fingerprint, ofOne) -> {
          AlertFacts alert = alerts.get(fingerprint);
          subjects.add(of(ofOne, alert == null ? Labels.EMPTY : Labels.of(alert.labels())));
        });
    return subjects;
  }

  /**
   * @param changes of one alert, at least one
   * @param labels as they are now; they do not matter if it has not fired
   */
  public static SuppressionSubject of(List<Transition> changes, Labels labels) {
    Transition last = Collections.max(changes, Comparator.comparingInt(Transition::seq));
    return new SuppressionSubject(
        last.fingerprint(),
        last.serviceId(),
        last.severity(),
        labels,
        last.kind().isFiring(),
        changes.stream().anyMatch(change -> change.kind().isFiring()),
        Decision.isRecorded(last.decision()),
        TestSpace.isKey(last.groupKey()),
        changes.stream().filter(Subjects::opens).map(Transition::seq).sorted().toList());
  }

  private static boolean opens(Transition change) {
    return change.kind() == TransitionKind.OPENED || change.kind() == TransitionKind.REOPENED;
  }
}
