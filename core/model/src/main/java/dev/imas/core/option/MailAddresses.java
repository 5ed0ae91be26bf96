package dev.imas.core.option;

import dev.imas.core.model.SourceTypes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which sources take mail, each at {@code <key>@domain}. Gateways take it, and core tells people
 * where to send it.
 *
 * @param types of the sources that take mail, unless they have a signing secret
 */
public record MailAddresses(String domain, List<String> types) {

  /** The setting, of core and gateways alike. */
  public static final String SETTING = "gateway.smtp.domain";

  public MailAddresses {
    types = List.copyOf(types);
  }

  /**
   * @param domain what addresses of sources end in; null or empty where no mail is taken
   */
  public static @Nullable MailAddresses of(@Nullable String domain) {
    return domain == null || domain.isEmpty()
        ? null
        : new MailAddresses(
            domain, List.of(SourceTypes.ANY, SourceTypes.EMAIL, SourceTypes.PROFILE));
  }
}
