package dev.imas.core.wording;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.imas.core.mustache.MapsAlone;
import java.util.Map;

/**
 * A compiled template in Mustache. It sees a map of texts, flags and lists and nothing else: no
 * object, no method, no file, no other template. What it writes is bounded, and so are the steps
 * through its lists. Every value is escaped for the form, whichever tag it stands in. Any thread
 * may use it.
 */
public final class MessageTemplate {

  private static final Mustache.Compiler PLAIN = compiler(value -> value);
  private static final Mustache.Compiler HTML =
      compiler(value -> HtmlPage.escape(value).replace("\n", "<br>"));

  /** Escapes the value of a tag. */
  interface Escape {
    String of(String value);
  }

  private final Form form;
  private final Template template;

  private MessageTemplate(Form form, Template template) {
    this.form = form;
    this.template = template;
  }

  /**
   * The escaping is the formatter's, which no tag can switch off: {@code {{{x}}}} is escaped, too.
   */
  static Mustache.Compiler compiler(Escape escape) {
    return Mustache.compiler()
        .withEscaper(Escapers.NONE)
        .withFormatter(
            value ->
                value instanceof String text
                    ? escape.of(text)
                    : value instanceof Integer number ? number.toString() : "")
        .withCollector(
            new MapsAlone(value -> value instanceof Items items ? items.iterator() : null))
        .emptyStringIsFalse(true)
        .defaultValue("");
  }

  /**
   * @throws InvalidTemplateException with what is wrong
   */
  public static MessageTemplate compile(Form form, String source) throws InvalidTemplateException {
    TemplateCheck.source(form, source);
    try {
      Template template = (form == Form.MAIL_HTML ? HTML : PLAIN).compile(source);
      TemplateCheck.names(form, template);
      return new MessageTemplate(form, template);
    } catch (MustacheException e) {
      throw new InvalidTemplateException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * @param variables texts, flags and {@link Items}
   * @throws InvalidTemplateException when it does more than it may
   */
  String render(Map<String, Object> variables) throws InvalidTemplateException {
    BoundedText out = new BoundedText(form.longest());
    try {
      template.execute(variables, out);
      return out.toString();
    } catch (Items.Exhausted e) {
      throw new InvalidTemplateException(
          "it goes through lists more than " + Items.MOST_STEPS + " times");
    } catch (BoundedText.Full e) {
      if (form == Form.MAIL_HTML) {
        throw new InvalidTemplateException("it makes more than " + form.longest() + " characters");
      }
      return out.toString();
    } catch (MustacheException e) {
      throw new InvalidTemplateException(String.valueOf(e.getMessage()));
    }
  }
}
