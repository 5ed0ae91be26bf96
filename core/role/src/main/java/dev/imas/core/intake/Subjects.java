package dev.imas.core.intake;

import dev.imas.core.hiding.Subject;
import dev.imas.core.model.Labels;
import dev.imas.core.model.TransitionKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Changed alerts, for the question whether they are hidden. */
final class Subjects {

  private Subjects() {}

  /**
   * @param changes what is new, by alert
   * @param alerts as they are now
   */
  static List<Subject> of(Map<UUID, List<Transition>> changes, Map<UUID, AlertFacts> alerts) {
    List<Subject> subjects = new ArrayList<>(changes.size());
    changes.forEach(
        (fingerprint, ofOne) -> {
          AlertFacts alert = alerts.get(fingerprint);
          subjects.add(of(ofOne, alert == null ? Map.of() : alert.labels()));
        });
    return subjects;
  }

  private static Subject of(List<Transition> changes, Map<String, String> labels) {
    Transition last = Collections.max(changes, Comparator.comparingInt(Transition::seq));
    return new Subject(
        last.fingerprint(),
        last.serviceId(),
        last.severity(),
        Labels.of(labels),
        last.kind().isFiring(),
        changes.stream().filter(Subjects::opens).map(Transition::seq).sorted().toList());
  }

  private static boolean opens(Transition change) {
    return change.kind() == TransitionKind.OPENED || change.kind() == TransitionKind.REOPENED;
  }
}
