package dev.imas.core.wording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.model.Severity;
import dev.imas.core.platform.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NTF-15: the words of messages, shipped and a tenant's own. */
class WordingTest {

  private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
  private static final String URL = "https://imas.example/api/v1/incidents/1";

  private static PageContent page(String event, String status, String title, String description) {
    Map<String, String> labels = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      labels.put("label-" + i, "v");
    }
    return new PageContent(
        event,
        AT,
        "acme",
        new PageContent.Incident(
            new UUID(1, 1),
            "7F3K",
            title,
            description,
            Severity.SEV2_HIGH,
            status,
            new PageContent.Service(null, "Orders", "TIER_2", "https://runbooks.example/orders"),
            "Payments",
            3,
            AT,
            null,
            2,
            new PageContent.Alert("DatabaseDown", labels, Map.of(), "https://monitoring.example/1"),
            0),
        "No answer",
        "ada",
        null);
  }

  private static PageContent triggered() {
    return page("incident.triggered", "TRIGGERED", "db-7 is down", "5 probes failed");
  }

  private static ReceiverFacts told(PageContent page) {
    return new ReceiverFacts(page, Folded.NOTHING, URL);
  }

  private static Wording own(PageContent page, String kind, Form form, String source) {
    return new Wording(
        told(page),
        new Templates(
            "en", Map.of(new Templates.Key("en", kind, form), OwnTemplate.of(form, source, 1))));
  }

  private static Wording in(String language, PageContent page) {
    return new Wording(told(page), Templates.in(language, "en", Map.of()));
  }

  @Test
  void theShippedTextsAreThereInBothLanguages() {
    PageLines english = in("en", triggered()).lines();
    assertThat(english.headline())
        .isEqualTo("🟠 SEV2 INC-7F3K DatabaseDown: 2 of 3 alerts firing; first: db-7 is down");
    assertThat(english.summary()).isEqualTo("No answer\n5 probes failed");
    assertThat(in("fr-CA", triggered()).lines().headline())
        .isEqualTo(
            "🟠 SEV2 INC-7F3K DatabaseDown : 2 alertes actives sur 3 ; la première : db-7 is down");
    PageContent over = page("incident.resolved", "RESOLVED", "db-7 is down", "");
    assertThat(in("fr", over).lines().headline()).startsWith("✅ RÉSOLU SEV2 INC-7F3K ");
    assertThat(in("fr", over).sms()).startsWith("SEV2 INC-7F3K RÉSOLU https://imas.example/");
    assertThat(in("fr", over).mailText())
        .contains("Statut : RÉSOLU\n", "Service : Orders (TIER_2)\n", "Équipe : Payments\n")
        .contains("Procédure : https://runbooks.example/orders\n");
    assertThat(in("fr", over).mailHtml()).contains("<html lang=\"fr\">");
  }

  /** NTF-15: the links to incident, runbook and monitoring are links wherever they stand. */
  @Test
  void linksAreKnownByWhatTheyAreAndNotByTheirLabel() {
    Wording wording =
        own(
            triggered(),
            "incident",
            Form.FACTS,
            "Look here: {{incident_url}}\n"
                + "Book: {{runbook_url}}\n"
                + "None: {{reply_url}}\n"
                + "Fake: https://evil.example\n");
    assertThat(wording.lines().lines())
        .extracting(PageLines.Line::label, PageLines.Line::link)
        .containsExactly(
            tuple("Look here", PageLines.Link.INCIDENT),
            tuple("Book", PageLines.Link.RUNBOOK),
            tuple("Fake", null));
  }

  @Test
  void aTemplateOfTheTenantHoldsForItsEventBeforeThatOfAllEvents() {
    Map<Templates.Key, OwnTemplate> own =
        Map.of(
            new Templates.Key("en", "incident", Form.TITLE),
            OwnTemplate.of(Form.TITLE, "any {{title}}", 1),
            new Templates.Key("en", "incident.resolved", Form.TITLE),
            OwnTemplate.of(Form.TITLE, "over {{title}}", 1));
    PageContent over = page("incident.resolved", "RESOLVED", "DatabaseDown", "");
    assertThat(new Wording(told(triggered()), new Templates("en", own)).lines().headline())
        .startsWith("any ");
    assertThat(new Wording(told(over), new Templates("en", own)).lines().headline())
        .isEqualTo("over DatabaseDown");
    assertThat(new Wording(told(over), new Templates("fr", own)).lines().headline())
        .startsWith("✅ RÉSOLU");
  }

  /** A code would be lost in the words of an incident, and so would a digest's list. */
  @Test
  void aCodeAndADigestDoNotTakeTheWordsOfIncidents() {
    PageContent code = page(PageContent.VERIFICATION, "TRIGGERED", "Your IMAS code is 012345", "");
    ReceiverFacts told = told(code).withCode("012345");
    Map<Templates.Key, OwnTemplate> own =
        Map.of(new Templates.Key("en", "incident", Form.SMS), OwnTemplate.of(Form.SMS, "hush", 1));
    assertThat(new Wording(told, new Templates("en", own)).sms()).contains("012345");
    assertThat(new Wording(told, Templates.in("fr", "en", Map.of())).sms())
        .isEqualTo("Votre code IMAS est 012345. Ne le donnez à personne.");
    Map<Templates.Key, OwnTemplate> forgetful =
        Map.of(
            new Templates.Key("en", PageContent.VERIFICATION, Form.SMS),
            OwnTemplate.of(Form.SMS, "Hello {{author}}", 1));
    Wording saved = new Wording(told, new Templates("en", forgetful));
    assertThat(saved.sms()).contains("012345");
    assertThat(saved.faults())
        .containsExactly("contact.verification/sms (en): it leaves out the code");
  }

  @Test
  void everyValueIsEscapedInHtmlWhateverTheTemplate() {
    PageContent page = page("incident.triggered", "TRIGGERED", "<script>1</script>", "a\n<b>\"'&");
    String html =
        own(page, "incident", Form.MAIL_HTML, "<i title=\"{{title}}\">{{description}}</i>")
            .mailHtml();
    assertThat(html)
        .contains("&lt;script&gt;1&lt;/script&gt;\">a<br>&lt;b&gt;&quot;&#39;&amp;</i>")
        .doesNotContain("<script");
  }

  /** What a sandbox must refuse, each with a reason. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{{title}}}",
        "{{& title}}",
        "{{=<% %>=}}<% title %>",
        "{{> /etc/passwd}}",
        "{{<parent}}{{/parent}}",
        "{{$block}}{{/block}}",
        "{{title.class}}",
        "{{#title}}{{getClass}}{{/title}}",
        "{{this}}",
        "{{.}}",
        "{{titel}}",
        "{{#title}}",
        "{{/title}}",
        "{{title",
        "{{headline}}"
      })
  void whatIsNoVariableOrSectionIsRefused(String source) {
    assertThatThrownBy(() -> MessageTemplate.compile(Form.TITLE, source))
        .isInstanceOf(InvalidTemplateException.class)
        .hasMessageMatching("(?s).{5,}");
  }

  @Test
  void sizeTagsAndDepthAreBounded() {
    assertThatThrownBy(() -> MessageTemplate.compile(Form.SMS, "x".repeat(1_001)))
        .hasMessageContaining("at most 1000");
    assertThatThrownBy(() -> MessageTemplate.compile(Form.TEXT, "{{title}}".repeat(201)))
        .hasMessageContaining("more than 200 tags");
    String deep = "{{#team}}".repeat(9) + "{{/team}}".repeat(9);
    assertThatThrownBy(() -> MessageTemplate.compile(Form.TEXT, deep))
        .hasMessageContaining("nested deeper");
    assertThatThrownBy(() -> MessageTemplate.compile(Form.TEXT, "{{titel}}"))
        .hasMessageContaining("did you mean title?");
  }

  /** Lists in lists would take hours. */
  @Test
  void stepsThroughListsAreBoundedAndTheShippedTemplateTakesOver() {
    String bomb = "{{#label_list}}".repeat(8) + "{{/label_list}}".repeat(8);
    Wording wording = own(triggered(), "incident", Form.TEXT, "a" + bomb);
    long begun = System.nanoTime();
    assertThat(wording.lines().summary()).isEqualTo("No answer\n5 probes failed");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    assertThat(wording.faults())
        .hasSize(1)
        .first()
        .asString()
        .contains("incident/text (en)", "2000");
  }

  @Test
  void whatIsMadeIsBounded() {
    String many = "{{#label_list}}" + "{{description}}".repeat(100) + "{{/label_list}}";
    PageContent page = page("incident.triggered", "TRIGGERED", "t", "d".repeat(500));
    assertThat(own(page, "incident", Form.TEXT, many).lines().summary())
        .hasSizeLessThanOrEqualTo(Form.TEXT.longest());
    Wording html = own(page, "incident", Form.MAIL_HTML, many);
    assertThat(html.mailHtml()).startsWith("<!DOCTYPE html>");
    assertThat(html.faults()).first().asString().contains("60000 characters");
  }

  /** A title that says nothing would wake somebody with an empty line. */
  @ParameterizedTest
  @EnumSource(
      value = Form.class,
      names = {"TITLE", "MAIL_SUBJECT", "MAIL_TEXT", "MAIL_HTML", "SMS"})
  void aTemplateThatSaysNothingIsReplacedByTheShippedOne(Form form) {
    Wording wording = own(triggered(), "incident", form, "{{#is_test}}x{{/is_test}} ");
    assertThat(wording.preview(form)).contains("db-7 is down");
    assertThat(wording.faults())
        .containsExactly("incident/" + form.wireName() + " (en): it says nothing");
  }

  /** An earlier version of IMAS may have known other variables. */
  @Test
  void aTemplateThatIsNotUnderstoodAnyMoreIsReplacedByTheShippedOne() {
    Wording wording = own(triggered(), "incident", Form.TITLE, "{{gone}} x");
    assertThat(wording.lines().headline()).startsWith("🟠 SEV2");
    assertThat(wording.faults()).first().asString().contains("'gone'");
  }

  /** Trap 65: whatever the template, one part, and the link whole or not at all. */
  @Test
  void aTextMessageOfTheTenantsOwnStaysOnePart() {
    Wording late = own(triggered(), "incident", Form.SMS, "{{title}} ".repeat(9) + "{{link}}");
    assertThat(late.sms()).doesNotContain("https").startsWith("DatabaseDown: db-7 is down");
    assertThat(SmsText.septets(late.sms())).isLessThanOrEqualTo(160);
    Wording french = own(triggered(), "incident", Form.SMS, "🔴 Forêt « {{title}} » {{link}}");
    assertThat(french.sms()).isEqualTo("Foret \" DatabaseDown: db-7 is down \" " + URL);
    assertThat(SmsText.isGsm(french.sms())).isTrue();
  }

  @Test
  void aPersonsLinkIsNamedInTheLanguageOfTheMessage() {
    ReplyLink reply =
        new ReplyLink(new Secret("https://imas.example/a/x"), List.of("acknowledge", "resolve"));
    Wording wording =
        new Wording(told(triggered()).with(reply), Templates.in("fr", "en", Map.of()));
    assertThat(wording.lines().lines())
        .filteredOn(PageLines.Line::isReply)
        .extracting(PageLines.Line::label)
        .containsExactly("Acquitter");
    assertThat(wording.lines().withoutReply().lines()).noneMatch(PageLines.Line::isReply);
    assertThat(wording.sms()).contains("https://imas.example/a/x").doesNotContain(URL);
  }

  @Test
  void aLanguageWithoutTemplatesIsThatOfTheTenantElseEnglish() {
    assertThat(Templates.in("de", "fr", Map.of()).language()).isEqualTo("fr");
    assertThat(Templates.in("de", "es", Map.of()).language()).isEqualTo("en");
    assertThat(Templates.in(null, "fr", Map.of()).language()).isEqualTo("fr");
    Map<Templates.Key, OwnTemplate> german =
        Map.of(
            new Templates.Key("de", "incident", Form.TITLE),
            OwnTemplate.of(Form.TITLE, "Störung: {{title}}", 1));
    assertThat(
            new Wording(told(triggered()), Templates.in("de-DE", "fr", german)).lines().headline())
        .startsWith("Störung: ");
  }

  /** No page gets slower: a whole page with a mail takes well under a millisecond once warm. */
  @Test
  void aPageIsRenderedInAFractionOfAMillisecond() {
    PageContent page = triggered();
    int made = 0;
    for (int i = 0; i < 3_000; i++) {
      made += in("en", page).mailHtml().length();
    }
    long begun = System.nanoTime();
    int times = 2_000;
    for (int i = 0; i < times; i++) {
      made += in("fr", page).mailHtml().length();
    }
    long each = (System.nanoTime() - begun) / times;
    System.out.println("a page with its HTML mail: " + each / 1_000 + " µs");
    assertThat(made).isPositive();
    assertThat(Duration.ofNanos(each)).isLessThan(Duration.ofMillis(5));
  }
}
