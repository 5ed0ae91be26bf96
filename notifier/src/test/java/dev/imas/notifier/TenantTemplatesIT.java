package dev.imas.notifier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.PageContent;
import dev.imas.core.bus.Saying;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Json;
import dev.imas.fixtures.FakeReceiver;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages go out in the words and the language that their tenant has set (NTF-15). */
class TenantTemplatesIT {

  private final NotifierScene scene = new NotifierScene();
  private final FakeReceiver server = FakeReceiver.start(scene.vertx);
  private final UUID contact = scene.contact("phone", "ntfy", "ops-pages", null);

  @BeforeEach
  void start() {
    scene.provider(
        "own",
        "ntfy",
        1,
        "{\"server_url\":\"%s\",\"default_topic\":\"x\"}".formatted(server.url("")),
        Map.of("access_token", "tk_x"));
    scene.startNotifier(Map.of());
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private UUID page(UUID to) {
    UUID page =
        scene.delivery(scene.incident("x"), 1, to, "ntfy", "ops-pages", Severity.SEV1_CRITICAL);
    scene.awaitStatus(page, "sent");
    return page;
  }

  private String lastBody() {
    return server.requests().getLast().body();
  }

  private void template(String source, int version) {
    scene.execute(
        "UPDATE message_template SET is_current = false WHERE tenant_id = ?", scene.tenant.value());
    scene.execute(
        """
        INSERT INTO message_template (tenant_id, language, kind, form, version, source, made_at, made_by)
        VALUES (?, 'en', 'incident', 'title', ?, ?, now(), 'ada')
        """,
        scene.tenant.value(),
        version,
        source);
    bump("en");
  }

  private void bump(String language) {
    scene.execute(
        """
        INSERT INTO message_wording (tenant_id, language, updated_at) VALUES (?, ?, now())
        ON CONFLICT (tenant_id) DO UPDATE
           SET generation = message_wording.generation + 1, language = excluded.language
        """,
        scene.tenant.value(),
        language);
    scene.clock.move(Duration.ofSeconds(5));
  }

  @Test
  void aTemplateAndItsChangeAreInForceWithinFiveSeconds() {
    page(contact);
    assertThat(lastBody()).contains("SEV1");
    template("Attention: {{title}}", 1);
    page(contact);
    assertThat(lastBody()).contains("\"title\":\"Attention: ").doesNotContain("SEV1 INC");
    template("Careful: {{title}}", 2);
    page(contact);
    assertThat(lastBody()).contains("\"title\":\"Careful: ");
    assertThat(scene.attempts(page(contact))).containsExactly("1 accepted");
  }

  @Test
  void aBrokenTemplateCostsNoPageAndTheAttemptAndAMetricSaySo() {
    template("{{of_another_version}}", 1);
    UUID page = page(contact);
    assertThat(lastBody()).contains("SEV1");
    assertThat(scene.attempts(page).getFirst())
        .contains("accepted")
        .contains("the shipped template was used instead of incident/title (en)")
        .contains("of_another_version");
    assertThat(scene.meter("imas.template.failures", "channel", "ntfy")).isEqualTo(1);
  }

  @Test
  void aTeamIsWrittenToInTheTenantsLanguageAndAPersonInTheirs() {
    bump("fr");
    page(contact);
    assertThat(lastBody()).contains("Statut: DÉCLENCHÉ");
    page(person("en"));
    assertThat(lastBody()).contains("Status: TRIGGERED");
    bump("en");
    page(person("fr-FR"));
    assertThat(lastBody()).contains("Statut: DÉCLENCHÉ");
  }

  @Test
  void aTeamIsToldTimesInTheTenantsZoneAndAPersonInTheirs() {
    page(contact);
    assertThat(lastBody()).containsPattern("Started: [^\\\\]* UTC");
    scene.execute(
        "INSERT INTO delivery_policy (tenant_id, time_zone, group_every, digest_at)"
            + " VALUES (?, 'America/Sao_Paulo', interval '1 hour', '08:00')",
        scene.tenant.value());
    scene.clock.move(Duration.ofSeconds(5));
    page(contact);
    assertThat(lastBody()).containsPattern("Started: [^\\\\]* America/Sao_Paulo");
    page(person("en", "Asia/Tokyo"));
    assertThat(lastBody()).containsPattern("Started: [^\\\\]* Asia/Tokyo");
    page(person(null, "Asia/Tokyo"));
    assertThat(lastBody()).containsPattern("Started: [^\\\\]* Asia/Tokyo");
  }

  /** An account that names no language follows the tenant's. */
  @Test
  void aPersonWithoutALanguageIsWrittenToInTheTenants() {
    UUID anybody = person(null);
    bump("fr");
    page(anybody);
    assertThat(lastBody()).contains("Statut: DÉCLENCHÉ");
    bump("en");
    page(anybody);
    assertThat(lastBody()).contains("Status: TRIGGERED");
  }

  /** Core writes sentences, since it does not know the language of each receiver. */
  @Test
  void aNoticeIsInTheLanguageOfItsReceiver() {
    notice(person("fr"));
    assertThat(lastBody()).contains("Le fournisseur slack (slack) est en échec");
    notice(contact);
    assertThat(lastBody()).contains("The provider slack (slack) fails");
  }

  private void notice(UUID to) {
    PageContent page =
        Pages.page(UUID.randomUUID(), "The provider slack (slack) fails", "", Severity.SEV3_MEDIUM);
    PageContent notice =
        new PageContent(
            "notice.provider",
            page.occurredAt(),
            page.tenant(),
            page.incident(),
            null,
            null,
            null,
            new PageContent.Notice(Saying.of("provider.fails", "slack", "slack"), Saying.NOTHING));
    UUID id = UUID.randomUUID();
    scene.execute(
        """
        INSERT INTO delivery (tenant_id, id, event_seq, event, receiver_id, channel, address, urgency, status, payload,
                              about_kind, about_id, about_key)
        VALUES (?, ?, 0, 'notice.provider', ?, 'ntfy', 'ops-pages', 3, 'pending', ?::jsonb, 'provider', ?, 'x')
        """,
        scene.tenant.value(),
        id,
        to,
        Json.write(notice),
        id);
    scene.awaitStatus(id, "sent");
  }

  private UUID person(@Nullable String locale) {
    return person(locale, "UTC");
  }

  private UUID person(@Nullable String locale, String zone) {
    UUID user = UUID.randomUUID();
    UUID reached = UUID.randomUUID();
    scene.execute(
        """
        INSERT INTO user_account (tenant_id, id, username, email, role, locale, time_zone)
        VALUES (?, ?, ?, ?, 'responder', ?, ?)
        """,
        scene.tenant.value(),
        user,
        "of-" + locale + zone.length(),
        locale + zone.length() + "@example.org",
        locale,
        zone);
    scene.execute(
        """
        INSERT INTO user_contact (tenant_id, id, user_id, name, channel, address, verified_at)
        VALUES (?, ?, ?, 'phone', 'ntfy', 'ops-pages', now())
        """,
        scene.tenant.value(),
        reached,
        user);
    return reached;
  }
}
