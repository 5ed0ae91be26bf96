package dev.imas.notifier.channel;

import dev.imas.core.model.Medium;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of channel that needs nothing but providers.
 *
 * @param address what the address of a contact is, for documents and errors
 * @param usualAddress of a contact without one; empty where one is required
 * @param form of an address
 * @param example of an address
 * @param hidesAddress whether who knows an address can use it
 * @param members people whom a place knows by addresses of their own; null: it knows none
 */
public record VendorKind(
    String type,
    String address,
    String usualAddress,
    Pattern form,
    String example,
    boolean hidesAddress,
    boolean isPlace,
    boolean takesDigests,
    Optional<Medium> medium,
    List<InstalledProvider> providers,
    @Nullable Members members)
    implements InstalledKind {

  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,200}");

  /**
   * People at a vendor whose providers are places.
   *
   * @param form of their addresses
   * @param provider the type of those providers that can write to one of them
   */
  public record Members(Pattern form, String provider) {

    boolean have(String address) {
      return form.matcher(address).matches();
    }
  }

  public VendorKind {
    providers = List.copyOf(providers);
  }

  /** Contacts have addresses at the vendor. */
  public static VendorKind addressed(
      String type, String address, String form, String example, InstalledProvider... providers) {
    return new VendorKind(
        type,
        address,
        "",
        Pattern.compile(form),
        example,
        false,
        false,
        true,
        Optional.of(Medium.CHAT),
        List.of(providers),
        null);
  }

  /** A provider is itself the place that messages go to, and contacts name it. */
  public static VendorKind place(String type, InstalledProvider... providers) {
    return new VendorKind(
        type,
        "the name of a provider, or `any` for the first that is active",
        "any",
        NAME,
        "any",
        false,
        true,
        true,
        Optional.of(Medium.CHAT),
        List.of(providers),
        null);
  }

  /** A contact without an address has this one. */
  public VendorKind usuallyTo(String usual) {
    return new VendorKind(
        type,
        address,
        usual,
        form,
        example,
        hidesAddress,
        isPlace,
        takesDigests,
        medium,
        providers,
        members);
  }

  /** Addresses are shown to nobody who may not change them. */
  public VendorKind hidingAddresses() {
    return new VendorKind(
        type,
        address,
        usualAddress,
        form,
        example,
        true,
        isPlace,
        takesDigests,
        medium,
        providers,
        members);
  }

  /** It pages others itself: each incident is told apart, and no person has an address. */
  public VendorKind bridgingOut() {
    return new VendorKind(
        type,
        address,
        usualAddress,
        form,
        example,
        hidesAddress,
        isPlace,
        false,
        Optional.empty(),
        providers,
        members);
  }

  /** People are reached by it in that way, rather than by chat. */
  public VendorKind reachingBy(Medium reached) {
    return new VendorKind(
        type,
        address,
        usualAddress,
        form,
        example,
        hidesAddress,
        isPlace,
        takesDigests,
        Optional.of(reached),
        providers,
        members);
  }

  /**
   * Contacts may also name a person there, to whom one type of its providers can write.
   *
   * @param about what such an address is
   */
  public VendorKind orMembers(String about, String form, String provider) {
    return new VendorKind(
        type,
        address + ", or " + about,
        usualAddress,
        this.form,
        example,
        hidesAddress,
        isPlace,
        takesDigests,
        medium,
        providers,
        new Members(Pattern.compile(form), provider));
  }

  @Override
  public boolean isPlace(String given) {
    return isPlace && (members == null || !members.have(given));
  }

  @Override
  public boolean sends(String provider, String given) {
    return members == null || !members.have(given) || provider.equals(members.provider);
  }

  @Override
  public @Nullable String faultOf(String given) {
    return form.matcher(given).matches() ? null : "must be " + address + ", such as " + example;
  }

  @Override
  public String shown(String given) {
    return hidesAddress && !given.equals(usualAddress) ? "…" : given;
  }

  @Override
  public String mend() {
    return "create a provider of type "
        + String.join(" or ", providers.stream().map(InstalledProvider::type).toList())
        + " (POST /api/v1/providers)";
  }

  @Override
  public String page() {
    return type + ".md";
  }
}
