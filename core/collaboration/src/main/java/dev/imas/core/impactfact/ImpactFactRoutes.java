package dev.imas.core.impactfact;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.impactfact.ImpactFactRepository.Said;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.platform.Transactions;
import dev.imas.core.retention.Missing;
import java.util.List;
import java.util.UUID;

/** {@code /incidents/{id}/impact-versions}: what was ever said of the impact of an incident. */
final class ImpactFactRoutes {

  private final Transactions transactions;
  private final IncidentRepository incidents = new IncidentRepository();
  private final ImpactFactRepository repository = new ImpactFactRepository();
  private final Missing missing;

  ImpactFactRoutes(Transactions transactions, Missing missing) {
    this.transactions = transactions;
    this.missing = missing;
  }

  void mount(Api api) {
    api.get("/incidents/{id}/impact-versions", Permission.INCIDENT_READ, this::versions);
  }

  /**
   * @param items the newest first
   */
  private record Versions(List<Said> items) {}

  private Answer versions(Call call) {
    call.query();
    String reference = call.path("id");
    return Answer.ok(
        transactions.call(
            call.tenant(),
            tx -> {
              UUID id =
                  incidents
                      .findId(tx, reference)
                      .await()
                      .orElseThrow(() -> missing.incident(reference));
              return new Versions(repository.read(tx, id, ImpactFactRepository.MOST));
            }));
  }
}
