package dev.imas.core.fallback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.fallback.FallbackRepository.NamedContact;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Scope;
import dev.imas.core.platform.Transactions;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** {@code /fallback}: who is told of pages that reached nobody of the team they were for. */
public final class FallbackRoutes {

  private static final int MOST = 20;

  record Fallback(List<NamedContact> contacts) {}

  private final Transactions transactions;
  private final FallbackRepository contacts = new FallbackRepository();

  public FallbackRoutes(Transactions transactions) {
    this.transactions = transactions;
  }

  public void mount(Api api) {
    api.get("/fallback", Scope.READ, this::get);
    api.put("/fallback", Scope.WRITE, this::replace);
  }

  private Future<Answer> get(Call call) {
    return transactions
        .run(call.tenant(), contacts::named)
        .map(named -> Answer.ok(new Fallback(named)));
  }

  private Future<Answer> replace(Call call) {
    Body body = call.body().only("contacts");
    List<UUID> wanted = read(body);
    body.throwIfFaulty();
    return transactions
        .run(
            call.tenant(),
            tx ->
                contacts
                    .known(tx, wanted)
                    .compose(
                        known -> {
                          for (int i = 0; i < wanted.size(); i++) {
                            if (!known.contains(wanted.get(i))) {
                              body.fault("/contacts/" + i, "is no contact of any team here");
                            }
                          }
                          body.throwIfFaulty();
                          return contacts.replace(tx, wanted);
                        })
                    .compose(done -> contacts.named(tx)))
        .map(named -> Answer.ok(new Fallback(named)));
  }

  private static List<UUID> read(Body body) {
    JsonNode list = body.present("contacts");
    List<UUID> ids = new ArrayList<>();
    if (list == null || !list.isArray() || list.size() > MOST) {
      body.fault(
          "/contacts", "must be a list of at most " + MOST + " contacts' ids; [] is the console");
      return ids;
    }
    for (int i = 0; i < list.size(); i++) {
      try {
        UUID id = UUID.fromString(list.get(i).asText());
        if (!ids.contains(id)) {
          ids.add(id);
        }
      } catch (IllegalArgumentException e) {
        body.fault("/contacts/" + i, "is not a contact's id");
      }
    }
    return ids;
  }
}
