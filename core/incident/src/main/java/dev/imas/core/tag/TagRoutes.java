package dev.imas.core.tag;

import dev.imas.core.access.Permission;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.ListRange;
import dev.imas.core.http.Query;
import dev.imas.core.http.Reference;
import dev.imas.core.http.Resource;
import dev.imas.core.http.ResourceRoutes;
import dev.imas.core.http.ResourceRoutes.Permissions;
import dev.imas.core.http.Versioned;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /tags}: what incidents can be tagged with (INC-16). */
public final class TagRoutes {

  private final Transactions transactions;
  private final InstantSource clock;
  private final TagQualification qualification;
  private final TagRepository tags = new TagRepository();

  /**
   * @param qualification is told of changes
   */
  public TagRoutes(Transactions transactions, InstantSource clock, TagQualification qualification) {
    this.transactions = transactions;
    this.clock = clock;
    this.qualification = qualification;
  }

  public void mount(Api api) {
    // Before the one that finds a tag by its name.
    api.get("/tags/popular", Permission.TAG_READ, this::popular);
    Tags all = new Tags();
    new ResourceRoutes<TagView, TagDraft>(transactions, clock, call -> all)
        .mount(api, "/tags", Permissions.of(Permission.TAG_READ, Permission.TAG_MANAGE));
  }

  /** The tags, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call) {
    return new Tags();
  }

  /** The tags that most incidents have. */
  private record Popular(List<TagView.Used> items) {}

  private Answer popular(Call call) {
    call.query();
    return Answer.ok(new Popular(transactions.call(call.tenant(), tags::popular)));
  }

  private final class Tags implements Resource<TagView, TagDraft> {

    @Override
    public List<String> filters() {
      return List.of("active");
    }

    @Override
    public Function<Tx, List<TagView>> list(Query query, ListRange paging) {
      Boolean active = query.flag("active");
      return tx -> tags.list(tx, active, paging);
    }

    @Override
    public Object key(TagView tag) {
      return tag.name();
    }

    @Override
    public TagDraft read(Body body) {
      return TagDraft.read(body);
    }

    @Override
    public TagView existing(Tx tx, Reference reference) {
      return tags.existing(tx, reference);
    }

    @Override
    public TagView insert(Tx tx, UUID id, TagDraft draft) {
      tags.lock(tx);
      tags.insert(tx, id, draft);
      within(tx);
      tx.afterCommit(qualification::changed);
      return read(tx, id);
    }

    @Override
    public @Nullable TagView update(Tx tx, TagView before, TagDraft draft, int version) {
      tags.lock(tx);
      if (!tags.update(tx, before.id(), draft, version)) {
        return null;
      }
      within(tx);
      tx.afterCommit(qualification::changed);
      return read(tx, before.id());
    }

    /** Counts what is there once the transaction has written, which ends it if that is too much. */
    private void within(Tx tx) {
      TagRepository.Count count = tags.count(tx);
      if (count.all() > Tag.MOST) {
        throw tooMany();
      }
      if (count.patterns() > Tag.MOST_PATTERNS) {
        throw Fault.invalid(
            "/auto_apply_pattern",
            "/auto_apply_pattern: "
                + Tag.MOST_PATTERNS
                + " active tags have a pattern already; merge some, or leave this one out");
      }
    }

    @Override
    public Audit.Subject subject(TagView tag) {
      return new Audit.Subject(IncidentTags.SUBJECT, tag.id());
    }

    @Override
    public String location(TagView made) {
      return "/tags/" + made.id();
    }

    @Override
    public void delete(Tx tx, TagView there) {
      tags.delete(tx, there.id());
      tx.afterCommit(qualification::changed);
    }

    private TagView read(Tx tx, UUID id) {
      return tags.find(tx, id).orElseThrow(() -> Fault.notFound("there is no tag " + id));
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return switch (constraint) {
        case "tag_name" ->
            Fault.conflict("a tag with this name exists already; choose another name");
        case "incident_tag_tenant_id_tag_id_fkey" ->
            Fault.conflict("incidents have this tag; set is_active to false instead");
        default -> null;
      };
    }
  }

  static Fault tooMany() {
    return Fault.of(
        Fault.Kind.INVALID, "at most " + Tag.MOST + " tags are allowed; delete one of no use");
  }
}
