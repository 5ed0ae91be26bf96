package dev.imas.core.contact;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.imas.core.access.Permission;
import dev.imas.core.catalog.ChannelOfferRepository;
import dev.imas.core.catalog.ContactCheck;
import dev.imas.core.contact.UserContactRepository.ContactView;
import dev.imas.core.contact.UserContactRepository.ContactWriting;
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
import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Destination;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.provider.ProviderRepository;
import dev.imas.core.rights.AccountChange;
import dev.imas.core.rights.AccountWatch;
import dev.imas.core.rights.AdminWatch;
import dev.imas.core.user.OwnPassword;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /users/{user}/contacts}: how a person is reached (NTF-30). People change their own,
 * administrators everybody's. A secret is never returned.
 */
public final class UserContactRoutes {

  private static final String EMAIL = "email";

  /** The most contacts of a person. */
  private static final int MOST_CONTACTS = 20;

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

  private record Checked(ContactWriting writing, List<Warning> warnings) {}

  private final Transactions transactions;
  private final UserContactRepository contacts = new UserContactRepository();
  private final ChannelOfferRepository offers = new ChannelOfferRepository();
  private final ProviderRepository providers = new ProviderRepository();
  private final Owner owner = new Owner();
  private final SecretBox secrets;
  private final InstantSource clock;
  private final ChannelKinds channels;
  private final ContactCheck check;
  private final OwnPassword password;
  private final AccountWatch watch;

  /**
   * @param password asks people for theirs
   * @param watch tells people of changes of their accounts
   */
  public UserContactRoutes(
      Transactions transactions,
      SecretBox secrets,
      InstantSource clock,
      ChannelKinds channels,
      OwnPassword password,
      AccountWatch watch) {
    this.password = password;
    this.watch = watch;
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
            "/users/{user}/contacts",
            Permissions.of(Permission.SELF_EDIT, Permission.SELF_EDIT));
  }

  /** The contacts of a person, as one call may read and change them. */
  public Resource<? extends Versioned, ?> resource(Call call, Reference user) {
    return new Contacts(call, user);
  }

  /** The contacts of a person, for one call. A body is checked against the channels on offer. */
  private final class Contacts implements Resource<Kept, Body> {

    private final Call call;
    private final Reference user;
    private boolean passwordSent;

    Contacts(Call call) {
      this(call, call.reference("user"));
    }

    Contacts(Call call, Reference user) {
      this.call = call;
      this.user = user;
    }

    private UUID user(Tx tx) {
      return owner.of(tx, call, user);
    }

    /** Whose contacts are to change: they are told of it, and prove that it is them. */
    private UUID changed(Tx tx, AccountChange change, @Nullable ContactView before) {
      UUID of = owner.toChange(tx, call, user);
      if (Owner.isSelf(call, of)) {
        password.require(tx, call, passwordSent);
      }
      watch.changed(tx, of, change, reachedMail(before), AdminWatch.author(call));
      return of;
    }

    private static @Nullable String reachedMail(@Nullable ContactView before) {
      return before != null && before.verifiedAt() != null && before.channel().equals(EMAIL)
          ? before.address()
          : null;
    }

    @Override
    public Function<Tx, List<Kept>> list(Query query, ListRange paging) {
      UUID after = paging.afterId();
      return tx ->
          contacts.list(tx, user(tx), after, paging.fetch()).stream()
              .map(contact -> new Kept(contact, List.of()))
              .toList();
    }

    @Override
    public Object key(Kept kept) {
      return kept.contact.id();
    }

    @Override
    public Body read(Body body) {
      passwordSent = password.isIn(call, body);
      return body;
    }

    @Override
    public Kept existing(Tx tx, Reference contact) {
      return new Kept(contacts.existing(tx, user(tx), contact), List.of());
    }

    @Override
    public Kept insert(Tx tx, UUID id, Body body) {
      UUID of = changed(tx, AccountChange.CONTACT_ADDED, null);
      contacts.lock(tx, of);
      refuseMany(contacts.list(tx, of, null, MOST_CONTACTS).size());
      Checked checked = check(tx, body);
      contacts.insert(tx, of, id, checked.writing);
      return read(tx, of, id, checked.warnings);
    }

    @Override
    public Audit.Subject subject(Kept kept) {
      return new Audit.Subject("user_contact", kept.contact.id());
    }

    @Override
    public Object audited(Kept kept) {
      return kept.contact.withoutPerson();
    }

    @Override
    public Object auditedAfter(Kept before, Kept after) {
      return after.contact.withoutPersonSince(before.contact);
    }

    @Override
    public String location(Kept made) {
      return "/users/" + made.contact.user() + "/contacts/" + made.contact.id();
    }

    @Override
    public @Nullable Kept update(Tx tx, Kept before, Body body, int version) {
      ContactView there = before.contact;
      changed(tx, AccountChange.CONTACT_CHANGED, there);
      Checked checked = check(tx, body);
      if (there.hasSecret()
          && checked.writing.secretEnc() == null
          && !checked.writing.clearSecret()
          && !Destination.isSame(there.address(), checked.writing.address())) {
        throw Fault.invalid("/secret", "/secret " + Destination.ASKED_AGAIN + "; null removes it");
      }
      return contacts.update(tx, there.id(), checked.writing, version)
          ? read(tx, there.user(), there.id(), checked.warnings)
          : null;
    }

    @Override
    public void delete(Tx tx, Kept there) {
      changed(tx, AccountChange.CONTACT_DELETED, there.contact);
      contacts.lock(tx, there.contact.user());
      contacts.delete(tx, there.contact.id());
    }

    @Override
    public @Nullable Fault meaning(String constraint) {
      return constraint.equals("user_contact_address")
          ? Fault.conflict("the person has a contact with this address already; change that one")
          : null;
    }

    private Kept read(Tx tx, UUID of, UUID id, List<Warning> warnings) {
      return contacts
          .find(tx, of, id)
          .map(contact -> new Kept(contact, warnings))
          .orElseThrow(() -> Fault.notFound("there is no contact " + id));
    }

    private Checked check(Tx tx, Body body) {
      body.only("name", "channel", "address", "secret", "is_active", OwnPassword.MEMBER);
      String secret = body.text("secret", 500);
      String channel = body.requiredText("channel", 20);
      String address = body.text("address", 2_000, "").strip();
      boolean isActive = body.flag("is_active", true);
      List<Warning> warnings = new ArrayList<>();
      if (channels.of(channel).flatMap(ChannelKind::medium).isEmpty()) {
        body.fault("/channel", "must be one of " + String.join(", ", ofPeople()));
      } else {
        ContactCheck.Known known =
            new ContactCheck.Known(offers.current(tx).await(), providers.active(tx).await());
        warnings.addAll(check.check(body, channel, address, isActive, known));
      }
      ContactWriting writing =
          new ContactWriting(
              body.requiredText("name", 200),
              channel,
              address,
              secret == null || secret.isEmpty() ? null : secrets.seal(secret, call.tenant()),
              body.has("secret") && secret == null,
              isActive);
      body.throwIfFaulty();
      return new Checked(writing, warnings);
    }
  }

  private List<String> ofPeople() {
    return channels.types().stream()
        .filter(type -> channels.of(type).flatMap(ChannelKind::medium).isPresent())
        .toList();
  }

  private static void refuseMany(int count) {
    if (count >= MOST_CONTACTS) {
      throw Fault.of(
          Fault.Kind.INVALID,
          "the person has " + count + " contacts, which is the most; remove one first");
    }
  }
}
