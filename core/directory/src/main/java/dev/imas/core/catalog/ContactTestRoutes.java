package dev.imas.core.catalog;

import dev.imas.core.access.Permission;
import dev.imas.core.bus.PageContent;
import dev.imas.core.catalog.TeamRepository.ContactView;
import dev.imas.core.catalog.TeamRepository.TeamView;
import dev.imas.core.delivery.NewDelivery;
import dev.imas.core.delivery.SamplePage;
import dev.imas.core.delivery.TestDelivery;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Tx;
import java.time.Instant;
import java.util.UUID;

/** {@code POST /teams/{team}/contacts/{id}/test}: sends a sample to a contact. */
public final class ContactTestRoutes {

  private final TestDelivery tests;
  private final TeamRepository teams = new TeamRepository();

  public ContactTestRoutes(TestDelivery tests) {
    this.tests = tests;
  }

  public void mount(Api api) {
    api.post("/teams/{team}/contacts/{id}/test", Permission.CONTACT_MANAGE, this::test);
  }

  private Answer test(Call call) {
    Reference team = call.reference("team");
    Reference contact = call.reference("id");
    call.body().only().throwIfFaulty();
    return tests.send(
        call, (tx, id, tenant, now) -> delivery(tx, call, team, contact, id, tenant, now));
  }

  private NewDelivery delivery(
      Tx tx, Call call, Reference team, Reference contact, UUID id, String tenant, Instant now) {
    UUID teamId = teams.existingId(tx, team).await();
    call.require(Permission.CONTACT_MANAGE, teamId);
    UUID contactId = teams.existingContactId(tx, teamId, contact).await();
    TeamView of = teams.find(tx, teamId).await().orElseThrow();
    ContactView to = teams.contact(tx, teamId, contactId).await().orElseThrow();
    TestDelivery.refuseMany(
        "the contact", teams.lockTests(tx, teamId, contactId, TestDelivery.WITHIN).await());
    return new NewDelivery(
        id,
        PageContent.TEST,
        contactId,
        to.channel(),
        to.address(),
        Severity.SEV1_CRITICAL,
        SamplePage.of(id, to.name(), of.name(), tenant, call.author(), now));
  }
}
