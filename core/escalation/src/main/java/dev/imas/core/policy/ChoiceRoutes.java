package dev.imas.core.policy;

import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.escalation.PolicyChoice;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.policy.ChoiceRepository.Choices;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /services/{id}/escalation-policy}: which policy its incidents begin with, and why. */
public final class ChoiceRoutes {

  private final Transactions transactions;
  private final ServiceRepository services;
  private final ChoiceRepository choices = new ChoiceRepository();

  public ChoiceRoutes(Transactions transactions, ServiceRepository services) {
    this.transactions = transactions;
    this.services = services;
  }

  public void mount(Api api) {
    api.get("/services/{id}/escalation-policy", Permission.ESCALATION_POLICY_READ, this::choose);
  }

  /**
   * @param chosen null if no policy fits
   */
  record ShownChoice(
      Severity severity, @Nullable ShownCandidate chosen, List<ShownConsidered> considered) {}

  record ShownCandidate(UUID id, String name, int version) {}

  record ShownConsidered(ShownCandidate policy, boolean isChosen, String why) {}

  record ChoiceList(List<ShownChoice> items) {}

  private Answer choose(Call call) {
    Short @Nullable [] asked = call.query("severity", "label").severities("severity");
    List<Severity> severities =
        asked == null
            ? List.of(Severity.values())
            : Arrays.stream(asked).map(number -> Severity.of(number)).toList();
    Labels labels = labels(call.query("severity", "label"));
    Reference reference = call.reference("id");
    return transactions.call(
        call.tenant(),
        tx -> {
          UUID service =
              services
                  .findId(tx, reference)
                  .await()
                  .orElseThrow(() -> Fault.notFound("there is no service " + reference));
          Choices found = choices.load(tx, List.of(service)).await();
          return Answer.ok(
              new ChoiceList(
                  severities.stream()
                      .map(
                          severity ->
                              shown(
                                  severity,
                                  found.choose(service, severity, labels, Optional.empty())))
                      .toList()));
        });
  }

  private static Labels labels(Query query) {
    Map<String, String> labels = new HashMap<>();
    for (String label : query.texts("label")) {
      int end = label.indexOf('=');
      if (end < 1) {
        throw Query.fault("label", "label must be a name and a value, such as env=prod");
      }
      labels.put(label.substring(0, end), label.substring(end + 1));
    }
    return Labels.of(labels);
  }

  private static ShownChoice shown(Severity severity, PolicyChoice choice) {
    return new ShownChoice(
        severity,
        choice.chosen().map(ChoiceRoutes::shown).orElse(null),
        choice.considered().stream()
            .map(one -> new ShownConsidered(shown(one.policy()), one.isChosen(), one.why()))
            .toList());
  }

  private static ShownCandidate shown(PolicyChoice.Candidate policy) {
    return new ShownCandidate(policy.id(), policy.name(), policy.version());
  }
}
