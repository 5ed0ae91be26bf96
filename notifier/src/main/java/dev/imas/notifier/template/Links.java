package dev.imas.notifier.template;

import dev.imas.core.bus.PageContent;
import dev.imas.core.platform.InvitationLink;
import dev.imas.core.platform.LinkToken;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.ReplyLink;
import dev.imas.core.wording.SafeText;
import dev.imas.core.wording.Words;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** The addresses of what a page is about. */
public final class Links {

  private final Supplier<URI> publicUrl;

  /**
   * @param publicUrl core's address for people's browsers, asked for each time, since core may
   *     start later
   */
  public Links(Supplier<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  private String base() {
    String text = publicUrl.get().toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** The page by which the person who gets this delivery acts. */
  public ReplyLink reply(Secret token, List<String> actions) {
    return new ReplyLink(new Secret(base() + LinkToken.PATH + token.reveal()), actions);
  }

  /** What is at that path of core. */
  public String to(String path) {
    return base() + path;
  }

  /** The dashboard's page of an incident. */
  public String incident(UUID id) {
    return to("/incidents/" + id);
  }

  /** What programs read of an incident. */
  public String resource(UUID id) {
    return to("/api/v1/incidents/" + id);
  }

  /** The page by which whoever gets an invitation chooses a password. */
  public ReplyLink invitation(Secret code) {
    return new ReplyLink(
        new Secret(base() + InvitationLink.PATH + code.reveal()), List.of(ReplyLink.REGISTER));
  }

  /** The page by which whoever forgot a password chooses another. */
  public ReplyLink reset(Secret code) {
    return new ReplyLink(
        new Secret(base() + InvitationLink.RESET_PATH + code.reveal()),
        List.of(ReplyLink.REGISTER));
  }

  /**
   * The link that core gave, else the dashboard's page of the incident, by its short name since a
   * text message has little room; for a test, the resource of its delivery.
   */
  public String incident(PageContent page) {
    if (page.event().equals(PageContent.DIGEST)) {
      return base() + "/api/v1/deliveries?folded_into=" + page.incident().id();
    }
    if (page.event().equals(PageContent.TEST) || page.event().equals(PageContent.VERIFICATION)) {
      return base() + "/api/v1/deliveries/" + page.incident().id();
    }
    String url = page.incident().url();
    if (Words.isNotice(page)) {
      return url == null ? base() + "/api/v1/deliveries" : base() + SafeText.line(url, 2000);
    }
    return url == null || url.isBlank()
        ? to("/incidents/" + Words.reference(page.incident()))
        : SafeText.line(url, 2000);
  }
}
