package dev.imas.core.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.configuration.Shape.Fields;

/** To which phone numbers codes are sent. */
final class VerificationSettingsDocuments implements DocumentsOfKind {

  private static final String PREFIXES = "phone_prefixes";

  private static final Fields SHAPE =
      Members.of()
          .member(
              PREFIXES,
              new Shape.Unordered(new Shape.Spelled(text -> text.strip().replaceFirst("^\\+", ""))))
          .made();

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return SingleKeeper.of(
        Kind.VERIFICATION_SETTINGS,
        keeping.call(),
        keeping.resources().verification().single(),
        VerificationSettingsDocuments::chosen);
  }

  /** Those that follow from the providers are nobody's choice. */
  private static void chosen(ObjectNode shown) {
    if (!shown.path("is_chosen").booleanValue()) {
      shown.removeAll();
    }
    shown.remove("is_chosen");
  }

  @Override
  public void describe(DocumentSchema schema) {
    schema.set(PREFIXES, schema.ofApi("VerificationSettings").get("properties").get(PREFIXES));
    schema.require(PREFIXES);
  }

  @Override
  public boolean isSet(Present single) {
    return single.there().has(PREFIXES);
  }
}
