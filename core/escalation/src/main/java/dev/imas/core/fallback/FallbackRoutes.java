package dev.imas.core.fallback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.fallback.FallbackRepository.NamedContact;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** {@code /fallback}: who is told about pages that reached nobody in their team. */
public final class FallbackRoutes {

  private static final int MOST = 20;

  /** The longest {@code team/name}. */
  private static final int LONGEST = 401;

  record Fallback(List<NamedContact> contacts) {}

  private final Transactions transactions;
  private final FallbackRepository contacts = new FallbackRepository();

  public FallbackRoutes(Transactions transactions) {
    this.transactions = transactions;
  }

  public void mount(Api api) {
    api.get("/fallback", Permission.TEAM_READ, this::get);
    api.put("/fallback", Permission.FALLBACK_MANAGE, this::replace);
  }

  private Answer get(Call call) {
    return Answer.ok(transactions.call(call.tenant(), this::named));
  }

  private Answer replace(Call call) {
    Body body = call.body();
    return transactions.call(call.tenant(), tx -> write(tx, call, body));
  }

  /** The contacts in force. */
  public Answer read(Tx tx) {
    return Answer.ok(named(tx));
  }

  /**
   * Lets this transaction delete what the fallback names, as long as it names others in the end.
   */
  public void mayLoseFirst(Tx tx) {
    contacts.checkInTheEnd(tx).await();
  }

  /** How many there are. */
  public int contacts(Tx tx) {
    return named(tx).contacts.size();
  }

  /** Replaces them. Whoever calls it has asked for the permission. */
  public Answer write(Tx tx, Call call, Body body) {
    List<Reference> wanted = read(body.only("contacts"));
    body.throwIfFaulty();
    List<FallbackRepository.Match> found = contacts.matching(tx, wanted).await();
    Fallback before = named(tx);
    contacts.replace(tx, chosen(wanted, found, body)).await();
    Fallback after = named(tx);
    call.audit(tx, Audit.Change.update(new Audit.Subject("fallback", null), before, after));
    return Answer.ok(after);
  }

  private Fallback named(Tx tx) {
    return new Fallback(contacts.named(tx).await());
  }

  /** The chosen contacts in order, each once. */
  private static List<UUID> chosen(
      List<Reference> wanted, List<FallbackRepository.Match> found, Body body) {
    Set<UUID> chosen = new LinkedHashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      int place = i;
      List<UUID> ids =
          found.stream()
              .filter(m -> m.place() == place)
              .map(FallbackRepository.Match::contact)
              .toList();
      UUID id = wanted.get(i).id();
      if (id != null && ids.contains(id)) {
        chosen.add(id);
      } else if (ids.size() == 1) {
        chosen.add(ids.get(0));
      } else {
        body.fault(
            "/contacts/" + i,
            ids.isEmpty()
                ? "is not a contact of any team; create it, or name another"
                : "is the name of several contacts; write team/name or the id");
      }
    }
    body.throwIfFaulty();
    return List.copyOf(chosen);
  }

  private static List<Reference> read(Body body) {
    JsonNode list = body.present("contacts");
    if (list == null || !list.isArray() || list.size() > MOST) {
      body.fault(
          "/contacts",
          "must be a list of at most " + MOST + " names or ids of contacts; [] means the console");
      return List.of();
    }
    return body.texts("contacts", MOST, LONGEST).stream().map(Reference::of).toList();
  }
}
