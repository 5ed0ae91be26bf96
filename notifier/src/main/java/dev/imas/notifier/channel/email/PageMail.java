package dev.imas.notifier.channel.email;

import dev.imas.core.bus.PageContent;
import dev.imas.core.wording.ReplyLink;
import dev.imas.core.wording.SafeText;
import dev.imas.notifier.channel.Message;
import io.vertx.core.MultiMap;
import io.vertx.ext.mail.MailMessage;

/** A page as a mail, in text and HTML. All mails of an incident are in one thread. */
final class PageMail {

  private PageMail() {}

  static MailMessage of(Message page, EmailConfig config) {
    PageContent content = page.content();
    return new MailMessage()
        .setFrom(from(config))
        .setBounceAddress(config.from())
        .setTo(page.address())
        .setSubject(EncodedWords.of(page.wording().mailSubject()))
        .setText(page.wording().mailText())
        .setHtml(page.wording().mailHtml())
        .setHeaders(headers(page));
  }

  /**
   * The incident's own id is the root of the thread: no mail has it, and every mail refers to it.
   */
  private static MultiMap headers(Message page) {
    String thread = id(page.content().incident().id());
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    headers.add("Message-ID", id(page.id()));
    headers.add("References", thread);
    headers.add("In-Reply-To", thread);
    // Stops automatic replies such as vacation notes.
    headers.add("Auto-Submitted", "auto-generated");
    headers.add("X-IMAS-Event", SafeText.line(page.content().event(), 100));
    ReplyLink link = page.reply();
    if (link != null && link.actions().contains(ReplyLink.LEAVE)) {
      // RFC 2369, and RFC 8058: the mail program unsubscribes by one POST.
      headers.add("List-Unsubscribe", "<" + link.url().reveal() + ">");
      headers.add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    return headers;
  }

  static String id(Object name) {
    return "<" + name + "@imas>";
  }

  private static String from(EmailConfig config) {
    String name = SafeText.line(config.fromName(), 100).replaceAll("[\"\\\\<>()]", "");
    return name.isEmpty() ? config.from() : config.from() + " (" + EncodedWords.of(name) + ")";
  }
}
