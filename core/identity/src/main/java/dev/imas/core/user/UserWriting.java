package dev.imas.core.user;

import dev.imas.core.access.AccessRole;
import dev.imas.core.http.Body;
import dev.imas.core.model.MailAddress;
import dev.imas.core.platform.Fault;
import dev.imas.core.platform.Tx;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a request writes of a user.
 *
 * @param role null keeps the role; of a new user it is required
 * @param locale null: the tenant's language
 * @param isActive null keeps it; a new user is active
 */
record UserWriting(
    String username,
    String email,
    String firstName,
    String lastName,
    @Nullable String phone,
    @Nullable AccessRole role,
    String timeZone,
    @Nullable String locale,
    @Nullable Boolean isActive) {

  static final String[] MEMBERS = {
    "username",
    "email",
    "first_name",
    "last_name",
    "phone",
    "role",
    "time_zone",
    "locale",
    "is_active"
  };

  /** The same with the password of who changes themselves. */
  static final String[] WITH_PASSWORD =
      Stream.concat(Stream.of(MEMBERS), Stream.of(OwnPassword.MEMBER)).toArray(String[]::new);

  private static final Pattern USERNAME = Pattern.compile("[^\\s\\p{Cntrl}/]+");
  private static final Pattern PHONE = Pattern.compile("\\+[1-9][0-9]{6,14}");
  private static final Pattern LOCALE = Pattern.compile("[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?");

  /** Reads all members and adds the faults to the body. */
  static UserWriting read(Body body) {
    String username =
        matching(body, "username", 100, USERNAME.asMatchPredicate(), "has a space or a slash");
    String email =
        matching(
            body, "email", 255, MailAddress::isPlain, "is not an address such as ann@example.org");
    String phone = body.text("phone", 20);
    if (phone != null && !PHONE.matcher(phone).matches()) {
      body.fault("/phone", "is not a number with its country, such as +33123456789");
    }
    String locale = body.text("locale", 20);
    if (locale != null && !LOCALE.matcher(locale).matches()) {
      body.fault("/locale", "is not a language such as en or fr-FR");
    }
    return new UserWriting(
        username,
        email,
        name(body, "first_name"),
        name(body, "last_name"),
        phone,
        role(body),
        zone(body),
        locale,
        body.present("is_active") == null ? null : body.flag("is_active", true));
  }

  /**
   * Refuses a username that passes for another, unless it is as it was: those from before stay.
   *
   * @param before null for a new user
   * @throws Fault INVALID or CONFLICT
   */
  void requireOwnName(Tx tx, UserRepository users, @Nullable UserView before) {
    boolean isKept = before != null && username.equals(before.username());
    String fault = isKept ? null : Username.fault(username);
    if (fault != null) {
      throw Fault.invalid("/username", "/username " + fault);
    }
    if (before != null && isKept && email.equalsIgnoreCase(before.email())) {
      return;
    }
    users
        .confusable(tx, before == null ? null : before.id(), username, email)
        .ifPresent(
            other -> {
              throw Fault.conflict(
                  "the username or the address is taken for that of "
                      + other
                      + "; choose another one");
            });
  }

  /** Whether what a person is known and reached by stays as it is. */
  boolean keepsPerson(UserView before) {
    return username.equals(before.username())
        && email.equals(before.email())
        && firstName.equals(before.firstName())
        && lastName.equals(before.lastName())
        && Objects.equals(phone, before.phone());
  }

  private static String name(Body body, String member) {
    String name = body.text(member, 100, "");
    if (Username.isDeceptive(name)) {
      body.fault("/" + member, "has characters that cannot be seen; leave them out");
    }
    return name;
  }

  private static String matching(
      Body body, String name, int longest, Predicate<String> isRight, String otherwise) {
    String text = body.requiredText(name, longest);
    if (!text.isEmpty() && !isRight.test(text)) {
      body.fault("/" + name, otherwise);
    }
    return text;
  }

  private static @Nullable AccessRole role(Body body) {
    String word = body.text("role", 40);
    if (word == null) {
      return null;
    }
    Optional<AccessRole> role =
        AccessRole.named(word).filter(known -> known != AccessRole.PLATFORM_ADMIN);
    if (role.isEmpty()) {
      body.fault("/role", "must be one of " + AccessRole.namesInATenant());
    }
    return role.orElse(null);
  }

  private static String zone(Body body) {
    String zone = body.text("time_zone", 60, "UTC");
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      body.fault("/time_zone", "is not a time zone such as Europe/Paris");
    }
    return zone;
  }
}
