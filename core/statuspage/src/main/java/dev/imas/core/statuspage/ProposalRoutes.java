package dev.imas.core.statuspage;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.incident.Incident;
import dev.imas.core.incident.IncidentRepository;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.retention.Missing;
import java.util.List;
import java.util.UUID;

/**
 * {@code /incidents/{id}/status-page}: what the public reads of an incident, and whether it should
 * read something. Nothing is published by it (C68).
 */
final class ProposalRoutes {

  private static final int MOST = 20;

  /**
   * @param isProposed whether it is grave, concerns components of a page that the public can read,
   *     and nothing open on that page is about it
   * @param components those that are bound to its service and to its impact scopes
   * @param published about it, and about the incidents that were merged into it; the newest first
   */
  record Proposal(
      boolean isProposed,
      List<StatusComponent.Named> components,
      List<PublishedIncident> published) {
    Proposal {
      components = List.copyOf(components);
      published = List.copyOf(published);
    }
  }

  private final Transactions transactions;
  private final StatusPages pages;
  private final Missing missing;
  private final IncidentRepository incidents = new IncidentRepository();
  private final ComponentRepository components = new ComponentRepository();
  private final PublishedRepository published = new PublishedRepository();
  private final PageRepository settings = new PageRepository();

  ProposalRoutes(Transactions transactions, StatusPages pages, Missing missing) {
    this.transactions = transactions;
    this.pages = pages;
    this.missing = missing;
  }

  void mount(Api api) {
    api.get("/incidents/{id}/status-page", Permission.STATUS_PAGE_READ, this::get);
  }

  private Answer get(Call call) {
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
              return proposal(tx, incidents.read(tx, List.of(id)).await().get(0));
            }));
  }

  private Proposal proposal(Tx tx, Incident incident) {
    List<StatusComponent.Named> bound = components.boundTo(tx, incident.id());
    List<PublishedIncident> about =
        published.list(tx, new ListRange(MOST, null), incident.id(), null).stream()
            .limit(MOST)
            .toList();
    boolean isGrave =
        incident.status().isOpen() && incident.severity().compareTo(Severity.SEV2_HIGH) <= 0;
    boolean isProposed =
        isGrave
            && !incident.isTest()
            && !bound.isEmpty()
            && about.stream().allMatch(one -> one.resolvedAt() != null)
            && settings.read(tx, pages.addressOf()).isPublic();
    return new Proposal(isProposed, bound, about);
  }
}
