package dev.imas.core.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The JSON schema of sender profiles, for editors and for those who make profiles by a program. */
public final class ProfileSchema {

  private ProfileSchema() {}

  /** The schema, of draft 2020-12. */
  public static String text() {
    try (InputStream in = ProfileSchema.class.getResourceAsStream("profile.schema.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the schema of profiles cannot be read", e);
    }
  }
}
