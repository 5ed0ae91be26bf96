package dev.imas.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.MountedRoutes;
import dev.imas.core.configuration.Planner.Options;
import dev.imas.core.configuration.Planner.Situation;
import dev.imas.core.document.Kind;
import dev.imas.core.document.Present;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.platform.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a plan says of thousands of random configurations, without a database. */
class PlannerTest {

  private static final ChannelKinds CHANNELS = new ChannelKinds(List.of());
  private static final int RUNS = 2_000;

  private static final DocumentKinds KINDS =
      new DocumentKinds(
          MountedRoutes.FEATURES.stream().flatMap(one -> one.documents().stream()).toList(),
          CHANNELS);

  private static final Map<Kind, Set<Kind>> NAMES =
      Map.of(
          Kind.SERVICE, Set.of(Kind.TEAM),
          Kind.SCHEDULE, Set.of(Kind.TEAM, Kind.USER, Kind.HOLIDAY_CALENDAR),
          Kind.EVENT_WEBHOOK, Set.of(Kind.TEAM, Kind.SERVICE));

  /** A tenant that does what plans say. */
  private static final class World {

    private final Map<UUID, Present> present = new HashMap<>();
    private final Map<List<Object>, Managed> managed = new HashMap<>();
    private final Random random;

    World(Random random) {
      this.random = random;
    }

    Plan plan(List<Document> documents, String set, boolean prunes) {
      return Planner.plan(
          KINDS,
          CHANNELS,
          () -> new UUID(random.nextLong(), random.nextLong()),
          new Options(set, prunes),
          new Situation(
              documents,
              Set.of("shh"),
              List.copyOf(present.values()),
              List.copyOf(managed.values())));
    }

    void apply(Plan plan) {
      for (PlannedChange change : plan.changes()) {
        switch (change) {
          case PlannedChange.Create c -> write(c, c.document(), c.after(), plan);
          case PlannedChange.Update c -> write(c, c.document(), c.after(), plan);
          case PlannedChange.TakeOver c -> keep(c, plan);
          case PlannedChange.Delete c -> {
            present.remove(c.id());
            managed.remove(List.of(c.kind(), c.key()));
          }
          case PlannedChange.Release c -> managed.remove(List.of(c.kind(), c.key()));
        }
      }
    }

    private void write(PlannedChange change, Document document, ObjectNode after, Plan plan) {
      present.put(
          change.id(),
          new Present(change.kind(), change.id(), document.name(), 1, after.deepCopy()));
      keep(change, plan);
    }

    private void keep(PlannedChange change, Plan plan) {
      managed
          .values()
          .removeIf(one -> one.kind() == change.kind() && one.object().equals(change.id()));
      managed.put(
          List.of(change.kind(), change.key()),
          new Managed(change.kind(), change.key(), plan.options().set(), change.id()));
    }
  }

  private static Document document(int index, Kind kind, String key, String json) {
    ObjectNode wanted = (ObjectNode) Json.read(json.replace('\'', '"'), ObjectNode.class);
    KINDS.complete(kind, wanted);
    String name =
        kind.nameMembers().stream()
            .map(member -> wanted.path(member).asText())
            .collect(Collectors.joining("/"));
    return new Document(index, kind, key, name, wanted);
  }

  private static String pick(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private static void add(List<Document> documents, Kind kind, String key, String json) {
    documents.add(document(documents.size(), kind, key, json));
  }

  /** Some of each kind, which name others by key or by name, in spellings that mean the same. */
  private static List<Document> documents(Random random) {
    List<Document> documents = new ArrayList<>();
    for (String team : List.of("red", "blue")) {
      add(
          documents,
          Kind.TEAM,
          team,
          "{'name':'Team %s'%s}"
              .formatted(team, pick(random, "", ",'description':''", ",'description':'x'")));
    }
    for (String user : List.of("ada", "bob")) {
      add(
          documents,
          Kind.USER,
          user,
          "{'username':'%s','email':'%s@example.org'%s}"
              .formatted(user, user, pick(random, "", ",'locale':'en'", ",'locale':'fr'")));
    }
    for (int i = 0; i < 4; i++) {
      if (random.nextInt(3) > 0) {
        add(
            documents,
            Kind.SERVICE,
            "s" + i,
            "{'name':'S%d%s','owner_team':'%s'%s%s}"
                .formatted(
                    i,
                    pick(random, "", " new"),
                    pick(random, "red", "blue", "Team RED", "team blue"),
                    pick(random, "", ",'tier':'TIER_3'", ",'tier':'TIER_2'"),
                    pick(random, "", ",'aliases':[]", ",'aliases':['a','b']")));
      }
    }
    if (random.nextBoolean()) {
      addSchedule(documents, random);
    }
    if (random.nextBoolean()) {
      add(
          documents,
          Kind.EVENT_WEBHOOK,
          "status",
          "{'name':'Status','url':'https://x.example/%s','secret':'shh','teams':[%s],'events':[%s]}"
              .formatted(
                  pick(random, "a", "b"),
                  pick(random, "'red','blue'", "'Team BLUE','red'", "'blue'"),
                  pick(random, "'a','b'", "'B','a'")));
    }
    for (String form : List.of("sms", "chat")) {
      if (random.nextBoolean()) {
        add(
            documents,
            Kind.MESSAGE_TEMPLATE,
            pick(random, "", "new-") + form,
            "{'language':'fr','message':'incident','form':'%s','source':'%s'}"
                .formatted(form, pick(random, "x", "y")));
      }
    }
    return documents;
  }

  private static void addSchedule(List<Document> documents, Random random) {
    add(
        documents,
        Kind.HOLIDAY_CALENDAR,
        "france",
        "{'name':'%s','days':[%s]}"
            .formatted(
                pick(random, "France", "Frankreich"),
                pick(
                    random,
                    "{'day':'2026-12-25'},{'day':'2026-07-14','name':''}",
                    "{'day':'2026-07-14'},{'day':'2026-12-25','name':''}",
                    "{'day':'2026-12-25','name':'x'}")));
    add(
        documents,
        Kind.SCHEDULE,
        "nights",
        "{'name':'Nights','team':'red','time_zone':'UTC','layers':[{'name':'x','every':'%s',"
                .formatted(pick(random, "P1W", "P7D", "P1D"))
            + "'start':'2026-01-05T09:00','slots':[%s],'holidays':{'calendar':'france'%s}}]}"
                .formatted(
                    pick(random, "'ada','bob'", "['ADA'],['bob']", "'bob'"),
                    pick(random, "", ",'turn':'passes'", ",'turn':'rests'")));
  }

  private static String inWords(Plan plan) {
    return plan.changes().stream()
        .map(
            change ->
                change.action() + " " + change.kind() + " " + change.key() + " " + change.parts())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void applyingTwiceChangesNothing() {
    for (int seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      World world = new World(random);
      for (int i = 0; i < 3; i++) {
        List<Document> documents = documents(random);
        Plan plan = world.plan(documents, "default", true);
        assertThat(plan.faults()).as("seed %d", seed).isEmpty();
        world.apply(plan);

        Plan again = world.plan(documents, "default", true);
        assertThat(inWords(again)).as("seed %d", seed).isEmpty();
        assertThat(again.unchanged()).isEqualTo(documents.size());
      }
    }
  }

  @Test
  void orderOfDocumentsDoesNotMatter() {
    for (int seed = 0; seed < RUNS; seed++) {
      World world = new World(new Random(seed));
      world.apply(world.plan(documents(new Random(seed + 1_000_000)), "default", true));
      List<Document> documents = documents(new Random(seed));
      List<Document> shuffled = new ArrayList<>(documents);
      Collections.shuffle(shuffled, new Random(seed));

      assertThat(inWords(world.plan(shuffled, "default", true)))
          .as("seed %d", seed)
          .isEqualTo(inWords(world.plan(documents, "default", true)));
    }
  }

  @Test
  void whatIsNamedIsMadeBeforeAndDeletedAfterWhatNamesIt() {
    for (int seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      World world = new World(random);
      world.apply(world.plan(documents(random), "default", true));
      for (List<Document> wanted : List.of(documents(random), List.<Document>of())) {
        List<PlannedChange> changes = world.plan(wanted, "default", true).changes();
        for (int i = 0; i < changes.size(); i++) {
          for (PlannedChange later : changes.subList(i + 1, changes.size())) {
            assertThat(isNamedTooLate(changes.get(i), later)).as("seed %d", seed).isFalse();
          }
        }
      }
    }
  }

  /** Whether one is written before what it may name, or deleted after it. */
  private static boolean isNamedTooLate(PlannedChange change, PlannedChange later) {
    boolean isDeleted = change instanceof PlannedChange.Delete;
    if (isDeleted != (later instanceof PlannedChange.Delete)) {
      return false;
    }
    return isDeleted
        ? NAMES.getOrDefault(later.kind(), Set.of()).contains(change.kind())
        : NAMES.getOrDefault(change.kind(), Set.of()).contains(later.kind());
  }

  @Test
  void pruneTouchesOnlyWhatTheSetKeeps() {
    for (int seed = 0; seed < RUNS; seed++) {
      Random random = new Random(seed);
      World world = new World(random);
      world.apply(world.plan(documents(random), "mine", true));
      UUID byHand = new UUID(1, seed);
      world.present.put(
          byHand,
          new Present(
              Kind.TEAM,
              byHand,
              "By hand",
              1,
              Json.MAPPER.createObjectNode().put("name", "By hand")));

      Plan others = world.plan(List.of(), "theirs", true);
      Plan mine = world.plan(List.of(), "mine", true);

      assertThat(others.changes()).isEmpty();
      assertThat(mine.changes()).hasSize(world.present.size() - 1);
      assertThat(mine.changes()).noneMatch(change -> change.id().equals(byHand));
      assertThat(world.plan(List.of(), "mine", false).changes()).isEmpty();
      assertThat(world.plan(List.of(), "mine", false).left()).hasSize(world.present.size() - 1);
    }
  }

  @Test
  void whatIsNamedMustBeThereOrHaveADocument() {
    World world = new World(new Random(1));
    List<Document> documents =
        List.of(
            document(0, Kind.SERVICE, "s", "{'name':'S','owner_team':'red'}"),
            document(1, Kind.SERVICE, "t", "{'name':'T','owner_team':'green'}"),
            document(2, Kind.TEAM, "red", "{'name':'Red'}"));

    Plan plan = world.plan(documents, "default", false);

    assertThat(plan.faults()).containsOnlyKeys("/documents/1/owner_team");
    assertThat(plan.faults().values().toString())
        .contains("service t: /owner_team names 'green', but there is no team");
  }

  @Test
  void twoDocumentsForTheSameThingAreRefused() {
    World world = new World(new Random(1));
    world.apply(
        world.plan(List.of(document(0, Kind.TEAM, "red", "{'name':'Red'}")), "default", false));
    Plan plan =
        world.plan(
            List.of(
                document(0, Kind.TEAM, "red", "{'name':'Scarlet'}"),
                document(1, Kind.TEAM, "again", "{'name':'RED'}"),
                document(2, Kind.TEAM, "red", "{'name':'Third'}")),
            "default",
            false);

    assertThat(plan.faults()).containsKeys("/documents/1/name", "/documents/2/key");
  }

  @Test
  void whatIsDeletedMayNotBeNamed() {
    World world = new World(new Random(1));
    world.apply(
        world.plan(
            List.of(
                document(0, Kind.TEAM, "red", "{'name':'Red'}"),
                document(1, Kind.SERVICE, "s", "{'name':'S','owner_team':'red'}")),
            "default",
            false));
    List<Document> withoutTeam =
        List.of(document(0, Kind.SERVICE, "s", "{'name':'S','owner_team':'Red'}"));

    assertThat(world.plan(withoutTeam, "default", false).faults()).isEmpty();
    assertThat(world.plan(withoutTeam, "default", true).faults().values().toString())
        .contains("service s: /owner_team names 'Red', which has no document any more");
  }
}
