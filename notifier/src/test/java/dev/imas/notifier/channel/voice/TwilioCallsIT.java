package dev.imas.notifier.channel.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.ReceiverFacts;
import dev.imas.core.wording.ReplyLink;
import dev.imas.core.wording.Templates;
import dev.imas.core.wording.Wording;
import dev.imas.fixtures.Await;
import dev.imas.fixtures.FakeReceiver.Reply;
import dev.imas.notifier.Pages;
import dev.imas.notifier.channel.Channel;
import dev.imas.notifier.channel.InstalledKind;
import dev.imas.notifier.channel.Message;
import dev.imas.notifier.channel.Outcome;
import dev.imas.notifier.channel.VendorContract;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/** Phone calls (decision M16): what is read out, and where Twilio is told to report. */
class TwilioCallsIT extends VendorContract {

  private static final String ACCOUNT = "AC" + "0".repeat(32);
  private static final String CALLBACK = "https://imas.example/api/v1/twilio/h/voice";

  @Override
  protected InstalledKind kind() {
    return VoiceKind.kind();
  }

  @Override
  protected String address() {
    return "+33612345678";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of(
        "account_sid",
        ACCOUNT,
        "auth_token",
        SECRET_PART,
        "from",
        "+15005550006",
        "callback",
        CALLBACK,
        "url",
        vendor.url(""));
  }

  @Override
  protected Reply takes() {
    return json(201, "{'sid':'CA1','status':'queued'}");
  }

  @Override
  protected Reply revoked() {
    return json(401, "{'code':20003,'message':'Authenticate','status':401}");
  }

  /** As somebody who writes down what they hear, letter by letter. */
  @Override
  protected List<String> arrived() {
    return vendor.requests().stream()
        .map(r -> r.headers() + "\n" + URLDecoder.decode(r.body(), StandardCharsets.UTF_8))
        .map(heard -> heard.replaceAll("(?<=\\b[A-Z0-9]), (?=[A-Z0-9]\\b)", ""))
        .toList();
  }

  /** No link can be read out: the key takes its place. */
  @Override
  protected boolean isForPeople() {
    return false;
  }

  @Override
  protected void isWithinLimits(String body) {
    assertThat(twiml(form(body)).length()).isLessThanOrEqualTo(4_000);
  }

  private static Map<String, String> form(String body) {
    return Arrays.stream(body.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static String twiml(Map<String, String> form) {
    return Objects.requireNonNull(form.get("Twiml"));
  }

  /** The call as a person would get it. */
  private Map<String, String> called(Message message) {
    vendor.replies(takes());
    assertThat(Await.result(channel().send(message))).isEqualTo(new Outcome.Accepted("CA1", 201));
    return form(vendor.requests().getLast().body());
  }

  private Message personal(PageContent page, String... actions) {
    return message(page, Folded.NOTHING)
        .with(new ReplyLink(new Secret("https://imas.example/a/x"), List.of(actions)));
  }

  private static List<Element> elements(String twiml) throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(twiml)))
            .getDocumentElement();
    List<Element> all = new ArrayList<>();
    var list = root.getElementsByTagName("*");
    for (int i = 0; i < list.getLength(); i++) {
      all.add((Element) list.item(i));
    }
    return all;
  }

  @Test
  void aPersonHearsWhatIsWrongAndWhichKeyAcknowledges() throws Exception {
    Map<String, String> form = called(personal(Pages.page(), "acknowledge", "resolve"));

    assertThat(form)
        .containsEntry("To", "+33612345678")
        .containsEntry("From", "+15005550006")
        .containsEntry("Timeout", "30")
        .containsEntry(
            "StatusCallback",
            CALLBACK + "?delivery=" + Pages.DELIVERY + "&asks=acknowledgement&in=en&of=end");
    assertThat(vendor.requests().getLast().path())
        .isEqualTo("/2010-04-01/Accounts/" + ACCOUNT + "/Calls.json");
    List<Element> twiml = elements(twiml(form));
    assertThat(twiml.get(0).getTagName()).isEqualTo("Gather");
    assertThat(twiml.get(0).getAttribute("actionOnEmptyResult")).isEqualTo("true");
    assertThat(twiml.get(0).getAttribute("action"))
        .isEqualTo(CALLBACK + "?delivery=" + Pages.DELIVERY + "&asks=acknowledgement&in=en&of=key");
    assertThat(twiml.get(1).getTextContent())
        .isEqualTo(
            "This is IMAS. Severity 1, incident 7, F, 3, K. Database is down. Service orders db."
                + " Press 1 to acknowledge.");
  }

  @Test
  void aPersonIsCalledInTheirLanguage() throws Exception {
    Message english = personal(Pages.page(), "acknowledge");
    Message french =
        new Message(
            english.id(),
            english.tenant(),
            english.receiver(),
            english.address(),
            null,
            english.content(),
            Folded.NOTHING,
            null,
            english.incidentUrl(),
            english.reply(),
            null,
            1,
            new Wording(
                new ReceiverFacts(english.content(), Folded.NOTHING, english.incidentUrl()),
                Templates.in("fr", "en", Map.of())));

    Map<String, String> form = called(french);

    List<Element> twiml = elements(twiml(form));
    assertThat(twiml.get(0).getAttribute("action")).contains("&in=fr&of=key");
    assertThat(twiml.get(1).getAttribute("language")).isEqualTo("fr-FR");
    assertThat(twiml.get(1).getTextContent())
        .isEqualTo(
            "Ici IMAS. Gravité 1, incident 7, F, 3, K. Database is down. Service orders db."
                + " Appuyez sur 1 pour acquitter.");
  }

  @Test
  void whoeverAnswersASharedPhoneActsAsNobody() throws Exception {
    Map<String, String> form = called(message(Pages.page(), Folded.NOTHING));
    assertThat(twiml(form)).doesNotContain("acknowledge").contains("Press any key");
    assertThat(form.get("StatusCallback")).contains("asks=key");
  }

  @Test
  void aCodeIsReadDigitByDigitAndAsksForNoKey() throws Exception {
    PageContent code =
        new PageContent(
            PageContent.VERIFICATION,
            NOW,
            null,
            Pages.page("Your IMAS code is 408170", "").incident(),
            "",
            "ada",
            null);
    Map<String, String> form = called(message(code, Folded.NOTHING));
    List<Element> twiml = elements(twiml(form));
    assertThat(twiml).hasSize(1);
    assertThat(twiml.getFirst().getTextContent())
        .isEqualTo("This is IMAS. Your code is 4, 0, 8, 1, 7, 0.");
    assertThat(form.get("StatusCallback")).contains("asks=nothing");
  }

  @Test
  void textsOfSendersAreReadAsTextAndNotAsTwiml() throws Exception {
    String hostile = "</Say><Dial>+33999</Dial> 🔴 disk & \"cpu\" @ 97%";
    List<Element> twiml = elements(twiml(called(personal(Pages.page(hostile, ""), "acknowledge"))));
    assertThat(twiml.stream().map(Element::getTagName)).containsExactly("Gather", "Say");
    assertThat(twiml.get(1).getTextContent())
        .contains("Say Dial +33999 Dial disk and cpu at 97%")
        .doesNotContain("🔴", "<", "\"");
  }

  @Test
  void thereAreAtMostThreeCalls() {
    Channel channel = channel();
    vendor.replies(takes());
    assertThat(send(channel, attempt(3))).isInstanceOf(Outcome.Accepted.class);
    assertThat(send(channel, attempt(4)))
        .isEqualTo(Outcome.Refused.because("there were 3 attempts to call already"));
    assertThat(vendor.requests()).hasSize(1);
  }

  private Message attempt(int number) {
    Message m = message(Pages.page(), Folded.NOTHING);
    return new Message(
        m.id(),
        m.tenant(),
        m.receiver(),
        m.address(),
        null,
        m.content(),
        m.folded(),
        null,
        m.incidentUrl(),
        number);
  }

  private static Outcome send(Channel channel, Message message) {
    return Await.result(channel.send(message));
  }

  @Test
  void aCallThatFailedAtOnceIsNotAccepted() {
    assertThat(send(json(201, "{'sid':'CA2','status':'failed'}")))
        .isEqualTo(new Outcome.Refused("Twilio: failed", 201));
    assertThat(send(json(400, "{'code':21211,'message':'Invalid To Phone Number','status':400}")))
        .isEqualTo(new Outcome.Refused("HTTP 400: 21211 Invalid To Phone Number", 400));
  }
}
