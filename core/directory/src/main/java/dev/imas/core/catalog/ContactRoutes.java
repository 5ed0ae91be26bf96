package dev.imas.core.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.TeamRepository.ContactView;
import dev.imas.core.catalog.TeamRepository.ContactWriting;
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
import dev.imas.core.http.Warning;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Destination;
import dev.imas.core.model.Severity;
import dev.imas.core.model.TenantId;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.provider.ProviderRepository;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /teams/{team}/contacts}: how a team is reached. A secret is never returned. An update
 * without it keeps it, and null removes it.
 */
public final class ContactRoutes {

  /**
   * The most contacts of a team. A page goes to all of them, so a large team needs a mailing list
   * or a chat instead.
   */
  static final int MOST_CONTACTS = 100;

  private static final Set<String> SUMMARIES = Set.of("daily", "weekly", "monthly");

  private record Checked(ContactWriting writing, List<Warning> warnings) {}

  /** A stored contact, with warnings about it. */
  record Kept(
      @JsonUnwrapped ContactView contact,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Warning> warnings)
      implements Versioned {

    @Override
    public int version() {
      return contact.version();
    }
  }

  private final Transactions transactions;
  private final TeamRepository teams = new TeamRepository();
  private final ChannelOfferRepository offers = new ChannelOfferRepository();
  private final ProviderRepository providers = new ProviderRepository();
  private final SecretBox secrets;
  private final InstantSource clock;
  private final ChannelKinds channels;
  private final ContactCheck check;

  public ContactRoutes(
      Transactions transactions, SecretBox secrets, InstantSource clock, ChannelKinds channels) {
    this.transactions = transactions;
    this.secrets = secrets;
    this.clock = clock;
    this.channels = channels;
    this.check = new ContactCheck(channels);
  }

  public void mount(Api api) {
    new ResourceRoutes<Kept, Body>(transactions, clock, Contacts::new)
        .mount(
            api,
            "/teams/{team}/contacts",
            Permissions.of(Permission.TEAM_READ, Permission.CONTACT_MANAGE));
  }

  /** The contacts of a team, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call, Reference team) {
    return new Contacts(call, team);
  }

  /**
   * The contacts of a team, as one call may see them. A body is checked against the channels on
   * offer.
   */
  private final class Contacts implements Resource<Kept, Body> {

    private final Reference team;
    private final TenantId tenant;
    private final Call call;

    Contacts(Call call) {
      this(call, call.reference("team"));
    }

    Contacts(Call call, Reference team) {
      this.team = team;
      this.tenant = call.tenant();
      this.call = call;
    }

    @Override
    public Function<Tx, List<Kept>> list(Query query, ListRange paging) {
      UUID after = paging.afterId();
      return tx ->
          teams.contacts(tx, team(tx), after, paging.fetch()).await().stream()
              .map(contact -> new Kept(contact, List.of()))
              .toList();
    }

    @Override
    public Object key(Kept kept) {
      return kept.contact.id();
    }

    @Override
    public Kept shown(Kept kept) {
      return new Kept(shown(kept.contact), kept.warnings);
    }

    private ContactView shown(ContactView contact) {
      return call.may(Permission.CONTACT_MANAGE, contact.team())
          ? contact
          : contact.withoutSecrets(channels);
    }

    @Override
    public UUID team(Kept kept) {
      return kept.contact.team();
    }

    @Override
    public UUID teamOfNew(Tx tx) {
      return team(tx);
    }

    @Override
    public Body read(Body body) {
      return body;
    }

    @Override
    public Kept existing(Tx tx, Reference contact) {
      UUID of = team(tx);
      return read(tx, of, teams.existingContactId(tx, of, contact).await(), List.of());
    }

    @Override
    public Kept insert(Tx tx, UUID id, Body body) {
      UUID of = team(tx);
      refuseFlood(teams.lockContacts(tx, of).await());
      Checked checked = check(body, tenant, known(tx));
      teams.insertContact(tx, of, id, checked.writing()).await();
      return read(tx, of, id, checked.warnings());
    }

    @Override
    public Audit.Subject subject(Kept kept) {
      return new Audit.Subject("contact", kept.contact.id());
    }

    /** What may be a password in an address is left out, as for callers who may only read. */
    @Override
    public Object audited(Kept kept) {
      return kept.contact.withoutSecrets(channels);
    }

    @Override
    public String location(Kept made) {
      return "/teams/" + made.contact.team() + "/contacts/" + made.contact.id();
    }

    @Override
    public @Nullable Kept update(Tx tx, Kept before, Body body, int version) {
      UUID of = before.contact.team();
      UUID id = before.contact.id();
      Checked checked = check(body, tenant, known(tx));
      if (before.contact.hasSecret()
          && checked.writing().secretEnc() == null
          && !checked.writing().clearSecret()
          && !Destination.isSame(before.contact.address(), checked.writing().address())) {
        throw Fault.invalid("/secret", "/secret " + Destination.ASKED_AGAIN + "; null removes it");
      }
      if (before.contact.isActive()
          && !checked.writing().isActive()
          && teams.isFallback(tx, id).await()) {
        throw isFallback("switched off");
      }
      return teams.updateContact(tx, of, id, checked.writing(), version).await()
          ? read(tx, of, id, checked.warnings())
          : null;
    }

    @Override
    public void delete(Tx tx, Kept there) {
      teams.deleteContact(tx, there.contact.team(), there.contact.id()).await();
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals(TeamRepository.FALLBACK) ? isFallback("deleted") : null;
    }

    private UUID team(Tx tx) {
      return teams.existingId(tx, team).await();
    }

    private Kept read(Tx tx, UUID of, UUID id, List<Warning> warnings) {
      return teams
          .contact(tx, of, id)
          .await()
          .map(contact -> new Kept(contact, warnings))
          .orElseThrow(() -> Fault.notFound("there is no contact " + id));
    }
  }

  private static Fault isFallback(String cannotBe) {
    return Fault.conflict(
        "the contact is one of the tenant's fallback, which is notified of pages that reached"
            + " nobody, so it cannot be "
            + cannotBe
            + "; name others there first (PUT /api/v1/fallback)");
  }

  private static void refuseFlood(int count) {
    if (count >= MOST_CONTACTS) {
      throw Fault.of(
          Fault.Kind.INVALID,
          "the team has "
              + count
              + " contacts; at most "
              + MOST_CONTACTS
              + " are allowed: remove one, or use a mailing list or a chat instead of single "
              + "people");
    }
  }

  private ContactCheck.Known known(Tx tx) {
    return new ContactCheck.Known(offers.current(tx).await(), providers.active(tx).await());
  }

  private static List<String> summaries(Body body) {
    JsonNode list = body.present("summaries");
    List<String> kinds = new ArrayList<>();
    if (list != null) {
      list.forEach(kind -> kinds.add(kind.asText()));
      if (!list.isArray()
          || !SUMMARIES.containsAll(kinds)
          || Set.copyOf(kinds).size() < kinds.size()) {
        body.fault("/summaries", "must be a list of daily, weekly and monthly, each at most once");
      }
    }
    return kinds;
  }

  private Checked check(Body body, TenantId tenant, ContactCheck.Known known) {
    body.only(
        "name",
        "channel",
        "address",
        "secret",
        "min_severity",
        "is_active",
        "by_matrix",
        "summaries",
        "quiet_hours");
    String secret = body.text("secret", 500);
    Severity least = body.severity("min_severity");
    String channel = body.requiredText("channel", 20);
    String address = body.text("address", 2_000, check.usualAddress(channel));
    boolean isActive = body.flag("is_active", true);
    List<Warning> warnings = check.check(body, channel, address, isActive, known);
    ContactWriting writing =
        new ContactWriting(
            body.requiredText("name", 200),
            channel,
            address,
            secret == null || secret.isEmpty() ? null : secrets.seal(secret, tenant),
            body.has("secret") && secret == null,
            least == null ? Severity.SEV4_LOW : least,
            isActive,
            body.flag("by_matrix", false),
            summaries(body),
            QuietHoursBody.readZoned(body));
    body.throwIfFaulty();
    return new Checked(writing, warnings);
  }
}
