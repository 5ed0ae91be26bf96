package dev.imas.notifier.template;

import dev.imas.core.bus.PageContent;
import dev.imas.core.message.InvitationLink;
import dev.imas.core.message.LinkToken;
import dev.imas.core.platform.Secret;
import dev.imas.core.wording.ReplyLink;
import dev.imas.core.wording.SafeText;
import dev.imas.core.wording.Words;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The addresses of what a page is about. */
public final class PageLinks {

  private static final String API = "/api/v1";

  private final Supplier<URI> publicUrl;
  private final boolean isLocal;

  /**
   * @param publicUrl core's address for people's browsers, asked for each time, since core may
   *     start later
   */
  public PageLinks(Supplier<URI> publicUrl) {
    this(publicUrl, false);
  }

  /**
   * @param isLocal whether the address is that of this machine, since nobody has said another
   */
  public PageLinks(Supplier<URI> publicUrl, boolean isLocal) {
    this.publicUrl = publicUrl;
    this.isLocal = isLocal;
  }

  /** Whether they open on the machine of IMAS alone. */
  public boolean areLocal() {
    return isLocal;
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
   * Where people find what a message is about, in the dashboard: the link that core gave, else the
   * page of the incident, by its short name since a text message has little room. Empty for a
   * notice that is about nothing with a page. What programs read is no link for people.
   */
  public String incident(PageContent page) {
    return switch (page.event()) {
      case PageContent.DIGEST -> to("/deliveries?folded_into=" + page.incident().id());
      case PageContent.TEST -> to("/deliveries?delivery=" + page.incident().id());
      case PageContent.VERIFICATION -> to("/me");
      default -> Words.isNotice(page) ? notice(page.incident().url()) : ofIncident(page);
    };
  }

  private String notice(@Nullable String url) {
    if (url == null) {
      return "";
    }
    // Until there were pages, core named a resource of the API, which has the same path.
    return to(SafeText.line(url.startsWith(API) ? url.substring(API.length()) : url, 2000));
  }

  private String ofIncident(PageContent page) {
    String url = page.incident().url();
    return url == null || url.isBlank()
        ? to("/incidents/" + Words.reference(page.incident()))
        : SafeText.line(url, 2000);
  }
}
