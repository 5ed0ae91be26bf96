package dev.imas.core.tag;

import dev.imas.core.http.Audit;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.incident.IncidentChange;
import dev.imas.core.incident.Tagging;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Plans which tags incidents get and lose by hand (INC-16). Only on a virtual thread. */
public final class IncidentTags implements Tagging {

  /** In the audit. */
  static final String SUBJECT = "tag";

  private final TagRepository tags = new TagRepository();
  private final IncidentTagRepository repository = new IncidentTagRepository();

  @Override
  public Future<IncidentChange> add(
      Tx tx, Call call, IncidentChange change, List<String> names, String pointer, Instant at) {
    List<Tag> wanted = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).strip();
      if (!TagDraft.isName(name)) {
        String here = pointer.equals("/tags") ? pointer + "/" + i : pointer;
        throw Fault.invalid(
            here,
            here
                + ": a tag has a name of one line, of at most "
                + Tag.LONGEST_NAME
                + " characters");
      }
      wanted.add(existingOrMade(tx, call, name, at));
    }
    Set<UUID> has = repository.of(tx, change.after().id()).await();
    IncidentChange tagged = change;
    for (Tag tag : wanted) {
      if (has.contains(tag.id())) {
        continue;
      }
      if (!tag.isActive()) {
        throw Fault.conflict(
            "the tag " + tag.name() + " is inactive; set its is_active to true first");
      }
      has.add(tag.id());
      if (has.size() > Tag.MOST_OF_INCIDENT) {
        throw Fault.conflict(
            "an incident has at most " + Tag.MOST_OF_INCIDENT + " tags; remove one first");
      }
      tagged = tagged.then(TagSteps.add(tagged.after(), tag, call.author(), at));
    }
    return Future.succeededFuture(tagged);
  }

  private Tag existingOrMade(Tx tx, Call call, String name, Instant at) {
    Reference reference = Reference.of(name);
    Optional<Tag> there = repository.find(tx, reference).await();
    if (there.isPresent()) {
      return there.get();
    }
    if (reference.id() != null) {
      throw Fault.notFound("there is no tag " + name);
    }
    tags.lock(tx);
    List<Tag> made = repository.make(tx, List.of(name), Tag.MOST, at).await();
    if (made.isEmpty()) {
      // Somebody was faster, or there are too many.
      return repository.find(tx, reference).await().orElseThrow(TagRoutes::tooMany);
    }
    Tag tag = made.getFirst();
    tags.find(tx, tag.id())
        .ifPresent(
            view ->
                call.audit(tx, Audit.Change.create(new Audit.Subject(SUBJECT, tag.id()), view)));
    return tag;
  }

  @Override
  public Future<IncidentChange> remove(
      Tx tx, Call call, IncidentChange change, Reference reference, Instant at) {
    Tag tag =
        repository
            .find(tx, reference)
            .await()
            .orElseThrow(() -> Fault.notFound("there is no tag " + reference));
    return Future.succeededFuture(
        repository.of(tx, change.after().id()).await().contains(tag.id())
            ? change.then(TagSteps.remove(change.after(), tag, call.author(), at))
            : change);
  }
}
