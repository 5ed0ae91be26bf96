package dev.imas.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.imas.fixtures.database.RunningCore;
import dev.imas.fixtures.database.RunningCore.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * G38, G164: many clients move at once, and the board is as if they had moved one after the other.
 */
class BoardRaceIT {

  private static final int CLIENTS = 20;
  private static final int ITEMS = 40;
  private static final int MOVES = Integer.getInteger("imas.board.moves", 25);
  private static final List<String> COLUMNS = List.of("to_plan", "planned", "in_progress", "done");
  private static final int LIMIT = 12;

  /** A move that was answered. */
  private record Move(long seq, String item, String column, String after) {}

  @Test
  void concurrentMovesEqualTheirSerialReplay() {
    try (RunningCore core = RunningCore.start()) {
      core.post("/api/v1/teams", "{\"name\":\"Shop\"}");
      String board =
          core.post(
                  "/api/v1/boards",
                  "{\"name\":\"Shop\",\"team\":\"Shop\",\"in_progress_limit\":%d,\"over_limit\":\"refuse\"}"
                      .formatted(LIMIT))
              .json()
              .get("id")
              .asText();
      core.post("/api/v1/boards/" + board + "/sprints", "{}");
      core.post("/api/v1/boards/" + board + "/sprints/1/start", "");
      List<String> items = new ArrayList<>();
      for (int i = 0; i < ITEMS; i++) {
        items.add(
            core.post("/api/v1/boards/" + board + "/items", "{\"title\":\"Item %d\"}".formatted(i))
                .json()
                .get("key")
                .asText());
      }
      Map<String, List<String>> model = new LinkedHashMap<>();
      COLUMNS.forEach(column -> model.put(column, new ArrayList<>()));
      Objects.requireNonNull(model.get("to_plan")).addAll(items);

      ConcurrentLinkedQueue<Move> moves = new ConcurrentLinkedQueue<>();
      ConcurrentLinkedQueue<String> others = new ConcurrentLinkedQueue<>();
      try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
        CompletableFuture.allOf(
                IntStream.range(0, CLIENTS)
                    .mapToObj(
                        client ->
                            CompletableFuture.runAsync(
                                () -> play(core, board, items, new Random(client), moves, others),
                                clients))
                    .toArray(CompletableFuture[]::new))
            .join();
      }

      assertThat(others).as("answers that are neither").isEmpty();
      assertThat(moves).hasSizeGreaterThan(CLIENTS * MOVES / 4);
      moves.stream().sorted(Comparator.comparing(Move::seq)).forEach(move -> replay(model, move));
      assertThat(columns(core, board)).isEqualTo(model);
      assertThat(Objects.requireNonNull(model.get("in_progress")).size())
          .isLessThanOrEqualTo(LIMIT);
    }
  }

  private static void play(
      RunningCore core,
      String board,
      List<String> items,
      Random random,
      ConcurrentLinkedQueue<Move> moves,
      ConcurrentLinkedQueue<String> others) {
    for (int i = 0; i < MOVES; i++) {
      String item = items.get(random.nextInt(ITEMS));
      String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
      String after = random.nextInt(3) == 0 ? "" : items.get(random.nextInt(ITEMS));
      Reply reply =
          core.post(
              "/api/v1/boards/" + board + "/moves",
              "{\"item\":\"%s\",\"column\":\"%s\"%s}"
                  .formatted(item, column, after.isEmpty() ? "" : ",\"after\":\"" + after + "\""));
      if (reply.status() == 200) {
        moves.add(new Move(reply.json().get("seq").asLong(), item, column, after));
      } else if (reply.status() != 409 && reply.status() != 422) {
        others.add(reply.status() + " " + reply.http().body());
      }
    }
  }

  /** In plain lists. */
  private static void replay(Map<String, List<String>> model, Move move) {
    if (!move.after.isEmpty()) {
      assertThat(model.get(move.column)).as("%s", move).contains(move.after);
    }
    model.values().forEach(column -> column.remove(move.item));
    List<String> column = Objects.requireNonNull(model.get(move.column));
    column.add(move.after.isEmpty() ? 0 : column.indexOf(move.after) + 1, move.item);
  }

  private static Map<String, List<String>> columns(RunningCore core, String board) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (JsonNode column : core.get("/api/v1/boards/" + board + "/columns").json().get("columns")) {
      List<String> keys = new ArrayList<>();
      column.get("cards").forEach(card -> keys.add(card.get("key").asText()));
      columns.put(column.get("column").asText(), keys);
    }
    return columns;
  }
}
