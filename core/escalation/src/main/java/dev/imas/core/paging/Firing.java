package dev.imas.core.paging;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.imas.core.catalog.Contact;
import dev.imas.core.contact.Reach;
import dev.imas.core.escalation.EscalationPolicy.Place;
import dev.imas.core.model.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a step does when it fires: whom it tells at once, whom later, and why not others.
 *
 * @param now receivers that are told at once
 * @param later calls that follow unless somebody acknowledges
 * @param people who was found, for the record
 * @param reasons whom it did not find and why, in words for people
 */
public record Firing(
    Place place,
    Kind kind,
    List<Contact> now,
    List<LaterCall> later,
    List<Told> people,
    List<String> reasons) {

  public enum Kind {
    TOLD,
    /** Nobody was found who can be told: the next step follows at once (ONC-13). */
    NOBODY,
    /** Its conditions do not hold: the next step comes when it would have come. */
    NOT_NOW
  }

  /** A call of one person after the first ones, by their rules. */
  public record LaterCall(UUID user, String username, Reach.Call call) {}

  /**
   * One person or channel that a step found, as it is kept and shown.
   *
   * @param user null for a channel
   * @param how the person was found, such as "on call, level 1"
   * @param unreachable why nothing was sent
   * @param cuts what was left out and why
   * @param schedules that have the person on call; absent if none has
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Told(
      @Nullable UUID user,
      String name,
      String how,
      List<ToldCall> calls,
      @Nullable String unreachable,
      List<String> cuts,
      @Nullable List<UUID> schedules) {}

  /**
   * A call as it is kept: the address is in the delivery.
   *
   * @param after ISO-8601
   * @param waits for which collected message it waits, as the matrix says; null: it does not
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ToldCall(
      String after, UUID receiver, String name, String channel, @Nullable String waits) {}

  public Firing {
    now = List.copyOf(now);
    later = List.copyOf(later);
    people = List.copyOf(people);
    reasons = List.copyOf(reasons);
  }

  public static Firing notNow(Place place, String reason) {
    return new Firing(place, Kind.NOT_NOW, List.of(), List.of(), List.of(), List.of(reason));
  }

  /**
   * @param people found by the step's targets, each once
   * @param channels of teams and addresses
   */
  public static Firing of(
      Place place, List<Found> people, List<Channel> channels, List<String> missing) {
    Map<String, Contact> now = new LinkedHashMap<>();
    List<LaterCall> later = new ArrayList<>();
    List<Told> told = new ArrayList<>();
    for (Found person : people) {
      Reach reach = person.reach();
      for (Reach.Call call : reach.calls()) {
        if (call.after().isZero()) {
          now.putIfAbsent(call.channel() + ' ' + call.address(), person(call));
        } else {
          later.add(new LaterCall(reach.user(), reach.username(), call));
        }
      }
      told.add(
          new Told(
              reach.user(),
              reach.username(),
              person.how(),
              reach.calls().stream()
                  .map(
                      c ->
                          new ToldCall(
                              c.after().toString(), c.method(), c.name(), c.channel(), c.waits()))
                  .toList(),
              reach.unreachable().orElse(null),
              reach.cuts(),
              person.schedules().isEmpty() ? null : List.copyOf(person.schedules())));
    }
    for (Channel channel : channels) {
      Contact contact = channel.contact();
      now.putIfAbsent(contact.channel() + ' ' + contact.address(), contact);
      told.add(
          new Told(
              null,
              channel.name(),
              channel.how(),
              List.of(
                  new ToldCall(
                      Duration.ZERO.toString(),
                      contact.id(),
                      channel.name(),
                      contact.channel(),
                      null)),
              null,
              List.of(),
              null));
    }
    List<String> reasons = new ArrayList<>(missing);
    people.forEach(
        p ->
            p.reach()
                .unreachable()
                .ifPresent(why -> reasons.add(p.reach().username() + ": " + why)));
    channels.stream()
        .filter(channel -> !channel.contact().calls())
        .forEach(channel -> reasons.add(channel.name() + ": the console calls nobody"));
    boolean tells = now.values().stream().anyMatch(Contact::calls) || !later.isEmpty();
    return new Firing(
        place, tells ? Kind.TOLD : Kind.NOBODY, List.copyOf(now.values()), later, told, reasons);
  }

  static Contact person(Reach.Call call) {
    return new Contact(
        call.method(), call.channel(), call.address(), Severity.SEV4_LOW, call.waits() != null);
  }

  /**
   * A person whom a target names now.
   *
   * @param schedules that have the person on call, if that is why
   */
  public record Found(Reach reach, String how, Set<UUID> schedules) {}

  /** A channel that a target names. */
  public record Channel(Contact contact, String name, String how) {}

  /** The names of who is told, for the timeline. */
  List<String> names() {
    return people.stream().filter(t -> !t.calls().isEmpty()).map(Told::name).distinct().toList();
  }
}
