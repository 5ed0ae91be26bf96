package dev.imas.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imas.core.configuration.Planner.Options;
import dev.imas.core.configuration.Planner.Situation;
import dev.imas.core.model.ChannelKinds;
import dev.imas.core.platform.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
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
          CHANNELS,
          () -> new UUID(random.nextLong(), random.nextLong()),
          new Options(set, prunes),
          new Situation(
              documents, Set.of(), List.copyOf(present.values()), List.copyOf(managed.values())));
    }

    void apply(Plan plan) {
      for (Change change : plan.changes()) {
        switch (change) {
          case Change.Create c -> write(c, c.document(), c.after(), plan);
          case Change.Update c -> write(c, c.document(), c.after(), plan);
          case Change.TakeOver c -> keep(c, plan);
          case Change.Delete c -> {
            present.remove(c.id());
            managed.remove(List.of(c.kind(), c.key()));
          }
          case Change.Release c -> managed.remove(List.of(c.kind(), c.key()));
        }
      }
    }

    private void write(Change change, Document document, ObjectNode after, Plan plan) {
      present.put(
          change.id(),
          new Present(change.kind(), change.id(), document.name(), 1, after.deepCopy()));
      keep(change, plan);
    }

    private void keep(Change change, Plan plan) {
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
    Shapes.complete(kind, wanted);
    return new Document(index, kind, key, wanted.path(kind.nameMember()).asText(), wanted);
  }

  private static String pick(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  /** Services name teams by key or by name; two teams and up to four services. */
  private static List<Document> documents(Random random) {
    List<Document> documents = new ArrayList<>();
    for (String team : List.of("red", "blue")) {
      documents.add(
          document(
              documents.size(),
              Kind.TEAM,
              team,
              "{'name':'Team %s'%s}"
                  .formatted(team, pick(random, "", ",'description':''", ",'description':'x'"))));
    }
    for (int i = 0; i < 4; i++) {
      if (random.nextInt(3) > 0) {
        documents.add(
            document(
                documents.size(),
                Kind.SERVICE,
                "s" + i,
                "{'name':'S%d%s','owner_team':'%s'%s%s}"
                    .formatted(
                        i,
                        pick(random, "", " new"),
                        pick(random, "red", "blue", "Team RED", "team blue"),
                        pick(random, "", ",'tier':'TIER_3'", ",'tier':'TIER_2'"),
                        pick(random, "", ",'aliases':[]", ",'aliases':['a','b']"))));
      }
    }
    return documents;
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
      List<Document> none = List.of();

      List<Change> all = new ArrayList<>(world.plan(documents(random), "default", true).changes());
      all.addAll(world.plan(none, "default", true).changes());

      Set<Kind> written = new HashSet<>();
      Set<Kind> deleted = new HashSet<>();
      for (Change change : all) {
        if (change instanceof Change.Delete) {
          deleted.add(change.kind());
          assertThat(change.kind() == Kind.SERVICE && deleted.contains(Kind.TEAM)).isFalse();
        } else {
          written.add(change.kind());
          assertThat(change.kind() == Kind.TEAM && written.contains(Kind.SERVICE)).isFalse();
        }
      }
    }
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
}
