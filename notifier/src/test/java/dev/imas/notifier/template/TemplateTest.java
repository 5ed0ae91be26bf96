package dev.imas.notifier.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Digest;
import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.wording.PageLines;
import dev.imas.core.wording.ReceiverFacts;
import dev.imas.core.wording.SafeText;
import dev.imas.core.wording.Templates;
import dev.imas.core.wording.TextPage;
import dev.imas.core.wording.Wording;
import dev.imas.core.wording.Words;
import dev.imas.notifier.Pages;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  private static final String URL = "http://localhost:8090/api/v1/incidents/1";

  private static Wording wording(PageContent page) {
    return wording(page, URL);
  }

  private static Wording wording(PageContent page, String url) {
    return new Wording(new ReceiverFacts(page, Folded.NOTHING, url), Templates.SHIPPED);
  }

  private static String headline(PageContent page) {
    return wording(page).lines().headline();
  }

  @Test
  void terminalEscapesAndLineEndsAreTakenOutOfLines() {
    assertThat(SafeText.line("a\u001b[2J\u001b]0;x\u0007b\r\nBcc: c\u0000d\u009b1m", 100))
        .isEqualTo("a[2J]0;xb Bcc: cd1m");
  }

  @Test
  void textCannotTurnItsDirection() {
    assertThat(SafeText.line("safe\u202Egnp.exe\u2066", 100)).isEqualTo("safegnp.exe");
  }

  @Test
  void blocksKeepTheirLinesAndNothingElse() {
    assertThat(SafeText.block("  one \r\n\n\n two\tthree\u0007\n", 100))
        .isEqualTo("one\ntwo three");
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertThat(SafeText.line("x".repeat(10), 5)).isEqualTo("xxxx…");
    assertThat(SafeText.line("🔴🔴🔴🔴", 3)).isEqualTo("🔴🔴…");
    assertThat(SafeText.line("exact", 5)).isEqualTo("exact");
  }

  @Test
  void textSaysWhatPeopleNeed() {
    String text = TextPage.render(PageLines.of(Pages.page(), Folded.NOTHING, URL));
    assertThat(text)
        .startsWith("🔴 SEV1 INC-7F3K Database is down\n")
        .contains("no answer for 5 min")
        .contains("Status: TRIGGERED\n")
        .contains("Service: orders-db (TIER_1_CRITICAL)")
        .contains("Team: dba")
        .contains("Incident: " + URL)
        .contains("Runbook: https://runbooks.example/db");
  }

  @Test
  void theHeadlineTellsTheAlertAndHowManyFire() {
    assertThat(headline(Pages.group("incident.triggered", "TRIGGERED", 12_000, 10_000)))
        .isEqualTo(
            "🔴 SEV1 INC-7F3K NodeDown: 10,000 of 12,000 alerts firing; first: node-17 is down");
    assertThat(headline(Pages.group("incident.triggered", "TRIGGERED", 3, 3)))
        .isEqualTo("🔴 SEV1 INC-7F3K NodeDown: 3 alerts firing; first: node-17 is down");
    assertThat(headline(Pages.group("incident.triggered", "TRIGGERED", 1, 1)))
        .isEqualTo("🔴 SEV1 INC-7F3K NodeDown: node-17 is down");
  }

  @Test
  void whatIsOverIsGreenInWordsAndColour() {
    PageContent over = Pages.group("incident.resolved", "RESOLVED", 3, 0);
    assertThat(headline(over))
        .isEqualTo(
            "✅ RESOLVED SEV1 INC-7F3K NodeDown: none of 3 alerts still firing; first: node-17"
                + " is down");
    assertThat(wording(over, URL).mailHtml()).contains("#2e7d32");
    assertThat(wording(Pages.page(), URL).mailHtml()).contains("#c62828").doesNotContain("#2e7d32");
  }

  @Test
  void linksAndLabelsOfTheAlertAreThere() {
    String text =
        TextPage.render(
            PageLines.of(
                Pages.group("incident.triggered", "TRIGGERED", 12_000, 10_000),
                Folded.NOTHING,
                URL));
    assertThat(text)
        .contains("Alerts: 10,000 of 12,000 alerts firing\n")
        .contains("Labels: cluster=eu, job=node\n")
        .contains("Runbook: https://runbooks.example/node\n")
        .contains("Monitoring: https://prometheus.example/graph?g0.expr=up\n")
        .contains("\nPage (triggered) could not be sent to Ann (email): HTTP 404\n");
  }

  @Test
  void anAlertsNameIsNotSaidTwice() {
    PageContent page = Pages.group("incident.triggered", "TRIGGERED", 1, 1);
    assertThat(wording(page).mailSubject()).isEqualTo("[SEV1] NodeDown: node-17 is down");
    assertThat(Words.title(Pages.page("NodeDown on node-17", ""))).isEqualTo("NodeDown on node-17");
  }

  @Test
  void aNoticeIsItsOwnWordsAndALink() {
    PageContent notice = Pages.notice("schedule", "Nobody is on call on Sunday", "From 08:00.");
    String url = new PageLinks(() -> URI.create("https://imas.example/")).incident(notice);
    assertThat(url).isEqualTo("https://imas.example/schedules/1");
    assertThat(TextPage.render(PageLines.of(notice, Folded.NOTHING, url)))
        .startsWith("🔔 Nobody is on call on Sunday\n")
        .contains("From 08:00.", "Details: " + url)
        .doesNotContain("Status", "SEV", "INC", "NOTICE");
    assertThat(wording(notice).mailSubject()).isEqualTo("Nobody is on call on Sunday");
    assertThat(wording(notice, url).sms()).isEqualTo("Nobody is on call on Sunday " + url);
    assertThat(Words.isCall(notice)).isFalse();
  }

  @Test
  void aTestSaysThatItIsOne() {
    assertThat(headline(Pages.group(PageContent.TEST, "TRIGGERED", 0, 0)))
        .startsWith("🔔 TEST INC-7F3K ");
  }

  @Test
  void htmlEscapesEverythingThatSendersWrote() {
    String html =
        wording(Pages.page("<script>alert('x')</script>", "a & \"b\" <img src=x>\nnext"), URL)
            .mailHtml();
    assertThat(html)
        .doesNotContain("<script")
        .doesNotContain("<img")
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
        .contains("a &amp; &quot;b&quot; &lt;img src=x&gt;<br>next");
  }

  @Test
  void onlyWebAddressesBecomeLinks() {
    PageContent page = Pages.page();
    assertThat(wording(page, URL).mailHtml()).contains("<a href=\"" + URL + "\">");
    assertThat(wording(page, "javascript:alert(1)").mailHtml()).doesNotContain("href=\"javascript");
  }

  @Test
  void theSubjectIsTheSameForEveryMessageOfAnIncident() {
    assertThat(wording(Pages.page("Disk\r\nBcc: x@example.com", "")).mailSubject())
        .isEqualTo("[SEV1] Disk Bcc: x@example.com");
  }

  @Test
  void anIncidentWithoutAddressGetsItsPage() {
    assertThat(new PageLinks(() -> URI.create("https://imas.example/")).incident(Pages.page()))
        .isEqualTo("https://imas.example/incidents/INC-7F3K");
  }

  /** What programs read is no page for people. */
  @Test
  void noLinkOfAMessageLeadsToTheApi() {
    PageLinks links = new PageLinks(() -> URI.create("https://imas.example/"));
    assertThat(links.incident(Pages.group(PageContent.VERIFICATION, "TRIGGERED", 0, 0)))
        .isEqualTo("https://imas.example/me");
    assertThat(links.incident(Pages.group(PageContent.TEST, "TRIGGERED", 0, 0)))
        .isEqualTo("https://imas.example/deliveries?delivery=" + Pages.INCIDENT);
    assertThat(links.incident(Pages.group(PageContent.DIGEST, "TRIGGERED", 0, 0)))
        .isEqualTo("https://imas.example/deliveries?folded_into=" + Pages.INCIDENT);
    assertThat(links.incident(Pages.group("notice.expiry", "TRIGGERED", 0, 0))).isEmpty();
  }

  /** Nobody has said where people reach core, so the links open on its machine alone. */
  @Test
  void linksThatOpenNowhereElseSaySo() {
    ReceiverFacts told =
        new ReceiverFacts(
            Pages.page(), Folded.NOTHING, "http://localhost:8090/i", null, null, true, Map.of());
    Wording local = new Wording(told, Templates.SHIPPED);
    assertThat(local.mailText()).contains("Links: They only open on the IMAS server");
    assertThat(local.sms()).doesNotContain("localhost");
    assertThat(wording(Pages.page()).mailText()).doesNotContain("Links:");
  }

  @Test
  void timesAreOfTheReadersZoneAndNamed() {
    ReceiverFacts told = new ReceiverFacts(Pages.page(), Folded.NOTHING, URL);
    String mail = new Wording(told, Templates.SHIPPED.in(ZoneId.of("Asia/Tokyo"))).mailText();
    assertThat(mail)
        .containsPattern("Started: \\w{3} \\d+ \\w{3} \\d{4}, \\d\\d:\\d\\d Asia/Tokyo\n");
    assertThat(wording(Pages.page()).mailText()).containsPattern("\\d\\d:\\d\\d UTC\n");
  }

  @ParameterizedTest
  @CsvSource({"en, 7F3K", "en, INC-7F3K", "fr, 7F3K", "fr, INC-7F3K"})
  void noMessageHasATimeBelowTheMinuteOrANumberTwice(String language, String shortId) {
    PageLinks links = new PageLinks(() -> URI.create("https://imas.example/"));
    Templates templates = new Templates(language, Map.of()).in(ZoneId.of("Europe/Paris"));
    int times = 0;
    for (PageContent page : Pages.everyKind(shortId)) {
      ReceiverFacts told =
          new ReceiverFacts(page, Pages.folded(), links.incident(page)).withCode("123 000");
      Wording wording = new Wording(told, templates);
      List<String> texts =
          List.of(
              wording.mailSubject(),
              wording.mailText(),
              wording.mailHtml(),
              wording.sms(),
              TextPage.render(wording.lines()),
              SpokenText.of(page, templates.phrases()),
              told.incidentUrl());
      for (String text : texts) {
        assertThat(text)
            .as(page.event())
            .doesNotContain("INC-INC", "INC INC", ".123456", ".987654")
            .doesNotContainPattern("\\d\\d:\\d\\d:\\d\\d");
        times += text.contains("04:04") ? 1 : 0;
      }
    }
    assertThat(times).as("texts that tell the time").isGreaterThan(20);
  }

  @Test
  void aDigestCountsBySeverityAndListsTheWorst() {
    Digest digest =
        new Digest(
            500,
            480,
            7,
            List.of(0L, 3L, 0L, 477L),
            Instant.parse("2026-01-02T03:04:00.123456Z"),
            Instant.parse("2026-01-02T03:05:00.123456Z"),
            List.of(
                new Digest.Listed(
                    new UUID(1, 1),
                    "7F3K",
                    "Database\u001b is down",
                    Severity.SEV2_HIGH,
                    "orders-db",
                    "incident.triggered",
                    Instant.parse("2026-01-02T03:05:00Z")),
                new Digest.Listed(
                    new UUID(1, 2),
                    "INC-8G4L",
                    "Queue is long",
                    Severity.SEV4_LOW,
                    null,
                    "incident.triggered",
                    Instant.parse("2026-01-02T03:05:00Z"))));
    PageContent page = DigestPage.of(digest, new UUID(9, 9), "acme", Severity.SEV2_HIGH);
    assertThat(TextPage.render(PageLines.of(page, Folded.NOTHING, URL)))
        .startsWith("🟠 SEV2 DIGEST 480 more incidents: 3 SEV2, 477 SEV4; 7 of them already over\n")
        .contains(
            "SEV2 INC-7F3K Database is down [orders-db] triggered",
            "\nSEV4 INC-8G4L Queue is long triggered")
        .doesNotContain("INC-INC", "123456", ":00:");
  }
}
