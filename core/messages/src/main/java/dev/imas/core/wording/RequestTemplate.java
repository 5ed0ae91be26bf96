package dev.imas.core.wording;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The body of a request to another system, as a tenant words it, in Mustache: what {@link
 * MessageTemplate} is for people. It sees the variables of a mail's body and {@link #ALSO}. Every
 * value is escaped for the body's type, so that no text of an alert can break out of its place. Any
 * thread may use it.
 */
public final class RequestTemplate {

  /** The most characters of a template. */
  public static final int LONGEST_SOURCE = 8_000;

  /** The most characters of a body. */
  public static final int LONGEST = 100_000;

  /** How values are written. */
  public enum Escaping {
    /** As a part of a JSON string, without the quotes. */
    JSON(value -> new String(JsonStringEncoder.getInstance().quoteAsString(value))),
    /** As a part of a form, or of the query of an address. */
    FORM(value -> URLEncoder.encode(value, StandardCharsets.UTF_8)),
    /** As it is. */
    TEXT(value -> value);

    private final Mustache.Compiler compiler;

    Escaping(MessageTemplate.Escape escape) {
      this.compiler = MessageTemplate.compiler(escape);
    }
  }

  /** What it can name besides the variables of a mail's body, and what each is. */
  public static final Map<String, String> ALSO = also();

  private static final Set<String> KNOWN = known();

  private final Template template;

  private RequestTemplate(Template template) {
    this.template = template;
  }

  private static Map<String, String> also() {
    Map<String, String> also = new LinkedHashMap<>();
    also.put("incident_id", "The incident's id.");
    also.put("key", "`imas-incident-<id>`, with `-r2` after the second reopening.");
    also.put("delivery_id", "The same in every attempt, so that a repeat can be recognised.");
    also.put("event_name", "What happened, such as `incident.triggered`.");
    also.put("timestamp", "When it happened, as RFC 3339 in UTC.");
    also.put("created_at", "When the incident was opened, as RFC 3339 in UTC.");
    also.put("body", "The whole message as plain text.");
    also.put("is_opened", "Whether it tells that the incident has opened, or opened again.");
    for (int severity = 1; severity <= 4; severity++) {
      also.put("is_sev" + severity, "Whether its severity is SEV" + severity + ".");
    }
    return Collections.unmodifiableMap(also);
  }

  private static Set<String> known() {
    Set<String> known = new HashSet<>(Variable.namesOf(Form.MAIL_TEXT));
    known.addAll(ALSO.keySet());
    return Set.copyOf(known);
  }

  /**
   * @throws InvalidTemplateException with what is wrong
   */
  public static RequestTemplate compile(Escaping escaping, String source)
      throws InvalidTemplateException {
    TemplateCheck.source(source, LONGEST_SOURCE, "");
    try {
      Template template = escaping.compiler.compile(source);
      TemplateCheck.names(KNOWN, template);
      return new RequestTemplate(template);
    } catch (MustacheException e) {
      throw new InvalidTemplateException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * @throws InvalidTemplateException when it does more than it may
   */
  String render(Map<String, Object> variables) throws InvalidTemplateException {
    BoundedText out = new BoundedText(LONGEST);
    try {
      template.execute(variables, out);
      return out.toString();
    } catch (Items.Exhausted e) {
      throw new InvalidTemplateException(
          "it goes through lists more than " + Items.MOST_STEPS + " times");
    } catch (BoundedText.Full e) {
      throw new InvalidTemplateException("it makes more than " + LONGEST + " characters");
    } catch (MustacheException e) {
      throw new InvalidTemplateException(String.valueOf(e.getMessage()));
    }
  }
}
