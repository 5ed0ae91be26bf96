package dev.imas.core.template;

import dev.imas.core.document.DocumentSchema;
import dev.imas.core.document.DocumentsOfKind;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Keeping;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Members;
import dev.imas.core.document.Shape.Fields;
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

  private final TemplateRoutes templates;

  MessageTemplateDocuments(TemplateRoutes templates) {
    this.templates = templates;
  }

  @Override
  public Kind kind() {
    return Kind.MESSAGE_TEMPLATE;
  }

  @Override
  public Fields shape() {
    return SHAPE;
  }

  @Override
  public Keeper keeper(Keeping keeping) {
    return new MessageTemplateKeeper(keeping.call(), templates);
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
