package dev.imas.core.contact;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.DocumentSchema;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Present;
import dev.imas.core.document.Shape;
import dev.imas.core.document.Shape.Fields;
import dev.imas.core.document.SingleKeeper;

/** To which phone numbers codes are sent. */
final class VerificationSettingsDocuments implements DocumentsOfKind {

  private static final String PREFIXES = "phone_prefixes";

  private static final Fields SHAPE =
      Members.of()
          .member(
              PREFIXES,
              new Shape.Unordered(new Shape.Spelled(text -> text.strip().replaceFirst("^\\+", ""))))
          .made();

  private final CodeCountryRoutes countries;

  VerificationSettingsDocuments(CodeCountryRoutes countries) {
    this.countries = countries;
  }

  @Override
  public Kind kind() {
    return Kind.VERIFICATION_SETTINGS;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return SingleKeeper.of(
        Kind.VERIFICATION_SETTINGS,
        keeping.call(),
        countries.single(),
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
