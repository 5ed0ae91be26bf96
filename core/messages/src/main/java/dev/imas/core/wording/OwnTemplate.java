package dev.imas.core.wording;

import org.jspecify.annotations.Nullable;

/**
 * A template that a tenant wrote.
 *
 * @param compiled null when it cannot be used, for the reason in {@code fault}: an earlier version
 *     of IMAS may have accepted it
 */
public record OwnTemplate(int version, @Nullable MessageTemplate compiled, @Nullable String fault) {

  public static OwnTemplate of(Form form, String source, int version) {
    try {
      return new OwnTemplate(version, MessageTemplate.compile(form, source), null);
    } catch (InvalidTemplateException e) {
      return new OwnTemplate(version, null, e.getMessage());
    }
  }
}
