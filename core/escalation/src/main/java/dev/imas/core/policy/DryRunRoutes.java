package dev.imas.core.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ServiceRepository;
import dev.imas.core.contact.PersonReach;
import dev.imas.core.escalation.EscalationPolicy;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.model.Labels;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.policy.DryRuns.Question;
import dev.imas.core.policy.QuestionRepository.About;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /escalation-policies/…/dry-run}: whom a policy would tell, and when (ONC-17). */
public final class DryRunRoutes {

  /** Further ahead, hardly anybody is on call yet. */
  private static final Duration FURTHEST = Duration.ofDays(366);

  private static final int MOST_LABELS = 100;

  private final Transactions transactions;
  private final IncidentRepository incidents;
  private final ServiceRepository services;
  private final InstantSource clock;
  private final PolicyRepository policies = new PolicyRepository();
  private final PolicyNameRepository named = new PolicyNameRepository();
  private final QuestionRepository questions = new QuestionRepository();
  private final DryRuns runs;

  public DryRunRoutes(
      Transactions transactions,
      IncidentRepository incidents,
      ServiceRepository services,
      PersonReach people,
      InstantSource clock) {
    this.transactions = transactions;
    this.incidents = incidents;
    this.services = services;
    this.runs = new DryRuns(people);
    this.clock = clock;
  }

  public void mount(Api api) {
    api.post("/escalation-policies/dry-run", Permission.ESCALATION_POLICY_READ, this::runDraft);
    api.post(
        "/escalation-policies/{id}/dry-run", Permission.ESCALATION_POLICY_READ, this::runStored);
  }

  private Answer runStored(Call call) {
    Body body = call.body().only("service", "incident", "severity", "labels", "at");
    Asked asked = asked(body);
    body.throwIfFaulty();
    Reference reference = call.reference("id");
    return run(call, asked, tx -> policies.existing(tx, reference).policy());
  }

  /** Of a policy that nobody has saved. */
  private Answer runDraft(Call call) {
    Body body = call.body().only("policy", "service", "incident", "severity", "labels", "at");
    Asked asked = asked(body);
    PolicyDraft draft = PolicyDraft.inside(body, "policy");
    return run(
        call, asked, tx -> draft.policy(named.find(tx, draft.named()), Reference.NOTHING, 0));
  }

  /**
   * What a request asks about.
   *
   * @param isIncident whether the reference is one to an incident, otherwise to a service
   * @param severity null: the incident's, or SEV1
   * @param labels null: those of the alert that opened the incident
   * @param at when the escalation would begin
   */
  private record Asked(
      Reference about,
      boolean isIncident,
      @Nullable Severity severity,
      @Nullable Labels labels,
      Instant at) {}

  private Asked asked(Body body) {
    String service = body.text("service", 200);
    String incident = body.text("incident", 200);
    if ((service == null) == (incident == null)) {
      body.fault("/service", "is missing; send either a service or an incident");
    }
    Instant now = clock.instant();
    Instant at = body.time("at");
    if (at != null && Duration.between(now, at).abs().compareTo(FURTHEST) > 0) {
      body.fault("/at", "must be within a year from now");
    }
    String about = incident == null ? service : incident;
    return new Asked(
        Reference.of(about == null ? "" : about.strip()),
        incident != null,
        body.severity("severity"),
        labels(body),
        at == null ? now : at);
  }

  private static @Nullable Labels labels(Body body) {
    JsonNode node = body.present("labels");
    if (node == null) {
      return null;
    }
    Map<String, String> labels = new HashMap<>();
    if (node.isObject() && node.size() <= MOST_LABELS) {
      node.properties()
          .forEach(
              label -> {
                if (label.getValue().isTextual()) {
                  labels.put(label.getKey(), label.getValue().textValue());
                }
              });
    }
    if (!node.isObject() || labels.size() != node.size()) {
      body.fault("/labels", "must be an object of at most " + MOST_LABELS + " texts");
    }
    return Labels.of(labels);
  }

  private Answer run(Call call, Asked asked, Function<Tx, EscalationPolicy> policy) {
    return transactions.call(
        call.tenant(),
        tx -> {
          EscalationPolicy found = policy.apply(tx);
          About about = about(tx, asked);
          Severity severity = asked.severity == null ? about.severity() : asked.severity;
          Question question =
              new Question(
                  about.team(),
                  severity == null ? Severity.SEV1_CRITICAL : severity,
                  asked.labels == null ? about.labels() : asked.labels,
                  about.scopes(),
                  asked.at);
          return Answer.ok(
              ShownRun.of(
                  found,
                  runs.run(tx, found, question),
                  new ShownRun.Team(about.team(), about.teamName()),
                  question,
                  named.names(tx, StepSubject.ids(found))));
        });
  }

  private About about(Tx tx, Asked asked) {
    if (asked.isIncident) {
      UUID incident =
          incidents
              .findForFilter(tx, asked.about.text())
              .await()
              .orElseThrow(
                  () -> Fault.invalid("/incident", "names " + asked.about + ", which is none"));
      return questions.incident(tx, incident);
    }
    UUID service =
        services
            .findId(tx, asked.about)
            .await()
            .orElseThrow(
                () -> Fault.invalid("/service", "names " + asked.about + ", which is none"));
    return questions.service(tx, service);
  }
}
