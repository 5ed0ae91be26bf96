package dev.imas.core.wording;

import dev.imas.core.bus.Folded;
import dev.imas.core.bus.PageContent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * The words of one message, made when a channel asks for them. A template of the tenant that fails,
 * or says nothing, is replaced by the shipped one, and {@link #faults} tells so: no template keeps
 * a page from being sent. Any thread may use it.
 */
public final class Wording {

  private static final int LABEL = 60;
  private static final int VALUE = 2_000;

  /** What must be left of a text message behind its link. */
  private static final int ROOM_BEHIND_LINK = 20;

  private final ReceiverFacts told;
  private final Templates templates;
  private final Phrases phrases;
  private final CopyOnWriteArraySet<String> faults = new CopyOnWriteArraySet<>();
  private @Nullable Values values;
  private @Nullable PageLines lines;

  public Wording(ReceiverFacts told, Templates templates) {
    this.told = told;
    this.templates = templates;
    this.phrases = templates.phrases();
  }

  /** The same message with a link by which its receiver acts. */
  public Wording with(ReplyLink reply) {
    return new Wording(told.with(reply), templates);
  }

  /** The words of buttons, in the language of the message. */
  public Phrases phrases() {
    return phrases;
  }

  /** Which templates of the tenant failed, and why. Of what was asked for until now. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  public synchronized PageLines lines() {
    if (lines == null) {
      String headline = SafeText.line(render(Form.TITLE), Form.TITLE.longest());
      String summary = SafeText.block(render(Form.TEXT), Form.TEXT.longest());
      lines =
          new PageLines(
              headline,
              Words.emoji(told.page()),
              Words.color(told.page()),
              summary,
              facts(render(Form.FACTS)));
    }
    return lines;
  }

  public synchronized String mailSubject() {
    return SafeText.line(render(Form.MAIL_SUBJECT), Form.MAIL_SUBJECT.longest());
  }

  public synchronized String mailText() {
    PageLines page = lines();
    return render(Form.MAIL_TEXT, values().freshWith(page)).strip() + "\n";
  }

  public synchronized String mailHtml() {
    PageLines page = lines();
    return render(Form.MAIL_HTML, values().freshWith(page)).strip();
  }

  /**
   * The body of a request to another system.
   *
   * @param also the values of {@link RequestTemplate#ALSO}
   * @throws InvalidTemplateException when the template does more than it may
   */
  public synchronized String request(RequestTemplate template, Map<String, Object> also)
      throws InvalidTemplateException {
    Map<String, Object> all = values().freshWith(lines());
    all.putAll(also);
    return template.render(all);
  }

  /** One part of a text message. A link that would be cut is left out, since it leads nowhere. */
  public synchronized String sms() {
    String text = SmsText.transliterated(SafeText.line(render(Form.SMS), Form.SMS.longest()));
    String link = SmsText.transliterated(SafeText.line(told.link(), VALUE));
    int at = link.isEmpty() ? -1 : text.indexOf(link);
    if (at >= 0 && told.isLocal()) {
      return withoutLink();
    }
    if (at >= 0) {
      int end = at + link.length();
      int room = SmsText.MOST - (end < text.length() ? ROOM_BEHIND_LINK : 0);
      if (SmsText.septets(text.substring(0, end)) > room) {
        return withoutLink();
      }
    }
    return SmsText.fitting(text);
  }

  private String withoutLink() {
    String without = render(Form.SMS, values().freshWithoutLink());
    return SmsText.fitting(SafeText.line(without, Form.SMS.longest()));
  }

  /**
   * The moments that it tells, as its texts say them, for chats that show each reader their own
   * time.
   */
  public Map<String, Instant> times() {
    Map<String, Instant> times = new LinkedHashMap<>(told.times());
    PageContent page = told.page();
    for (Folded.Moment moment : told.folded().earlier()) {
      Instant at = moment.occurredAt();
      if (at != null) {
        times.put(phrases.time(at), at);
      }
    }
    for (Instant at : List.of(page.occurredAt(), page.incident().createdAt())) {
      times.put(phrases.time(at), at);
    }
    return times;
  }

  /** What a form becomes, for a preview. */
  public String preview(Form form) {
    return switch (form) {
      case TITLE -> lines().headline();
      case TEXT -> lines().summary();
      case FACTS -> String.join("\n", factTexts());
      case MAIL_SUBJECT -> mailSubject();
      case MAIL_TEXT -> mailText();
      case MAIL_HTML -> mailHtml();
      case SMS -> sms();
    };
  }

  private List<String> factTexts() {
    return lines().lines().stream().map(line -> line.label() + ": " + line.value()).toList();
  }

  private Values values() {
    if (values == null) {
      values = new Values(told, phrases);
    }
    return values;
  }

  private String render(Form form) {
    return render(form, values().fresh());
  }

  private String render(Form form, Map<String, Object> variables) {
    String event = told.page().event();
    Optional<Templates.Found> own = templates.own(event, form);
    if (own.isPresent()) {
      try {
        return render(form, own.get().template(), variables);
      } catch (InvalidTemplateException e) {
        faults.add(own.get().key() + ": " + e.getMessage());
      }
    }
    try {
      return templates.shipped(event, form).render(variables);
    } catch (InvalidTemplateException e) {
      throw new IllegalStateException("a shipped template failed: " + e.getMessage(), e);
    }
  }

  private String render(Form form, OwnTemplate own, Map<String, Object> variables)
      throws InvalidTemplateException {
    MessageTemplate compiled = own.compiled();
    if (compiled == null) {
      throw new InvalidTemplateException(String.valueOf(own.fault()));
    }
    String made;
    try {
      made = compiled.render(variables);
    } catch (RuntimeException e) {
      throw new InvalidTemplateException("it fails: " + e.getClass().getSimpleName());
    }
    if (form.isNeeded() && made.isBlank()) {
      throw new InvalidTemplateException("it says nothing");
    }
    ReplyLink reply = told.reply();
    boolean isInvitation = form == Form.FACTS && Words.isNotice(told.page());
    if (isInvitation && reply != null && !made.contains(reply.url().reveal())) {
      throw new InvalidTemplateException("it leaves out the link");
    }
    String code = told.code();
    if (code != null && form.isNeeded() && !made.contains(code)) {
      throw new InvalidTemplateException("it leaves out the code");
    }
    return made;
  }

  /** Lines with a label and a value. A value that is one of the message's links leads there. */
  private List<PageLines.Line> facts(String text) {
    Map<String, PageLines.Link> links = links();
    List<PageLines.Line> facts = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(": ");
      String label = SafeText.line(colon < 0 ? "" : line.substring(0, colon), LABEL);
      String value = SafeText.line(colon < 0 ? "" : line.substring(colon + 2), VALUE);
      if (!label.isEmpty() && !value.isEmpty()) {
        facts.add(new PageLines.Line(label, value, links.get(value)));
      }
    }
    if (told.isLocal() && facts.stream().anyMatch(PageLines.Line::isLink)) {
      facts.add(
          new PageLines.Line(phrases.say("links.local"), phrases.say("links.local.text"), null));
    }
    return facts;
  }

  private Map<String, PageLines.Link> links() {
    Map<String, Object> all = values().fresh();
    Map<String, PageLines.Link> links = new LinkedHashMap<>();
    links.putIfAbsent((String) all.get("reply_url"), PageLines.Link.REPLY);
    links.putIfAbsent((String) all.get("incident_url"), PageLines.Link.INCIDENT);
    links.putIfAbsent((String) all.get("runbook_url"), PageLines.Link.RUNBOOK);
    links.putIfAbsent((String) all.get("monitoring_url"), PageLines.Link.MONITORING);
    return links;
  }
}
