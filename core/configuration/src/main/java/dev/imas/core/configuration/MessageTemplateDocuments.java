package dev.imas.core.configuration;

import dev.imas.core.configuration.Shape.Fields;
import dev.imas.core.wording.Form;
import dev.imas.core.wording.MessageKind;
import java.util.stream.Stream;

/** Words of messages. A template is what it is for: a language, a kind of message and a form. */
final class MessageTemplateDocuments implements DocumentsOfKind {

  private static final Fields SHAPE =
      Members.of()
          .member("language", Members.ANY)
          .member("message", Members.ANY)
          .member("form", Members.ANY)
          .member("source", Members.ANY)
          .made();

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return new MessageTemplateKeeper(keeping.call(), keeping.resources().templates());
  }

  @Override
  public void describe(DocumentSchema schema) {
    schema.set("language", DocumentSchema.text("Two or three letters, such as fr"));
    schema.set(
        "message", DocumentSchema.oneOf(MessageKind.ALL.stream().map(MessageKind::name).toList()));
    schema.set("form", DocumentSchema.oneOf(Stream.of(Form.values()).map(Form::wireName).toList()));
    for (String member : Kind.MESSAGE_TEMPLATE.nameMembers()) {
      schema.require(member);
    }
  }
}
