package dev.imas.core.contact;

import dev.imas.core.model.Medium;
import dev.imas.core.model.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides how a person is told of a page. The channels of the step bind how; without any, the
 * person's rules do; without rules, the tenant's matrix. A SEV1 is told by SMS at once besides
 * (RTE-03). Whoever has one verified method is told by something: a page too many is better than
 * none. What the matrix collects waits, if it is about a SEV3 or SEV4. Quiet hours hold back no
 * page that does not. Pure.
 */
final class ReachPlanner {

  /**
   * @param isHere whether the account is active
   * @param methods in the order in which they were made
   * @param rules of the urgency in question, in order
   */
  record Person(UUID id, String username, boolean isHere, List<Method> methods, List<Rule> rules) {

    Person {
      methods = List.copyOf(methods);
      rules = List.copyOf(rules);
    }
  }

  /** Tells the person by that method, that long after the step has fired. */
  record Rule(Duration after, UUID method) {}

  /** By phone, of one step (decision M16): more calls wake nobody whom three did not. */
  private static final int MOST_PHONES = 3;

  private final Person person;
  private final Severity severity;
  private final List<Method> usable;
  private final List<Reach.Call> calls = new ArrayList<>();
  private final List<String> cuts = new ArrayList<>();

  private ReachPlanner(Person person, Severity severity) {
    this.person = person;
    this.severity = severity;
    this.usable = person.methods.stream().filter(m -> m.fault().isEmpty()).toList();
  }

  /**
   * @param channels of the step; empty: as the person chose
   */
  static Reach plan(
      Person person, Severity severity, Set<String> channels, NotificationMatrix matrix) {
    if (!person.isHere) {
      return unreachable(person, "has no active account", Obstacle.NO_ACCOUNT);
    }
    ReachPlanner planner = new ReachPlanner(person, severity);
    if (planner.usable.isEmpty()) {
      return unreachable(person, noMethod(person.methods), obstacle(person.methods));
    }
    if (!planner.byChannels(channels) && !planner.byRules()) {
      planner.byMatrix(matrix);
    }
    planner.addSms();
    return new Reach(person.id, person.username, planner.ordered(), planner.cuts);
  }

  private static Reach unreachable(Person person, String why, Obstacle obstacle) {
    return new Reach(
        person.id, person.username, List.of(), Optional.of(why), Optional.of(obstacle), List.of());
  }

  /** What keeps the method that is closest to being usable from being used. */
  private static Obstacle obstacle(List<Method> methods) {
    return methods.stream()
        .flatMap(method -> method.obstacle().stream())
        .max(Comparator.naturalOrder())
        .orElse(Obstacle.NO_CONTACT);
  }

  private static String noMethod(List<Method> methods) {
    return methods.isEmpty()
        ? "has no contact method"
        : (methods.stream().anyMatch(m -> m.isVerified() && m.isActive())
                ? "has no contact method that works: "
                : "has no verified contact method: ")
            + methods.stream()
                .map(m -> m.inWords() + ' ' + m.fault().orElse(""))
                .collect(Collectors.joining(", "));
  }

  /**
   * The methods that failing over tries next: those of the rules in their order, then the others.
   */
  static List<Reach.Call> others(Person person, Collection<UUID> tried) {
    if (!person.isHere) {
      return List.of();
    }
    Map<UUID, Method> byId = new LinkedHashMap<>();
    Set<String> places = new HashSet<>();
    int phones = MOST_PHONES;
    for (Method method : person.methods) {
      if (tried.contains(method.id())) {
        places.add(method.place());
        phones -= method.is(Medium.VOICE) ? 1 : 0;
      } else if (method.fault().isEmpty()) {
        byId.put(method.id(), method);
      }
    }
    List<Reach.Call> next = new ArrayList<>();
    for (Method method :
        Stream.concat(person.rules.stream().map(Rule::method), byId.keySet().stream())
            .distinct()
            .filter(byId::containsKey)
            .map(byId::get)
            .filter(method -> places.add(method.place()))
            .toList()) {
      if (!method.is(Medium.VOICE) || phones-- > 0) {
        next.add(method.after(Duration.ZERO));
      }
    }
    return next;
  }

  private boolean byChannels(Set<String> channels) {
    if (channels.isEmpty()) {
      return false;
    }
    String named = String.join(", ", new TreeSet<>(channels));
    List<Method> bound = usable.stream().filter(m -> channels.contains(m.channel())).toList();
    if (bound.isEmpty()) {
      cuts.add(
          "the step notifies by "
              + named
              + " alone, of which nothing is verified: other ways are used");
      return false;
    }
    bound.forEach(method -> call(method, Duration.ZERO));
    usable.stream()
        .filter(method -> !bound.contains(method))
        .forEach(
            method -> cuts.add(method.inWords() + " is left out: the step notifies by " + named));
    return true;
  }

  private boolean byRules() {
    Map<UUID, Method> byId =
        person.methods.stream().collect(Collectors.toMap(Method::id, method -> method));
    for (Rule rule : person.rules) {
      Method method = byId.get(rule.method);
      if (method == null) {
        continue; // its rules go with a method
      }
      Optional<String> fault = method.fault();
      if (fault.isEmpty()) {
        call(method, rule.after);
      } else {
        cuts.add(method.inWords() + " is left out, although a rule names it: it " + fault.get());
      }
    }
    return !calls.isEmpty();
  }

  private void byMatrix(NotificationMatrix matrix) {
    List<Method> never = new ArrayList<>();
    List<Method> inDigests = new ArrayList<>();
    for (Method method : usable) {
      Timing timing = matrix.timing(severity, method.medium().orElseThrow());
      if (timing.isPrompt()) {
        call(method, Duration.ZERO);
      } else if (timing.isCollected() && Urgency.of(severity) == Urgency.LOW) {
        calls.add(method.waiting(timing));
      } else if (timing.equals(Timing.GROUPED)) {
        call(method, Duration.ZERO);
        cuts.add(
            method.inWords() + " is notified at once: a page about a " + severity + " never waits");
      } else {
        (timing.equals(Timing.NEVER) ? never : inDigests).add(method);
        cuts.add(
            "%s is left out: the matrix says %s for %s"
                .formatted(method.inWords(), timing.text(), severity));
      }
    }
    if (calls.isEmpty()) {
      Method only = (inDigests.isEmpty() ? never : inDigests).getFirst();
      call(only, Duration.ZERO);
      cuts.add(only.inWords() + " is notified all the same, since nothing else is left");
    }
  }

  /** RTE-03. */
  private void addSms() {
    Optional<Method> phone = usable.stream().filter(m -> m.is(Medium.SMS)).findFirst();
    if (severity != Severity.SEV1_CRITICAL || phone.isEmpty()) {
      return;
    }
    boolean isTold =
        calls.stream()
            .filter(call -> call.after().isZero())
            .anyMatch(
                call ->
                    usable.stream()
                        .anyMatch(m -> m.id().equals(call.method()) && m.is(Medium.SMS)));
    if (!isTold) {
      call(phone.get(), Duration.ZERO);
      cuts.add(phone.get().inWords() + " is notified at once too: a SEV1 always goes by SMS");
    }
  }

  private void call(Method method, Duration after) {
    calls.add(method.after(after));
  }

  /** By time, and each place once, at the earliest. */
  private List<Reach.Call> ordered() {
    Map<UUID, Method> byId =
        usable.stream().collect(Collectors.toMap(Method::id, method -> method));
    Map<String, Reach.Call> first = new LinkedHashMap<>();
    List<Method> phones = new ArrayList<>();
    calls.stream()
        .sorted(Comparator.comparing(Reach.Call::after))
        .forEach(
            call -> {
              Method method = byId.get(call.method());
              if (method == null) {
                return;
              }
              if (method.is(Medium.VOICE) && !first.containsKey(method.place())) {
                phones.add(method);
                if (phones.size() > MOST_PHONES) {
                  cuts.add(method.inWords() + " is left out: a step calls " + MOST_PHONES);
                  return;
                }
              }
              Reach.Call earlier = first.putIfAbsent(method.place(), call);
              if (earlier != null) {
                cuts.add(
                    earlier.method().equals(call.method())
                        ? method.inWords() + " is notified once, at the earliest"
                        : method.inWords()
                            + " is left out: "
                            + earlier.name()
                            + " is the same address");
              }
            });
    return List.copyOf(first.values());
  }
}
