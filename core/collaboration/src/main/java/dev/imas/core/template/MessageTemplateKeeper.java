package dev.imas.core.template;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.document.Keeper;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Present;
import dev.imas.core.document.StoredSecrets;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Constraints;
import dev.imas.core.platform.Json;
import dev.imas.core.platform.Tx;
import dev.imas.core.template.TemplateRoutes.Own;
import java.util.List;
import java.util.UUID;

/** The templates of a tenant's own. Without one, the shipped one is used. */
final class MessageTemplateKeeper implements Keeper {

  private final Call call;
  private final TemplateRoutes templates;

  MessageTemplateKeeper(Call call, TemplateRoutes templates) {
    this.call = call;
    this.templates = templates;
  }

  @Override
  public List<Present> present(Tx tx, StoredSecrets secrets) {
    return templates.own(tx).stream().map(MessageTemplateKeeper::present).toList();
  }

  private static Present present(Own own) {
    String name = own.language() + "/" + own.kind() + "/" + own.form();
    ObjectNode there = Json.MAPPER.createObjectNode();
    there
        .put("language", own.language())
        .put("message", own.kind())
        .put("form", own.form())
        .put("source", own.source());
    UUID id = Kind.MESSAGE_TEMPLATE.idOf(name).orElseThrow();
    return new Present(Kind.MESSAGE_TEMPLATE, id, name, own.version(), there);
  }

  @Override
  public void create(Tx tx, UUID id, ObjectNode body) {
    templates.write(tx, call, null, Body.of(body));
  }

  @Override
  public void update(Tx tx, Present there, ObjectNode before, ObjectNode body) {
    if (!before.equals(body)) {
      templates.write(tx, call, there.version(), Body.of(body));
    }
  }

  @Override
  public void delete(Tx tx, Present there) {
    Own own =
        templates.own(tx).stream()
            .filter(one -> present(one).equals(there))
            .findFirst()
            .orElseThrow(Constraints::overtaken);
    templates.remove(tx, call, own);
  }
}
