package dev.imas.core.explain;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.source.SourceRepository;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.UUID;

/**
 * {@code POST /sources/{id}/bodies}: posts a body in the name of a source, for whoever may make a
 * key for it and post it themselves. A gateway takes it as it takes those of the sender.
 */
final class PostRoutes {

  private final Transactions transactions;
  private final PastedReader gateways;
  private final SourceRepository sources = new SourceRepository();

  PostRoutes(Transactions transactions, PastedReader gateways) {
    this.transactions = transactions;
    this.gateways = gateways;
  }

  void mount(Api api) {
    api.post("/sources/{id}/bodies", Permission.SOURCE_MANAGE, this::post);
  }

  /**
   * @param deadLetters elements of the body that could not be read
   */
  record PostedBody(int deadLetters) {}

  private Answer post(Call call) {
    Reference source = call.reference("id");
    Body body = call.body().only("body");
    String text = body.requiredText("body", PastedBodyRoutes.LONGEST_BODY);
    body.throwIfFaulty();
    // Before it is posted: what others see of it must be in the audit, whatever happens then.
    UUID id =
        transactions.call(
            call.tenant(),
            tx -> {
              UUID found =
                  sources
                      .findId(tx, source)
                      .await()
                      .orElseThrow(() -> Fault.notFound("there is no source " + source));
              call.audit(
                  tx,
                  new Audit.Change(
                      new Audit.Subject("source", found),
                      "post",
                      null,
                      Map.of("characters", text.length())));
              return found;
            });
    return Answer.ok(new PostedBody(gateways.post(call.tenant(), id, Buffer.buffer(text))));
  }
}
