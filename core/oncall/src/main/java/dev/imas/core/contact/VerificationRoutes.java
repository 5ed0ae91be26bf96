package dev.imas.core.contact;

import dev.imas.core.access.Permission;
import dev.imas.core.bus.PageContent;
import dev.imas.core.catalog.ChannelOfferRepository;
import dev.imas.core.catalog.ContactCheck;
import dev.imas.core.contact.CodeRepository.Sent;
import dev.imas.core.contact.UserContactRepository.ContactView;
import dev.imas.core.delivery.DeliveryQueue;
import dev.imas.core.delivery.NewDelivery;
import dev.imas.core.http.Answer;
import dev.imas.core.http.Api;
import dev.imas.core.http.Audit;
import dev.imas.core.http.Body;
import dev.imas.core.http.Call;
import dev.imas.core.http.Reference;
import dev.imas.core.message.ContactCode;
import dev.imas.core.model.ChannelKind;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.model.Medium;
import dev.imas.core.model.Severity;
import dev.imas.core.model.UuidV7;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.SecretBox;
import dev.imas.core.platform.Transactions;
import dev.imas.core.platform.Tx;
import dev.imas.core.provider.ProviderRepository;
import dev.imas.core.rights.AccountChange;
import dev.imas.core.rights.AccountWatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code …/contacts/{id}/send-code} and {@code …/verify}: a person proves that messages reach them
 * (NTF-30). Codes cost money and may reach strangers, so their number has limits, by contact,
 * person, address, country and tenant, and phones get them in some countries only (trap 73).
 */
public final class VerificationRoutes {

  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration WITHIN = Duration.ofHours(1);
  private static final int MOST_BY_USER = 10;
  private static final int MOST_TO_ADDRESS = 5;
  private static final int MOST_OF_TENANT = 100;
  private static final int MOST_TO_COUNTRY = 30;
  private static final int MOST_TRIES = 5;

  /**
   * @param delivery by which one learns whether the code was sent
   */
  record Queued(UUID delivery, Instant expiresAt) {}

  private final Transactions transactions;
  private final DeliveryQueue queue;
  private final SecretBox secrets;
  private final InstantSource clock;
  private final Owner owner = new Owner();
  private final UserContactRepository contacts = new UserContactRepository();
  private final CodeRepository codes = new CodeRepository();
  private final CodeCountryRepository countries = new CodeCountryRepository();
  private final ChannelKinds channels;
  private final AccountWatch watch;
  private final ContactCheck check;
  private final ChannelOfferRepository offers = new ChannelOfferRepository();
  private final ProviderRepository providers = new ProviderRepository();

  /**
   * @param watch tells people of changes of their accounts
   */
  public VerificationRoutes(
      Transactions transactions,
      DeliveryQueue queue,
      SecretBox secrets,
      InstantSource clock,
      ChannelKinds channels,
      AccountWatch watch) {
    this.watch = watch;
    this.channels = channels;
    this.check = new ContactCheck(channels);
    this.transactions = transactions;
    this.queue = queue;
    this.secrets = secrets;
    this.clock = clock;
  }

  public void mount(Api api) {
    api.post("/users/{user}/contacts/{id}/send-code", Permission.SELF_EDIT, this::send);
    api.post("/users/{user}/contacts/{id}/verify", Permission.SELF_EDIT, this::verify);
  }

  private Answer send(Call call) {
    Reference user = call.reference("user");
    Reference contact = call.reference("id");
    call.body().only().throwIfFaulty();
    Instant now = clock.instant();
    UUID id = UuidV7.at(now.toEpochMilli());
    Queued queued = new Queued(id, now.plus(ContactCode.GOOD_FOR));
    transactions.call(
        call.tenant(),
        tx -> {
          ContactView to = own(tx, call, user, contact);
          refuseUnsendable(tx, to);
          refuseAbroad(tx, to);
          refuseMany(codes.lockSent(tx, to, now.minus(WITHIN)), now);
          refuseManyAbroad(tx, to, now);
          byte[] hash = ContactCode.hash(secrets, to.id(), ContactCode.of(secrets, id));
          codes.insert(tx, id, to, hash, now, queued.expiresAt);
          String tenant = queue.tenantName(tx).await();
          queue.insert(tx, List.of(delivery(id, to, tenant, call.author(), now))).await();
          call.audit(tx, changed(to, "send_code"));
          return id;
        });
    return new Answer(202, queued, Map.of("location", Api.BASE + "/deliveries/" + id));
  }

  private ContactView own(Tx tx, Call call, Reference user, Reference contact) {
    ContactView own = contacts.existing(tx, owner.toChange(tx, call, user), contact);
    Owner.mustBeSelf(call, own.user());
    return own;
  }

  /** A code that nothing can send would be waited for in vain. */
  private void refuseUnsendable(Tx tx, ContactView to) {
    check
        .check(
            to.channel(),
            to.address(),
            true,
            offers.current(tx).await(),
            providers.active(tx).await())
        .stream()
        .filter(ContactCheck.Finding::isFault)
        .findFirst()
        .ifPresent(
            found -> {
              throw Fault.conflict("no code can be sent to this contact: " + found.text());
            });
  }

  /** The answer says which numbers are allowed, and is the same whosever this one is. */
  private void refuseAbroad(Tx tx, ContactView to) {
    CodeCountries allowed = isPhone(to) ? countries.read(tx) : null;
    if (allowed != null && !allowed.allow(to.address())) {
      throw Fault.conflict(
          "codes are sent "
              + allowed.inWords()
              + "; an administrator can allow others (PUT /api/v1/verification-settings)");
    }
  }

  private void refuseManyAbroad(Tx tx, ContactView to, Instant now) {
    if (!isPhone(to)) {
      return;
    }
    String country = "+" + CallingCode.of(to.address());
    if (codes.toCountry(tx, country, now.minus(WITHIN)) >= MOST_TO_COUNTRY) {
      throw tooMany(
          "too many codes were sent to numbers of " + country + " within the hour",
          WITHIN.dividedBy(4));
    }
  }

  private boolean isPhone(ContactView to) {
    return channels
        .of(to.channel())
        .flatMap(ChannelKind::medium)
        .filter(medium -> medium == Medium.SMS || medium == Medium.VOICE)
        .isPresent();
  }

  private static Audit.Change changed(ContactView contact, String verb) {
    return new Audit.Change(
        new Audit.Subject("user_contact", contact.id()), verb, null, contact.withoutPerson());
  }

  private static void refuseMany(Sent sent, Instant now) {
    Instant last = sent.lastToContact();
    if (last != null && last.isAfter(now.minus(PAUSE))) {
      throw tooMany("a code was sent to this contact less than 30 seconds ago", PAUSE);
    }
    if (sent.byUser() >= MOST_BY_USER
        || sent.toAddress() >= MOST_TO_ADDRESS
        || sent.ofTenant() >= MOST_OF_TENANT) {
      throw tooMany("too many codes were sent within the hour", WITHIN.dividedBy(4));
    }
  }

  private static Fault tooMany(String why, Duration wait) {
    return Fault.tooMany(why + "; wait, then send one again", (int) wait.toSeconds());
  }

  /** The notifier puts the code in, as it alone needs to read it. */
  private static NewDelivery delivery(
      UUID id, ContactView to, String tenant, String author, Instant now) {
    PageContent content =
        new PageContent(
            PageContent.VERIFICATION,
            now,
            tenant,
            new PageContent.Incident(
                id,
                "INC-CODE",
                "A code that verifies a contact",
                null,
                Severity.SEV4_LOW,
                "TRIGGERED",
                new PageContent.Service(null, "contact", null, null),
                null,
                0,
                now,
                null,
                0,
                null,
                0),
            "It is good for 10 minutes. Enter it to be paged here.",
            author,
            null);
    return new NewDelivery(
        id,
        PageContent.VERIFICATION,
        to.id(),
        to.channel(),
        to.address(),
        Severity.SEV1_CRITICAL,
        content);
  }

  private Answer verify(Call call) {
    Reference user = call.reference("user");
    Reference contact = call.reference("id");
    Body body = call.body().only("code");
    String code = body.requiredText("code", 20).replace(" ", "");
    body.throwIfFaulty();
    Instant now = clock.instant();
    // A wrong code is no failure of the transaction, which counts it.
    Optional<ContactView> verified =
        transactions.call(
            call.tenant(),
            tx -> {
              ContactView to = own(tx, call, user, contact);
              return verified(tx, call, to, code, now);
            });
    return Answer.versioned(
        verified.orElseThrow(
            () ->
                Fault.invalid(
                    "/code",
                    "/code is not the code that was sent last to this address, or it has expired,"
                        + " or was tried "
                        + MOST_TRIES
                        + " times; have a new one sent")));
  }

  private Optional<ContactView> verified(
      Tx tx, Call call, ContactView to, String code, Instant now) {
    byte[] hash = ContactCode.hash(secrets, to.id(), code);
    if (!codes.verify(tx, to.id(), hash, now, MOST_TRIES)) {
      return Optional.empty();
    }
    ContactView after = contacts.find(tx, to.user(), to.id()).orElseThrow();
    watch.changed(tx, to.user(), AccountChange.CONTACT_VERIFIED, call);
    call.audit(tx, changed(after, "verify"));
    return Optional.of(after);
  }
}
